import { inReadingOrder, isClaim } from './campaign-order.ts'
import { nextSteps } from './next-step.ts'
import { formatCounted } from './quantity.ts'
import { readingFacts } from './reading.ts'
import type { CampaignEntry, Finding } from './report.ts'
import { campaignInBrief, campaignInFull } from './terminal/campaign.ts'
import type { Ink } from './terminal/ink.ts'
import { createSheet, faint, plain, type Sheet } from './terminal/sheet.ts'
import { verdict, type Verdict } from './verdict.ts'

/** Claims shown in full; further ones get a line each. */
const CLAIMS_IN_FULL_MAX = 12
/** Lines of one-line campaigns; further ones are counted. */
const CAMPAIGNS_IN_BRIEF_MAX = 40
/** Most columns for the labels at the left. */
const LABEL_COLUMNS = 12

/** How to set the terminal page. */
export interface TerminalOptions {
  /** Width of the terminal. No line is wider; what is below 24 is taken as 24, what is above 120 as 120. */
  readonly columns: number
  /** Whether to use colours. Without, no escape sequence is printed at all. */
  readonly color: boolean
  /** Whether the terminal shows more than ASCII; true when absent. */
  readonly unicode?: boolean
}

/**
 * The finding as text for a terminal, ending in a line feed. Text from logs is made printable, so that no record can
 * move the cursor or forge a line.
 */
export function renderTerminal(finding: Finding, options: TerminalOptions): string {
  const sheet = createSheet({ unicode: true, ...options })
  const { report } = finding
  const campaigns = inReadingOrder(report.campaigns)
  const claims = campaigns.filter(isClaim)
  const full = claims.slice(0, CLAIMS_IN_FULL_MAX)
  const sections = [
    reading(sheet, finding),
    summary(sheet, verdict(finding)),
    ...full.map((campaign) => campaignInFull(sheet, campaign, finding)),
    brief(sheet, 'Further claims', claims.slice(CLAIMS_IN_FULL_MAX)),
    brief(
      sheet,
      'Coordinated, for information: linked, but neither extraction nor resale',
      campaigns.filter((campaign) => !isClaim(campaign)),
    ),
    lacking(sheet, finding.lacked),
    steps(sheet, finding),
  ]
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

function reading(sheet: Sheet, finding: Finding): readonly string[] {
  return readingFacts(finding).flatMap(({ label, lines, isFlaw }) =>
    lines.flatMap((text, index) =>
      sheet.paragraph({
        lead: { text: index === 0 ? label : '', ink: isFlaw ? 'caution' : 'faint' },
        leadColumns: LABEL_COLUMNS,
        text,
      }),
    ),
  )
}

const VERDICT_INKS: Readonly<Record<Verdict['outcome'], Ink>> = {
  claims: 'extraction',
  'no claim': 'good',
  'nothing read': 'caution',
}

function summary(sheet: Sheet, { outcome, title, meaning }: Verdict): readonly string[] {
  const { claims, noClaim, flaw } = sheet.glyphs
  const mark = outcome === 'claims' ? claims : outcome === 'no claim' ? noClaim : flaw
  const ink = VERDICT_INKS[outcome]
  return [
    ...sheet.paragraph({ lead: { text: `${mark} `, ink }, text: title, ink }),
    ...sheet.paragraph({ indent: mark.length + 1, text: meaning }),
  ]
}

function brief(sheet: Sheet, name: string, campaigns: readonly CampaignEntry[]): readonly string[] {
  if (campaigns.length === 0) return []
  const rest = campaigns.length - CAMPAIGNS_IN_BRIEF_MAX
  const more = `${sheet.glyphs.ellipsis} and ${formatCounted(rest, 'more', 'more')}; --json FILE writes all`
  return [
    ...sheet.paragraph({ text: name, ink: 'strong' }),
    ...campaigns.slice(0, CAMPAIGNS_IN_BRIEF_MAX).map((campaign) => campaignInBrief(sheet, campaign)),
    ...(rest > 0 ? sheet.paragraph({ text: more, ink: 'faint', indent: 2 }) : []),
  ]
}

function lacking(sheet: Sheet, lacked: readonly string[]): readonly string[] {
  if (lacked.length === 0) return []
  const lead = plain(`${sheet.glyphs.bullet} `)
  return [
    sheet.line({ text: 'What the records lacked', ink: 'strong' }),
    ...lacked.flatMap((text) => sheet.paragraph({ lead, indent: 2, text })),
  ]
}

function steps(sheet: Sheet, finding: Finding): readonly string[] {
  const lead = faint(`${sheet.glyphs.bullet} `)
  return [
    sheet.line({ text: 'Next', ink: 'strong' }),
    ...nextSteps(finding).flatMap(({ command, purpose }) =>
      sheet.paragraph({ lead, indent: 2, text: command === null ? purpose : `\`${command}\` ${purpose}` }),
    ),
  ]
}
