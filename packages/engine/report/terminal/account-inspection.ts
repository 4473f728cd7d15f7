import type { AccountInspection, NearEntry, PlaceEntry } from '../inspection.ts'
import { formatMoment } from '../moment.ts'
import { formatCounted, formatNats } from '../quantity.ts'
import { bullets, part, title } from './campaign.ts'
import { evidence, type EvidenceOptions } from './evidence.ts'
import { linkList } from './link-list.ts'
import { plain, type Sheet } from './sheet.ts'
import { standingTable } from './standing-table.ts'
import { testLines } from './test-list.ts'

/** One account: its place, all its links, and what speaks against reading more into them than there is. */
export function accountInspection(
  sheet: Sheet,
  inspection: AccountInspection,
  options: EvidenceOptions,
): readonly string[] {
  const { account, verdict, declared, place, near, links, links_total, link_threshold_nats, counter } = inspection
  const linked = links.map((link) => ({
    name: `${link.other}${link.group === null ? '' : ` (in ${link.group})`}`,
    link,
  }))
  const threshold = `Links, strongest first; ${formatNats(link_threshold_nats)} tie two accounts by themselves`
  return [
    title(sheet, 'ACCOUNT', account, place?.kind ?? 'good'),
    ...sheet.paragraph({ text: verdict, ink: 'strong' }),
    ...sheet.paragraph({ text: traffic(inspection) }),
    ...declared.flatMap((text) => sheet.paragraph({ text })),
    ...(place === null ? [] : placeInGroup(sheet, place, options)),
    ...part(
      sheet,
      'Groups that it is not in, nearest first',
      near.flatMap((entry) => nearGroup(sheet, entry)),
    ),
    ...part(sheet, threshold, linkList(sheet, linked, links_total, options)),
    ...part(sheet, 'What speaks against it', bullets(sheet, counter)),
  ]
}

function traffic({ interactions, output_tokens, first_seen, last_seen }: AccountInspection): string {
  const span = `${formatMoment(first_seen)} to ${formatMoment(last_seen)} UTC`
  return `${formatCounted(interactions, 'interaction')}, ${formatCounted(output_tokens, 'output token')}, ${span}.`
}

function placeInGroup(sheet: Sheet, place: PlaceEntry, options: EvidenceOptions): readonly string[] {
  const { id, membership, standing, failed } = place
  return [
    ...part(
      sheet,
      `Tests that ${id} failed`,
      failed.flatMap((test) => testLines(sheet, test)),
    ),
    ...part(sheet, `Its place in ${id}`, [
      ...sheet.paragraph({ text: membership.statement, indent: 2 }),
      ...standingTable(sheet, [standing]),
    ]),
    ...part(sheet, 'Evidence', evidence(sheet, place.evidence, options)),
    ...part(sheet, 'What it shares with the group, most telling first', evidence(sheet, place.features, options)),
  ]
}

function nearGroup(sheet: Sheet, { id, kind, members, statement }: NearEntry): readonly string[] {
  const what = kind === null ? 'not claimed' : kind
  return sheet.paragraph({
    lead: plain(`${sheet.glyphs.bullet} `),
    indent: 2,
    text: `${id} (${what}, ${formatCounted(members, 'account')}): ${statement}`,
  })
}
