import { inReadingOrder, isClaim } from './campaign-order.ts'
import { nextSteps } from './next-step.ts'
import { readingFacts } from './reading.ts'
import type { Finding } from './report.ts'
import { campaignInFull, campaignsInBrief, COORDINATED_TITLE } from './terminal/campaign.ts'
import { joined, lacking, next, reading, summary } from './terminal/frame.ts'
import { createSheet } from './terminal/sheet.ts'
import { verdict } from './verdict.ts'

/** Claims shown in full; further ones get a line each. */
const CLAIMS_IN_FULL_MAX = 12

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
  return joined([
    reading(sheet, readingFacts(finding)),
    summary(sheet, verdict(finding)),
    ...full.map((campaign) => campaignInFull(sheet, campaign, finding)),
    campaignsInBrief(sheet, 'Further claims', claims.slice(CLAIMS_IN_FULL_MAX)),
    campaignsInBrief(
      sheet,
      COORDINATED_TITLE,
      campaigns.filter((campaign) => !isClaim(campaign)),
    ),
    lacking(sheet, finding.lacked),
    next(sheet, nextSteps(finding)),
  ])
}
