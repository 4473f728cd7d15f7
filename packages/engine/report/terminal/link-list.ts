import type { FamilyNats, LinkEntry } from '../inspection.ts'
import { formatCount, formatNats } from '../quantity.ts'
import { evidence, type EvidenceOptions } from './evidence.ts'
import { faint, type Sheet } from './sheet.ts'

const WEIGHT_COLUMNS = 12

/** A link under the name that it goes by on this page. */
export interface NamedLink {
  readonly name: string
  readonly link: LinkEntry
}

/** Links with all their evidence, in the order given; `total` where there are more than are shown. */
export function linkList(
  sheet: Sheet,
  links: readonly NamedLink[],
  total: number,
  options: EvidenceOptions,
): readonly string[] {
  const rest = total - links.length
  const more = `  ${sheet.glyphs.ellipsis} and ${formatCount(rest)} weaker`
  return [
    ...links.flatMap(({ name, link }, index) => [
      ...(index === 0 ? [] : ['']),
      ...sheet.paragraph({
        lead: { text: formatNats(link.nats).padStart(WEIGHT_COLUMNS - 2), ink: 'strong' },
        leadColumns: WEIGHT_COLUMNS,
        indent: 2,
        text: name,
        ink: 'strong',
      }),
      ...sheet.paragraph({ text: familySum(link.by_family), ink: 'faint', indent: WEIGHT_COLUMNS + 2 }),
      ...evidence(sheet, link.evidence, { ...options, indent: 4 }),
    ]),
    ...(rest > 0 ? [sheet.line(faint(more))] : []),
  ]
}

/** `handoff 24.0 + content 4.1`: how a weight is made up. */
function familySum(byFamily: FamilyNats): string {
  const parts = Object.entries(byFamily).filter(([, nats]) => nats > 0)
  return parts.map(([family, nats]) => `${family} ${nats.toFixed(1)}`).join(' + ')
}
