/**
 * Co-activity: members are busy in the same hours, beyond what days and weeks explain.
 *
 * Catches: one demand behind many accounts.
 * Honest users trip it by: what reaches them all: a lesson, a deadline, an event, an incident. Weak: what is common to
 * a group's hours need not be an operator.
 * Evasion: sticky sessions and personas; cover traffic of each account's own.
 * Weight: none.
 * Source: residual correlation as in Mazza et al., "RTbust", 2019, in spirit; Null: every account's hours are as likely
 * moved by whole weeks, or by whole days where there are no weeks, which keeps habits in place.
 */
import { coActivity as correlate, hourOfWeekTrend, Random } from '@stillhunt/core/statistics'
import type { Activity } from '../activity.ts'
import type { TestOutcome, TestSignal } from '../signal.ts'

const hourMs = 3_600_000
const weekHours = 168
const dayHours = 24
/** Windows with fewer days have nowhere to move to. */
const daysMin = 4
const accountsMin = 5
/** Of larger groups so many, evenly over the order of arrival: pairs tell the same. */
const accountsMax = 200
/** Hours in view, at most: the newest. */
const hoursMax = 60 * dayHours
const shifts = 199
const seed = 2019
/** Slighter correlation is what offices and events have beyond their weeks. */
const correlationMin = 0.15
/** The first of January 1970 was a Thursday; weeks begin on Monday. */
const epochHourOfWeek = 3 * dayHours

function test(group: Activity, reference: Activity): TestOutcome | null {
  const accounts = sample(group.accounts.length)
  const lastHour = Math.floor((group.timeMs.at(-1) ?? 0) / hourMs)
  const firstHour = Math.max(Math.floor((group.timeMs[0] ?? 0) / hourMs), lastHour - hoursMax + 1)
  const hours = lastHour - firstHour + 1
  if (accounts.length < accountsMin || hours < daysMin * dayHours) return null
  const counts = new Float64Array(accounts.length * hours)
  const total = new Float64Array(hours).fill(0)
  for (const [index, account] of accounts.entries())
    for (const row of group.rowsOf(account)) {
      const hour = Math.floor(group.timeMs[row]! / hourMs) - firstHour
      if (hour >= 0) counts[index * hours + hour]! += 1
    }
  for (const activity of [group, reference])
    for (const timeMs of activity.timeMs) {
      const hour = Math.floor(timeMs / hourMs) - firstHour
      if (hour >= 0 && hour < hours) total[hour]! += 1
    }
  const {
    meanCorrelation,
    p,
    accounts: active,
  } = correlate(
    { counts, accounts: accounts.length, hours },
    hourOfWeekTrend(total, (epochHourOfWeek + firstHour) % weekHours),
    { count: shifts, shiftHours: hours >= 2 * weekHours ? weekHours : dayHours, random: new Random(seed) },
  )
  const figures = { meanCorrelation, hours }
  return { pValue: meanCorrelation < correlationMin ? 1 : p, accounts: active, figures, records: [] }
}

function sample(accounts: number): number[] {
  const count = Math.min(accounts, accountsMax)
  return Array.from({ length: count }, (_, i) => Math.floor((i * accounts) / count))
}

/** See the file's header. */
export const coActivity: TestSignal = {
  kind: 'test',
  name: 'co-activity',
  axis: 'control',
  needs: { count: 'count()', without: 'There are no records: co-activity was silent.' },
  test,
  sentence: ({ accounts, figures: { meanCorrelation, hours } }) =>
    `Over ${Math.round(hours! / dayHours)} days the hours of ${accounts} accounts correlate by ${meanCorrelation!.toFixed(2)} on average, ` +
    `days and weeks apart.`,
}
