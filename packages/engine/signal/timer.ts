/**
 * Which accounts are clocks: programs that ask at fixed minutes.
 *
 * The owners of one such program use their accounts equally much and in strict turn, and have nothing to do with each
 * other; what tells schedulers from people says nothing of clocks, so tests of that kind leave them out.
 */
import type { Activity } from './activity.ts'

/** Periods that programs are set to, in minutes; a daily or hourly one shows in the hour. */
const periodsMinutes: readonly number[] = [60, 30, 20, 15, 10, 5]
const minuteMs = 60_000
/** Conversations begun, at least, for a phase to be told from chance. */
const startsMin = 8
/** The mean resultant length of phases, in [0, 1]: at 0.9 nearly all lie within a tenth of the period around one of them. */
const concentrationMin = 0.9

/** Whether an account begins its conversations at one phase of some period. O(its rows). */
export function isTimer(activity: Activity, account: number): boolean {
  const startsMs = conversationStarts(activity, account)
  if (startsMs.length < startsMin) return false
  return periodsMinutes.some((minutes) => phaseConcentration(startsMs, minutes * minuteMs) >= concentrationMin)
}

function conversationStarts(activity: Activity, account: number): number[] {
  const seen = new Set<number>()
  const starts: number[] = []
  for (const row of activity.rowsOf(account)) {
    const conversation = activity.opening[row]!
    if (conversation !== 0 && seen.has(conversation)) continue
    seen.add(conversation)
    starts.push(activity.timeMs[row]!)
  }
  return starts
}

/** The mean resultant length of times on a circle of this period: 1 when all have one phase, about 1 / √n at random. */
function phaseConcentration(timesMs: readonly number[], periodMs: number): number {
  let [x, y] = [0, 0]
  for (const ms of timesMs) {
    const angle = (2 * Math.PI * (ms % periodMs)) / periodMs
    x += Math.cos(angle)
    y += Math.sin(angle)
  }
  return Math.hypot(x, y) / timesMs.length
}
