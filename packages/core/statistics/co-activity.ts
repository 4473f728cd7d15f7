/** Whether accounts are busy in the same hours beyond what days and weeks explain: one demand behind them all. */
import { permutationP } from './permutation.ts'
import type { Random } from './random.ts'

/** By how much an account's hours are moved when chance is asked: whole weeks, so that habits stay where they are. */
export const shiftHoursDefault = 168

/** Calls per account and hour. */
export interface HourlyCounts {
  /** Row by row: `counts[account × hours + hour]`. */
  readonly counts: Float64Array
  readonly accounts: number
  readonly hours: number
}

/**
 * The population's rhythm: per hour of a period of whole hours the share of calls expected in it, by hour of the week;
 * sums to one. `total` are all calls per hour, of which the first is hour `firstHourOfWeek` (0–167). O(hours).
 */
export function hourOfWeekTrend(total: Float64Array, firstHourOfWeek: number): Float64Array {
  const calls = new Float64Array(168)
  const hours = new Float64Array(168)
  for (const [hour, count] of total.entries()) {
    calls[(firstHourOfWeek + hour) % 168]! += count
    hours[(firstHourOfWeek + hour) % 168]! += 1
  }
  // Half a call a week keeps hours in which nobody called from being impossible.
  const trend = total.map((_, hour) => {
    const at = (firstHourOfWeek + hour) % 168
    return (calls[at]! + 0.5) / hours[at]!
  })
  const sum = trend.reduce((a, b) => a + b, 0)
  return trend.map((one) => one / sum)
}

/** What co-activity was found. */
export interface CoActivity {
  /** Mean over pairs of the correlation of what is left when the trend is taken away, in [−1, 1]; 0 of no pair. */
  readonly meanCorrelation: number
  readonly p: number
  /** Accounts that did anything. */
  readonly accounts: number
}

/** How chance is asked. */
export interface Shifts {
  /** Random shifts; the smallest p-value is 1 / (count + 1). */
  readonly count: number
  /** Hours that each account is moved by, or a multiple of them; {@link shiftHoursDefault} without. */
  readonly shiftHours?: number
  readonly random: Random
}

/**
 * The mean pairwise correlation of hourly residuals, (x − expected) / √expected, and how often it is as large when every
 * account's hours are moved in a circle by a random multiple of the shift. Null: the accounts are independent, and each
 * one's residuals are as likely moved as not. Weeks keep weekends and working hours in place, so people of one office
 * are no evidence; with shifts of 24 hours their weekends are. Hours beyond the last whole shift are left out; fewer
 * than two shifts, or than two accounts that did anything, answer p 1. Shared incidents belong into `trend`, which may
 * be any expectation per hour that sums to one. O(count × accounts × hours).
 */
export function coActivity(activity: HourlyCounts, trend: Float64Array, shifts: Shifts): CoActivity {
  const step = shifts.shiftHours ?? shiftHoursDefault
  const places = Math.floor(activity.hours / step)
  const hours = places * step
  const rows = residualRows(activity, trend, hours)
  const pairs = rows.length * (rows.length - 1)
  if (pairs === 0 || places < 2) return { meanCorrelation: 0, p: 1, accounts: rows.length }
  const sum = new Float64Array(hours)
  const correlationAt = (shiftOf: () => number): number => {
    sum.fill(0)
    for (const row of rows) addShifted(sum, row, shiftOf())
    return (sum.reduce((total, one) => total + one * one, 0) - rows.length) / pairs
  }
  const meanCorrelation = correlationAt(() => 0)
  const draw = (): number => correlationAt(() => step * shifts.random.below(places))
  return { meanCorrelation, p: permutationP(meanCorrelation, draw, shifts.count), accounts: rows.length }
}

/** Residuals of mean 0 and length 1, of accounts that have any. */
function residualRows({ counts, accounts, hours }: HourlyCounts, trend: Float64Array, kept: number): Float64Array[] {
  const rows: Float64Array[] = []
  const shares = trend.subarray(0, kept)
  const whole = shares.reduce((sum, share) => sum + share, 0)
  for (let account = 0; account < accounts; account += 1) {
    const row = counts.slice(account * hours, account * hours + kept)
    const total = row.reduce((sum, count) => sum + count, 0) / whole
    if (total === 0) continue
    const residuals = row.map((count, hour) => (count - total * shares[hour]!) / Math.sqrt(total * shares[hour]!))
    const mean = residuals.reduce((sum, one) => sum + one, 0) / kept
    const length = Math.sqrt(residuals.reduce((sum, one) => sum + (one - mean) ** 2, 0))
    if (length > 0) rows.push(residuals.map((one) => (one - mean) / length))
  }
  return rows
}

function addShifted(sum: Float64Array, row: Float64Array, shift: number): void {
  const head = row.length - shift
  for (let at = 0; at < head; at += 1) sum[at + shift]! += row[at]!
  for (let at = 0; at < shift; at += 1) sum[at]! += row[head + at]!
}
