/** Sequences of calls: of people who know nothing of each other, and of schedulers. */
import type { Random } from './random.ts'
import { gamma, normal, pick, times } from './simulation.fixture.ts'
import type { Turns } from './turn-taking.ts'

const dayMs = 86_400_000

/** One call. */
export interface Call {
  readonly account: number
  readonly timeMs: number
}

/** Calls as a sequence, by time and then account. */
export function turnsOf(calls: readonly Call[], accounts: number): Turns {
  const sorted = calls.toSorted((a, b) => a.timeMs - b.timeMs || a.account - b.account)
  return {
    account: Int32Array.from(sorted, ({ account }) => account),
    timeMs: Float64Array.from(sorted, ({ timeMs }) => timeMs),
    accounts,
  }
}

/** How people differ: how many sessions each has, how long a session is, when in the day they come. */
export interface People {
  readonly accounts: number
  readonly sessions: number
  /** Draws the rate of one account. */
  readonly rate: (random: Random) => number
  /** Calls per session, on average; geometric. */
  readonly burst: number
  /** Between two calls of a session, in seconds. */
  readonly gapSeconds: number
  /** How regular the gaps are: the shape of their gamma law, 1 without. */
  readonly gapShape?: number
  /** Hours of the day of the time zone during which people are up, or all day. */
  readonly hours?: number
}

/** Independent people over three weeks. */
export function people(how: People, random: Random): Turns {
  const rates = Float64Array.from({ length: how.accounts }, () => how.rate(random))
  const zones = times(how.accounts, () => Math.floor(random.unit() * 3) * 8)
  const calls: Call[] = []
  const shape = how.gapShape ?? 1
  for (let session = 0; session < how.sessions; session += 1) {
    const account = pick(rates, random)
    const hour = how.hours === undefined ? 24 * random.unit() : zones[account]! + how.hours * random.unit()
    let timeMs = (Math.floor(21 * random.unit()) + hour / 24) * dayMs
    do {
      calls.push({ account, timeMs })
      timeMs += (gamma(shape, random) / shape) * how.gapSeconds * 1000
    } while (random.unit() > 1 / how.burst)
  }
  return turnsOf(calls, how.accounts)
}

/** Rates of people: gamma of a shape, lognormal of a spread, Pareto of an exponent. */
export const gammaRate =
  (shape: number) =>
  (random: Random): number =>
    gamma(shape, random)
export const lognormalRate =
  (spread: number) =>
  (random: Random): number =>
    Math.exp(spread * normal(random))
export const paretoRate =
  (exponent: number) =>
  (random: Random): number =>
    random.unit() ** (-1 / exponent)

/** Who is next, given when each account was last used (−1: never). */
export type Scheduler = (lastUse: readonly number[], call: number, random: Random) => number

export const atRandom: Scheduler = (lastUse, _, random) => random.below(lastUse.length)
export const roundRobin: Scheduler = (lastUse, call) => call % lastUse.length
export const leastRecentlyUsed: Scheduler = (lastUse) => lastUse.indexOf(Math.min(...lastUse))
/** The least recently used of those that are free: each is held back with this probability, in flight or on hold. */
export const leastRecentOfFree =
  (heldShare: number): Scheduler =>
  (lastUse, _, random) => {
    const free = lastUse.map((last) => (random.unit() < heldShare ? Infinity : last))
    return free.indexOf(Math.min(...free))
  }

/** A pool that serves bursty demand over three weeks. */
export function pool(accounts: number, calls: number, scheduler: Scheduler, random: Random): Turns {
  const arrivals = times(calls, () => (Math.floor(21 * random.unit()) + random.unit() ** 2) * dayMs).sort(
    (a, b) => a - b,
  )
  const lastUse: number[] = times(accounts, () => -1)
  const made = arrivals.map((timeMs, call) => {
    const account = scheduler(lastUse, call, random)
    lastUse[account] = call
    return { account, timeMs }
  })
  return turnsOf(made, accounts)
}

/**
 * A pool whose customers stay with an account for a session: a call per session when `callsPerSession` is 1, else
 * also what follows, a minute apart.
 */
export function stickyPool(accounts: number, sessions: number, callsPerSession: number, random: Random): Turns {
  const { account, timeMs } = pool(accounts, sessions, leastRecentlyUsed, random)
  const calls = times(sessions, (session) =>
    times(callsPerSession, (at) => ({ account: account[session]!, timeMs: timeMs[session]! + at * 60_000 })),
  )
  return turnsOf(calls.flat(), accounts)
}
