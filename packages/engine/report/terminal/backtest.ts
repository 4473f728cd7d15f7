import type { BacktestFinding } from '../backtest.ts'
import { inReadingOrder, isClaim } from '../campaign-order.ts'
import { nextReplaySteps } from '../next-step.ts'
import { laddersOf, replayFacts, replayVerdict } from '../replaying.ts'
import type { TerminalOptions } from '../terminal.ts'
import { campaignsInBrief, COORDINATED_TITLE } from './campaign.ts'
import { joined, lacking, next, reading, summary } from './frame.ts'
import { ladderLines, ladderTable } from './ladders.ts'
import { nearMisses, releases } from './outsiders.ts'
import { createSheet } from './sheet.ts'

/**
 * A backtest as text for a terminal, ending in a line feed: how soon each campaign was named and what leaked before, then
 * who else came close. Text from logs is made printable; no line is wider than the terminal.
 */
export function renderBacktest(finding: BacktestFinding, options: TerminalOptions): string {
  const sheet = createSheet({ unicode: true, ...options })
  const ladders = laddersOf(finding)
  const coordinated = inReadingOrder(finding.report.campaigns).filter((campaign) => !isClaim(campaign))
  return joined([
    reading(sheet, replayFacts(finding)),
    summary(sheet, replayVerdict(finding)),
    ladderTable(sheet, ladders),
    ladderLines(sheet, ladders, finding.replay),
    campaignsInBrief(sheet, COORDINATED_TITLE, coordinated),
    releases(sheet, finding),
    nearMisses(sheet, finding.replay),
    lacking(sheet, finding.lacked),
    next(sheet, nextReplaySteps(finding)),
  ])
}
