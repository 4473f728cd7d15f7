import type { BacktestFinding, NearMiss, Release, Replay } from './backtest.ts'
import { inReadingOrder, isClaim } from './campaign-order.ts'
import { type Ladder, ladderOf } from './ladder.ts'
import { formatDuration, formatMomentMs } from './moment.ts'
import { formatCount, formatCounted, formatShare } from './quantity.ts'
import { readingFacts, type ReadingFact } from './reading.ts'
import { verdict, type Verdict } from './verdict.ts'

/** What was replayed, then what was read. */
export function replayFacts(finding: BacktestFinding): readonly ReadingFact[] {
  const { replay, wallMs } = finding
  // The time taken is that of looking again and again, which says nothing of how fast records were read.
  const facts = readingFacts({ ...finding, wallMs: 0 })
  if (replay.steps === 0) return facts
  const time = wallMs > 0 ? [{ label: 'Took', lines: [formatDuration(wallMs)], isFlaw: false }] : []
  return [{ label: 'Replayed', lines: [span(replay), pace(replay)], isFlaw: false }, ...time, ...facts]
}

function span({ fromMs, toMs }: Replay): string {
  return `${formatMomentMs(fromMs)} to ${formatMomentMs(toMs)} UTC, ${formatDuration(toMs - fromMs)}`
}

function pace({ steps, stepMs }: Replay): string {
  return steps === 1
    ? 'one step at the end, as a scan takes it'
    : `${formatCount(steps)} steps of ${formatDuration(stepMs)}, each seeing only what came before it`
}

/** The ladders of all claims, as people read them. */
export function laddersOf(finding: BacktestFinding): readonly Ladder[] {
  return inReadingOrder(finding.report.campaigns).filter(isClaim).map(ladderOf)
}

/** Sums a backtest up: what was found, how much of it acting at once would have denied, and how much leaked before. */
export function replayVerdict(finding: BacktestFinding): Verdict {
  const sum = verdict(finding)
  if (sum.outcome === 'nothing read') return sum
  if (sum.outcome === 'no claim') {
    const { released } = finding.replay
    const never = 'Nobody was named at any step.'
    const passing = `${formatCounted(released.length, 'account was', 'accounts were')} named at some step and released later.`
    return { ...sum, meaning: `${released.length === 0 ? never : passing} ${sum.meaning}` }
  }
  return { ...sum, meaning: `${sum.meaning} ${reach(laddersOf(finding))}` }
}

function reach(ladders: readonly Ladder[]): string {
  const { leaked, denied, share } = leakSum(ladders)
  if (denied === 0) return 'They were named only after their last interaction: all of it had leaked by then.'
  return (
    `Suspending each account once it was named would have denied ${formatCounted(denied, 'interaction')} ` +
    `(${formatShare(1 - share)}); ${formatCount(leaked)} (${formatShare(share)}) leaked before.`
  )
}

/** Interactions of all claims: before and after naming, and the former as a share of both, 0 where there are none. */
function leakSum(ladders: readonly Ladder[]): { leaked: number; denied: number; share: number } {
  const total = ladders.reduce((sum, { campaign }) => sum + campaign.interactions, 0)
  const leaked = ladders.reduce((sum, ladder) => sum + ladder.leaked, 0)
  return { leaked, denied: total - leaked, share: total === 0 ? 0 : leaked / total }
}

/** What the columns of the ladders mean. */
export const LADDER_GUIDE: string =
  'First, half, 90 %: how long after the campaign was first seen so many of its accounts had been named. ' +
  'Leaked: its interactions that came before their account was named, of all.'

/** What would have happened to an account that was named and later was not, in a sentence that follows its name. */
export function releaseSentence({ campaign, kind, namedMs, releasedMs, interactionsBetween }: Release): string {
  return (
    `named in ${campaign} (${kind}) at ${formatMomentMs(namedMs)}, released ` +
    `${formatDuration(Math.max(0, releasedMs - namedMs))} later; ${formatCounted(interactionsBetween, 'interaction')} between.`
  )
}

/** What a list of released accounts is for. */
export const RELEASE_GUIDE: string =
  'Named at some step, not at the end. Acting at once would have hit them; they may be mistakes that more data corrected.'

/** That nobody was released, where that could have been otherwise; null where nobody ever could. */
export function noRelease({ report, replay }: BacktestFinding): string | null {
  if (replay.released.length > 0 || replay.steps < 2 || !report.campaigns.some(isClaim)) return null
  return 'No account: whoever was named at one step is named at the end.'
}

/** `11.8 < 12.1`: nats that spoke for membership, beside those that it takes. */
export function formatNearness({ nats, thresholdNats }: NearMiss): string {
  return `${nats.toFixed(1)} ${nats < thresholdNats ? '<' : '≥'} ${thresholdNats.toFixed(1)}`
}

/** Where and when an account came close. */
export function nearPlace({ campaign, atMs }: NearMiss): string {
  return `${campaign ?? 'a group that was not claimed'}, ${formatMomentMs(atMs)}`
}

/** What a list of near misses is for. */
export const NEAR_GUIDE: string =
  'Never named, and nearest to it: nats that spoke for membership beside those it takes. Where they were enough, ' +
  'something else was lacking. The first that would be hit if limits were lowered.'
