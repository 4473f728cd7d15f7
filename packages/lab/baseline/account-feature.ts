/** What one account looks like in numbers, without a look at any other: the features of the per-account classifier. */
import { nearestBefore } from './prada.ts'
import { absent, callsOf, type ObjectKind, objectKinds, type Traffic } from './traffic.ts'
import { busiest } from './volume-threshold.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const hoursOfDay = 24

/** One row for every account, all of the same length. Amounts are logarithms, since their tails are heavy. */
export function accountFeatures(traffic: Traffic): Float64Array[] {
  return traffic.accounts.map((_, account) =>
    Float64Array.from([
      ...volume(traffic, account),
      ...rhythm(traffic, account),
      ...tokens(traffic, account),
      ...variety(traffic, account),
      ...registry(traffic, account),
    ]),
  )
}

function volume(traffic: Traffic, account: number): number[] {
  const { timeMs, status } = traffic.calls
  const calls = callsOf(traffic, account)
  const days = new Set(calls.map((call) => Math.floor(timeMs[call]! / dayMs))).size
  return [
    Math.log1p(calls.length),
    days,
    calls.length / days,
    busiest(traffic, account, hourMs),
    busiest(traffic, account, dayMs),
    share(calls, (call) => status[call]! >= 400),
    share(calls, (call) => status[call] === 429),
  ]
}

function rhythm(traffic: Traffic, account: number): number[] {
  const { timeMs } = traffic.calls
  const calls = callsOf(traffic, account)
  const gaps = calls.slice(1).map((call, index) => Math.log1p((timeMs[call]! - timeMs[calls[index]!]!) / 1000))
  const hours = new Float64Array(hoursOfDay)
  for (const call of calls) hours[Math.floor(timeMs[call]! / hourMs) % hoursOfDay]! += 1
  // The epoch began on a Thursday.
  const isWeekend = (call: number): boolean => [2, 3].includes(Math.floor(timeMs[call]! / dayMs) % 7)
  return [...meanAndDeviation(gaps), quantile(gaps, 0.1), quantile(gaps, 0.5), entropy(hours), share(calls, isWeekend)]
}

function tokens(traffic: Traffic, account: number): number[] {
  const { inputTokens, outputTokens, answerLength } = traffic.calls
  const logs = (column: Float64Array): number[] => callsOf(traffic, account).map((call) => Math.log1p(column[call]!))
  return [
    ...meanAndDeviation(logs(inputTokens)),
    ...meanAndDeviation(logs(outputTokens)),
    ...meanAndDeviation(logs(answerLength)),
  ]
}

function variety(traffic: Traffic, account: number): number[] {
  const { objects, isHosted } = traffic.calls
  const calls = callsOf(traffic, account)
  const distinct = (kind: ObjectKind): number => new Set(calls.map((call) => objects[kind][call]!)).size
  return [
    ...objectKinds.flatMap((kind) => [distinct(kind), distinct(kind) / calls.length]),
    share(calls, (call) => objects.tools[call] !== absent),
    share(calls, (call) => objects.system[call] !== absent),
    share(calls, (call) => isHosted[call] === 1),
    ...meanAndDeviation(nearestBefore(traffic, account)),
  ]
}

function registry(traffic: Traffic, account: number): number[] {
  const { plan, tier, createdMs } = traffic.accounts[account]!
  const ageMs = createdMs === null ? absent : traffic.calls.timeMs[traffic.start[account]!]! - createdMs
  return [
    plan,
    tier,
    createdMs === null ? absent : Math.log1p(Math.max(0, ageMs) / dayMs),
    traffic.payment[account] === absent ? 0 : 1,
  ]
}

function share(calls: readonly number[], holds: (call: number) => boolean): number {
  return calls.length === 0 ? 0 : calls.filter(holds).length / calls.length
}

function meanAndDeviation(values: readonly number[]): [mean: number, deviation: number] {
  if (values.length === 0) return [absent, absent]
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return [mean, Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)]
}

function quantile(values: readonly number[], portion: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * portion)] ?? absent
}

function entropy(counts: Float64Array): number {
  const total = counts.reduce((sum, count) => sum + count, 0)
  return counts.reduce((sum, count) => (count === 0 ? sum : sum - (count / total) * Math.log(count / total)), 0)
}
