/**
 * Send pacing: calls of different members keep a distance, as behind one queue, or each member stops at one count per day.
 *
 * Catches: relays that send through one queue with a pause; harvesters that use up a quota of their own making.
 * Honest users trip it by: a client's own throttle (within one account, which is not looked at), timers
 * (left out), a free plan's daily
 * limit (so do matched accounts).
 * Evasion: jitter; uneven quotas.
 * Weight: none. Weak: a lower tail of few expected events.
 * Source: the send queues of public relays; own test.
 */
import { logHypergeometricUpper, logPoissonLower } from '@stillhunt/core/statistics'
import type { Activity } from '../activity.ts'
import type { TestOutcome, TestSignal } from '../signal.ts'
import { isTimer } from '../timer.ts'

/** Floors that are tried, in milliseconds. */
const floorsMs: readonly number[] = [200, 500, 1000, 2000, 5000]
/** Neighbouring sends from which the rate around a send is taken, on either side. */
const neighbours = 10
/** With fewer expected, none at all is no surprise. */
const expectedMin = 5
const dayMs = 86_400_000
/** A member is pinned when it reaches its highest count per day on so many days, and that is no small number. */
const pinnedDaysMin = 3
const pinnedCountMin = 4
const activeDaysMin = 4
const accountsMin = 5
/** Two things are looked at. */
const looks = 2

/**
 * log P of so few short gaps between sends of different members. Null: members send independently, at rates that hold
 * for {@link neighbours} sends; bursts make short gaps likelier, so the p-value is conservative.
 */
function floorLogP({ rows, account, timeMs }: Pick<Activity, 'rows' | 'account' | 'timeMs'>): {
  logP: number
  floorMs: number
  expected: number
  seen: number
} {
  let best = { logP: 0, floorMs: 0, expected: 0, seen: 0 }
  if (rows <= 2 * neighbours) return best
  for (const floorMs of floorsMs) {
    let expected = 0
    let seen = 0
    for (let row = 1; row < rows; row += 1) {
      if (account[row] === account[row - 1]) continue
      const from = Math.max(0, row - neighbours)
      const to = Math.min(rows - 1, row + neighbours)
      // One less than the gaps: of exponential gaps this gives the rate without bias.
      const perMs = (to - from - 1) / (timeMs[to]! - timeMs[from]!)
      expected += 1 - Math.exp(-floorMs * perMs)
      if (timeMs[row]! - timeMs[row - 1]! < floorMs) seen += 1
    }
    const logP = expected < expectedMin ? 0 : Math.min(0, logPoissonLower(seen, expected) + Math.log(floorsMs.length))
    if (logP < best.logP) best = { logP, floorMs, expected, seen }
  }
  return best
}

/** The highest count per day where an account keeps coming back to it; 0 where it does not, NaN with too few days. */
function pinnedCount(activity: Activity, account: number): number {
  const days = new Map<number, number>()
  for (const row of activity.rowsOf(account)) {
    const day = Math.floor(activity.timeMs[row]! / dayMs)
    days.set(day, (days.get(day) ?? 0) + 1)
  }
  if (days.size < activeDaysMin || isTimer(activity, account)) return Number.NaN
  const counts = [...days.values()]
  const top = Math.max(...counts)
  return top >= pinnedCountMin && counts.filter((count) => count === top).length >= pinnedDaysMin ? top : 0
}

function pinned(activity: Activity): { judged: number; tops: readonly number[] } {
  const counts = activity.accounts
    .map((_, account) => pinnedCount(activity, account))
    .filter((top) => !Number.isNaN(top))
  return { judged: counts.length, tops: counts.filter((top) => top > 0) }
}

/** The sends of a group without those of clocks, which keep apart by themselves. */
function withoutClocks(group: Activity): Pick<Activity, 'rows' | 'account' | 'timeMs'> {
  const isClock = group.accounts.map((_, account) => isTimer(group, account))
  const account = group.account.filter((one) => !isClock[one]!)
  const timeMs = group.timeMs.filter((_, row) => !isClock[group.account[row]!]!)
  return { rows: account.length, account, timeMs }
}

function test(group: Activity, reference: Activity): TestOutcome | null {
  const floor = floorLogP(withoutClocks(group))
  const members = pinned(group)
  const others = pinned(reference)
  const judgesPins = members.judged >= accountsMin && others.judged >= accountsMin
  const pinLogP = judgesPins
    ? logHypergeometricUpper(
        members.tops.length,
        members.judged,
        members.tops.length + others.tops.length,
        members.judged + others.judged,
      )
    : 0
  if (!judgesPins && floor.expected === 0) return null
  const figures = {
    floorMs: floor.logP <= pinLogP ? floor.floorMs : 0,
    seen: floor.seen,
    expected: floor.expected,
    pinned: members.tops.length,
    judged: members.judged,
    referencePinned: others.tops.length,
    referenceJudged: others.judged,
  }
  const pValue = Math.min(1, looks * Math.exp(Math.min(floor.logP, pinLogP)))
  return { pValue, accounts: group.accounts.length, figures, records: [] }
}

/** See the file's header. */
export const sendPacing: TestSignal = {
  kind: 'test',
  name: 'send-pacing',
  axis: 'control',
  needs: { count: 'count()', without: 'There are no records: send-pacing was silent.' },
  test,
  sentence: ({ figures }) => {
    const { floorMs, seen, expected, pinned: pins, judged, referencePinned, referenceJudged } = figures
    return floorMs! > 0
      ? `Calls of different accounts follow within ${floorMs} ms ${seen} times, where ${expected!.toFixed(1)} were to be expected.`
      : `${pins} of ${judged} accounts stop at one count per day again and again, and ${referencePinned} of ${referenceJudged} comparable ones.`
  },
}
