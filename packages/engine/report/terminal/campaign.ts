import { containment, extent, headline } from '../headline.ts'
import { formatCounted } from '../quantity.ts'
import type { CampaignEntry, Finding } from '../report.ts'
import { evidence } from './evidence.ts'
import { textWidth } from './fit.ts'
import { members } from './members.ts'
import { profile } from './profile.ts'
import type { Ink } from './ink.ts'
import { faint, plain, type Sheet } from './sheet.ts'

/** One campaign in full: headline, profile, evidence, members, and what speaks against it. */
export function campaignInFull(sheet: Sheet, campaign: CampaignEntry, finding: Finding): readonly string[] {
  const picture = finding.pictures.find((entry) => entry.campaign === campaign.id)
  const named = containment(campaign, finding.report.data)
  return [
    title(sheet, campaign.kind.toUpperCase(), campaign.id, campaign.kind),
    ...sheet.paragraph({ text: headline(campaign), ink: 'strong' }),
    ...(named === null ? [] : sheet.paragraph({ text: named })),
    '',
    ...profile(sheet, campaign, picture),
    ...part(sheet, 'Evidence', evidence(sheet, campaign.evidence)),
    ...part(sheet, 'Members, most probable first', members(sheet, campaign, finding.folder)),
    ...part(sheet, 'What speaks against it', bullets(sheet, picture?.counter ?? [])),
  ]
}

/** Lines of one-line campaigns; further ones are counted. */
const CAMPAIGNS_IN_BRIEF_MAX = 40

/** What stands over groups that nothing is held against. */
export const COORDINATED_TITLE = 'Coordinated, for information: linked, but neither extraction nor resale'

/** Campaigns under a title, a line each; nothing when there are none. */
export function campaignsInBrief(sheet: Sheet, name: string, campaigns: readonly CampaignEntry[]): readonly string[] {
  if (campaigns.length === 0) return []
  const rest = campaigns.length - CAMPAIGNS_IN_BRIEF_MAX
  const more = `${sheet.glyphs.ellipsis} and ${formatCounted(rest, 'more', 'more')}; --json FILE writes all`
  return [
    ...sheet.paragraph({ text: name, ink: 'strong' }),
    ...campaigns.slice(0, CAMPAIGNS_IN_BRIEF_MAX).map((campaign) => campaignInBrief(sheet, campaign)),
    ...(rest > 0 ? sheet.paragraph({ text: more, ink: 'faint', indent: 2 }) : []),
  ]
}

/** One campaign in one line. */
function campaignInBrief(sheet: Sheet, campaign: CampaignEntry): string {
  const { separator } = sheet.glyphs
  const because = campaign.evidence[0]?.statement
  return sheet.line(
    plain('  '),
    { text: campaign.id, ink: campaign.kind },
    plain(`  ${formatCounted(campaign.accounts.length, 'account')}, ${extent(campaign)}`),
    faint(because === undefined ? '' : `${separator}${because}`),
  )
}

/** What a section is about, ruled off. */
export function title(sheet: Sheet, kind: string, name: string, ink: Ink): string {
  const used = textWidth(sheet.clean(`${kind} ${name}`)) + 1
  return sheet.line(
    { text: kind, ink },
    plain(` ${name} `),
    faint(sheet.glyphs.rule.repeat(Math.max(0, sheet.columns - used))),
  )
}

/** A part of a section under its name; nothing when it has no lines. */
export function part(sheet: Sheet, name: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', sheet.line({ text: `  ${name}`, ink: 'strong' }), ...lines]
}

/** Sentences, each behind a bullet. */
export function bullets(sheet: Sheet, sentences: readonly string[]): readonly string[] {
  const lead = plain(`${sheet.glyphs.bullet} `)
  return sentences.flatMap((text) => sheet.paragraph({ lead, indent: 2, text }))
}
