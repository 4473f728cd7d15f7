import type { Replay } from '../backtest.ts'
import { formatDelay, formatLeak, formatLeakShare, type Ladder, namedShare } from '../ladder.ts'
import { formatMoment, formatMomentMs } from '../moment.ts'
import { formatCount, formatCounted } from '../quantity.ts'
import { LADDER_GUIDE } from '../replaying.ts'
import { pad, textWidth } from './fit.ts'
import { faint, plain, type Sheet } from './sheet.ts'
import { table, type TableColumn } from './table.ts'

/** Campaigns shown, a line each; further ones are counted. */
const ROWS_MAX = 20
const INDENT = 2
const GAP_COLUMNS = 2
const CELLS_MAX = 60

/** How soon the accounts of each campaign were named, as a table; nothing where nobody was. */
export function ladderTable(sheet: Sheet, ladders: readonly Ladder[]): readonly string[] {
  if (ladders.length === 0) return []
  const shown = ladders.slice(0, ROWS_MAX)
  const rest = ladders.length - shown.length
  const more = `${sheet.glyphs.ellipsis} and ${formatCounted(rest, 'more', 'more')}; --html FILE shows all`
  const left = { side: 'left', spare: 0 } as const
  const cells = (of: (ladder: Ladder) => string): readonly string[] => shown.map((ladder) => sheet.clean(of(ladder)))
  const right = (title: string, spare: number, of: (ladder: Ladder) => string): TableColumn => ({
    title,
    side: 'right',
    spare,
    cells: cells(of),
  })
  const columns: readonly TableColumn[] = [
    { ...left, title: 'campaign', cells: cells(({ campaign }) => campaign.id), inks: shown.map(inkOf) },
    { ...left, title: 'kind', spare: 5, cells: cells(({ campaign }) => campaign.kind) },
    right('accounts', 6, ({ namedMs }) => formatCount(namedMs.length)),
    { ...left, title: 'first seen', spare: 3, cells: cells(firstDay) },
    right('first', 0, (ladder) => formatDelay(ladder, 0)),
    right('half', 1, (ladder) => formatDelay(ladder, 0.5)),
    right('90 %', 2, (ladder) => formatDelay(ladder, 0.9)),
    right('leaked', 0, formatLeak),
    right('', 4, formatLeakShare),
  ]
  return [
    sheet.line({ text: 'How soon each campaign was named', ink: 'strong' }),
    ...table(sheet, columns),
    ...(rest > 0 ? sheet.paragraph({ text: more, ink: 'faint', indent: INDENT }) : []),
    ...sheet.paragraph({ text: LADDER_GUIDE, ink: 'faint', indent: INDENT }),
  ]
}

// The day is enough beside delays that say the rest.
function firstDay({ campaign }: Ladder): string {
  return formatMoment(campaign.first_seen).slice(0, 'YYYY-MM-DD'.length)
}

function inkOf({ campaign }: Ladder): 'extraction' | 'resale' | 'coordinated' {
  return campaign.kind
}

/** The share of each campaign's accounts that was named as time went on, a line each on one axis of time. */
export function ladderLines(sheet: Sheet, ladders: readonly Ladder[], replay: Replay): readonly string[] {
  const shown = ladders.slice(0, ROWS_MAX)
  if (shown.length === 0 || replay.steps < 2) return []
  const names = shown.map(({ campaign }) => sheet.clean(campaign.id))
  const nameColumns = Math.max(...names.map(textWidth))
  const counts = shown.map(({ namedMs }) => formatCount(namedMs.length))
  const countColumns = Math.max(...counts.map(textWidth))
  const kindColumns = Math.max(...shown.map(({ campaign }) => campaign.kind.length)) + 1
  const room = sheet.columns - INDENT - nameColumns - countColumns - kindColumns - 2 * GAP_COLUMNS
  const cells = Math.max(1, Math.min(CELLS_MAX, room))
  const gap = ' '.repeat(GAP_COLUMNS)
  const lines = shown.map((ladder, index) =>
    sheet.line(
      plain(' '.repeat(INDENT)),
      { text: pad(names[index] ?? '', nameColumns, 'right'), ink: ladder.campaign.kind },
      plain(`${gap}${rungs(sheet, ladder, replay, cells)}${gap}`),
      plain(pad(counts[index] ?? '', countColumns, 'left')),
      faint(` ${ladder.campaign.kind}`),
    ),
  )
  const { heights, waiting } = sheet.glyphs
  const span = `${formatMomentMs(replay.fromMs)} to ${formatMomentMs(replay.toMs)} UTC`
  const key = `${waiting} nobody named yet, ${heights[0]} to ${heights.at(-1)} share of its accounts named`
  return [
    sheet.line({ text: 'Accounts named as time went on', ink: 'strong' }),
    ...lines,
    ...sheet.paragraph({
      text: `${span}; ${key}`,
      ink: 'faint',
      indent: INDENT + (room > 30 ? nameColumns + GAP_COLUMNS : 0),
    }),
  ]
}

function rungs(sheet: Sheet, ladder: Ladder, { fromMs, toMs }: Replay, cells: number): string {
  const { heights, waiting } = sheet.glyphs
  return Array.from({ length: cells }, (_, cell) => {
    // The last step may end after the last record; who was named then is named at the end.
    const endMs = cell === cells - 1 ? Infinity : fromMs + ((cell + 1) / cells) * (toMs - fromMs)
    const share = namedShare(ladder, endMs)
    if (share > 0) return heights[Math.ceil(share * heights.length) - 1]
    return ladder.firstSeenMs <= endMs ? waiting : ' '
  }).join('')
}
