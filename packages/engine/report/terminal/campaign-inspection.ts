import type { CampaignInspection } from '../inspection.ts'
import { bullets, part, title } from './campaign.ts'
import { evidence, type EvidenceOptions } from './evidence.ts'
import { linkList } from './link-list.ts'
import { profile } from './profile.ts'
import type { Sheet } from './sheet.ts'
import { standingTable } from './standing-table.ts'
import { testList } from './test-list.ts'

/** One group with everything behind it: tests, threshold, features, members, links, and what speaks against it. */
export function campaignInspection(
  sheet: Sheet,
  inspection: CampaignInspection,
  options: EvidenceOptions,
): readonly string[] {
  const { id, claim, verdict, tests, membership, features, members, links, links_total, counter } = inspection
  const { separator } = sheet.glyphs
  return [
    claim === null ? title(sheet, 'NOT CLAIMED', id, 'good') : title(sheet, claim.kind.toUpperCase(), id, claim.kind),
    ...sheet.paragraph({ text: verdict, ink: 'strong' }),
    ...(claim === null ? [] : ['', ...profile(sheet, claim, undefined)]),
    ...part(sheet, 'Tests', testList(sheet, tests)),
    ...part(sheet, 'Evidence', claim === null ? [] : evidence(sheet, claim.evidence, options)),
    ...part(sheet, 'What members have in common, most telling first', evidence(sheet, features, options)),
    ...part(sheet, 'Membership', sheet.paragraph({ text: membership.statement, indent: 2 })),
    ...part(sheet, 'Members, strongest first', standingTable(sheet, members)),
    ...part(
      sheet,
      'Links between members, strongest first',
      linkList(
        sheet,
        links.map((link) => ({ name: link.accounts.join(separator), link })),
        links_total,
        options,
      ),
    ),
    ...part(sheet, 'What speaks against it', bullets(sheet, counter)),
  ]
}
