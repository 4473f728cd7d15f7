import type { BacktestFinding } from './backtest.ts'
import { inReadingOrder } from './campaign-order.ts'
import { campaignSection } from './html/campaign-section.ts'
import { closing } from './html/closing.ts'
import { page } from './html/document.ts'
import { markup, type Markup } from './html/markup.ts'
import { contents, type ContentsEntry, masthead } from './html/overview.ts'
import { REPLAY_TERMS, replaySection } from './html/replay-section.ts'
import { nextReplaySteps, nextSteps } from './next-step.ts'
import { readingFacts } from './reading.ts'
import { replayFacts, replayVerdict } from './replaying.ts'
import type { Finding } from './report.ts'
import { verdict } from './verdict.ts'

/** Campaigns with a section of their own; further ones stand in the table of contents only. */
const SECTIONS_MAX = 60
/** Member rows of one campaign, of the whole page, and those that every campaign gets in any case. */
const MEMBER_ROWS_PER_CAMPAIGN_MAX = 2000
const MEMBER_ROWS_PER_PAGE = 6000
const MEMBER_ROWS_PER_CAMPAIGN_MIN = 200

/**
 * The finding as one HTML file that fetches nothing and needs no script. Text from logs is escaped. The same finding
 * gives the same bytes. A campaign takes at most about 60 kB when there are many; what is left out is said.
 */
export function renderHtml(finding: Finding): string {
  const sum = verdict(finding)
  const entries = entriesOf(finding)
  return page(
    `Stillhunt report: ${sum.title}`,
    markup`${masthead('report', readingFacts(finding), sum)}
<main>
${contents(entries)}
${sections(finding, entries)}
${closing(finding, nextSteps(finding))}
</main>`,
  )
}

/** A backtest as such a file: how soon and how much leaked, with charts, then its campaigns as in a report. */
export function renderBacktestHtml(finding: BacktestFinding): string {
  const sum = replayVerdict(finding)
  const entries = entriesOf(finding)
  return page(
    `Stillhunt backtest: ${sum.title}`,
    markup`${masthead('backtest', replayFacts(finding), sum)}
<main>
${replaySection(finding, entries)}
${sections(finding, entries)}
${closing(finding, nextReplaySteps(finding), REPLAY_TERMS)}
</main>`,
  )
}

function entriesOf({ report }: Finding): readonly ContentsEntry[] {
  return inReadingOrder(report.campaigns).map((campaign, index) => ({
    campaign,
    anchor: index < SECTIONS_MAX ? `campaign-${index + 1}` : null,
  }))
}

function sections({ report, pictures }: Finding, entries: readonly ContentsEntry[]): Markup[] {
  const fairShare = Math.floor(MEMBER_ROWS_PER_PAGE / Math.max(1, Math.min(SECTIONS_MAX, entries.length)))
  const memberRowsMax = Math.max(MEMBER_ROWS_PER_CAMPAIGN_MIN, Math.min(MEMBER_ROWS_PER_CAMPAIGN_MAX, fairShare))
  return entries.flatMap(({ campaign, anchor }) => {
    const picture = pictures.find((entry) => entry.campaign === campaign.id)
    return anchor === null ? [] : [campaignSection({ campaign, picture, data: report.data, anchor, memberRowsMax })]
  })
}
