// Accounts behind which one demand stands are busy together; people with the same working week are not, beyond that week.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { coActivity, type HourlyCounts, hourOfWeekTrend } from './co-activity.ts'
import { Random } from './random.ts'
import { exponential, gamma, shareBelow, superUniformityP, times } from './simulation.fixture.ts'

const random = new Random(40)
const hours = 4 * 168

const poisson = (mean: number): number => {
  let count = 0
  for (let left = mean - exponential(random); left > 0; left -= exponential(random)) count += 1
  return count
}

/** Counts with these hourly means per account. */
const activityOf = (accounts: number, mean: (account: number, hour: number) => number): HourlyCounts => ({
  counts: Float64Array.from({ length: accounts * hours }, (_, at) => poisson(mean(Math.floor(at / hours), at % hours))),
  accounts,
  hours,
})

const isDaytime = (hour: number): boolean => hour % 24 < 9
const isWorkday = (hour: number): boolean => hour % 168 < 120
/** What the population does: all zones, a little less on weekends. */
const trend = hourOfWeekTrend(
  Float64Array.from({ length: hours }, (_, hour) => (isWorkday(hour) ? 1000 : 700) + (isDaytime(hour) ? 300 : 0)),
  0,
)

const pOf = (activity: HourlyCounts, shiftHours?: number): number =>
  coActivity(activity, trend, { count: 99, random, ...(shiftHours !== undefined && { shiftHours }) }).p

/** People of one office: their own rates, bursts of hours of their own, and one working week. */
const office = (): HourlyCounts => {
  const bursts = times(6 * hours, () => gamma(2, random))
  return activityOf(6, (account, hour) =>
    isDaytime(hour) && isWorkday(hour) ? 0.3 * bursts[account * hours + hour]! : 0.01,
  )
}

test('independent accounts are no evidence: p-values are super-uniform', () => {
  const strangers = (): HourlyCounts => activityOf(6, (account) => 0.1 + 0.05 * account)
  assert.ok(superUniformityP(times(500, () => pOf(strangers()))) > 0.01)
})

test('people of one office are no evidence when whole weeks are moved; moving days would accuse them', () => {
  assert.ok(superUniformityP(times(500, () => pOf(office()))) > 0.01)
  assert.ok(
    shareBelow(
      times(50, () => pOf(office(), 24)),
      0.02,
    ) > 0.9,
  )
})

/** A pool whose queue is full in some hours and empty in others; `own` is the share of calls that are not its. */
const poolOf = (own: number): HourlyCounts => {
  const demand = times(hours, () => (random.unit() < 0.1 ? 3 : 0.1))
  return activityOf(12, (_, hour) => 0.3 * ((1 - own) * demand[hour]! + own * 0.4))
}

test('a pool with one demand behind it shows, also when half of its calls are not the demand’s', () => {
  assert.ok(
    shareBelow(
      times(40, () => pOf(poolOf(0))),
      0.02,
    ) > 0.95,
  )
  assert.ok(
    shareBelow(
      times(40, () => pOf(poolOf(0.5))),
      0.05,
    ) > 0.8,
  )
})

test('the mean correlation agrees with all pairs taken one by one', () => {
  const activity = activityOf(4, (account, hour) => 0.2 + 0.1 * account + (hour % 50 === 0 ? 2 : 0))
  const flat = new Float64Array(hours).fill(1 / hours)
  const rows = times(4, (account) => activity.counts.slice(account * hours, (account + 1) * hours))
  const correlation = (x: Float64Array, y: Float64Array): number => {
    const mean = (row: Float64Array): number => row.reduce((a, b) => a + b) / hours
    const product = (a: Float64Array, b: Float64Array): number =>
      a.reduce((sum, one, at) => sum + (one - mean(a)) * (b[at]! - mean(b)), 0)
    return product(x, y) / Math.sqrt(product(x, x) * product(y, y))
  }
  const pairs = [
    [0, 1],
    [0, 2],
    [0, 3],
    [1, 2],
    [1, 3],
    [2, 3],
  ] as const
  const expected = pairs.reduce((sum, [a, b]) => sum + correlation(rows[a]!, rows[b]!) / 6, 0)
  const { meanCorrelation } = coActivity(activity, flat, { count: 1, random })
  assert.ok(Math.abs(meanCorrelation - expected) < 1e-12, `${meanCorrelation} for ${expected}`)
})

test('the trend sums to one and follows the hours of the week', () => {
  const total = Float64Array.from({ length: 336 }, (_, hour) => ((hour + 5) % 168 === 7 ? 84 : 0))
  const shares = hourOfWeekTrend(total, 5)
  assert.ok(Math.abs(shares.reduce((a, b) => a + b) - 1) < 1e-12)
  assert.ok(Math.abs(shares[2]! / shares[3]! - 168.5 / 0.5) < 1e-9 && shares[2] === shares[170])
})

test('one account, or too short a time, says nothing', () => {
  assert.equal(pOf(activityOf(1, () => 1)), 1)
  assert.equal(
    pOf(
      activityOf(3, () => 1),
      500,
    ),
    1,
  )
  assert.deepEqual(
    coActivity(
      activityOf(3, () => 0),
      trend,
      { count: 9, random },
    ),
    { meanCorrelation: 0, p: 1, accounts: 0 },
  )
})
