import type { BacktestFinding, NearMiss, Replay } from '../backtest.ts'
import { formatCount } from '../quantity.ts'
import { formatNearness, NEAR_GUIDE, nearPlace, noRelease, RELEASE_GUIDE, releaseSentence } from '../replaying.ts'
import { fitMiddle } from './fit.ts'
import { plain, type Sheet } from './sheet.ts'

/** Accounts shown of each list; the others are counted. */
const NEAR_MISSES_MAX = 5
const RELEASES_MAX = 8
const WEIGHT_COLUMNS = 14
const NAME_COLUMNS_MAX = 40

/** The accounts that came closest to being named; nothing when none came close. */
export function nearMisses(sheet: Sheet, { nearMisses: all }: Replay): readonly string[] {
  if (all.length === 0) return []
  return [
    sheet.line({ text: 'Closest without being named', ink: 'strong' }),
    ...sheet.paragraph({ text: NEAR_GUIDE, ink: 'faint', indent: 2 }),
    ...all.slice(0, NEAR_MISSES_MAX).flatMap((miss) => nearMiss(sheet, miss)),
    ...others(sheet, all.length - NEAR_MISSES_MAX),
  ]
}

function nearMiss(sheet: Sheet, miss: NearMiss): readonly string[] {
  return [
    ...sheet.paragraph({
      lead: { text: formatNearness(miss).padStart(WEIGHT_COLUMNS - 2), ink: 'strong' },
      leadColumns: WEIGHT_COLUMNS,
      indent: 2,
      text: nameOf(sheet, miss.account),
      ink: 'strong',
    }),
    ...sheet.paragraph({ text: miss.statement, indent: WEIGHT_COLUMNS + 2 }),
    ...sheet.paragraph({ text: nearPlace(miss), ink: 'faint', indent: WEIGHT_COLUMNS + 2 }),
  ]
}

/** The accounts that were named and later were not, or that there were none where there could have been. */
export function releases(sheet: Sheet, finding: BacktestFinding): readonly string[] {
  const { released } = finding.replay
  const title = sheet.line({ text: 'Named and later released', ink: 'strong' })
  const none = noRelease(finding)
  if (none !== null) return [title, ...sheet.paragraph({ text: none, indent: 2 })]
  if (released.length === 0) return []
  const lead = plain(`${sheet.glyphs.bullet} `)
  return [
    title,
    ...sheet.paragraph({ text: RELEASE_GUIDE, ink: 'faint', indent: 2 }),
    ...released
      .slice(0, RELEASES_MAX)
      .flatMap((one) =>
        sheet.paragraph({ lead, indent: 2, text: `${nameOf(sheet, one.account)} ${releaseSentence(one)}` }),
      ),
    ...others(sheet, released.length - RELEASES_MAX),
  ]
}

function nameOf(sheet: Sheet, account: string): string {
  return fitMiddle(sheet.clean(account), NAME_COLUMNS_MAX, sheet.glyphs.ellipsis)
}

function others(sheet: Sheet, count: number): readonly string[] {
  const text = `${sheet.glyphs.ellipsis} and ${formatCount(count)} more; --html FILE shows more of them`
  return count > 0 ? sheet.paragraph({ text, ink: 'faint', indent: 2 }) : []
}
