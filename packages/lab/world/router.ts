/** How calls find an account: people stay on theirs, pools spread theirs. */
import { makeChooser, type Policy } from './chooser.ts'
import { type Disguise, presentationOf, type Presentation } from './disguise.ts'
import type { Random } from './random.ts'
import { isBanned, type Seat } from './seat.ts'

/** One try of one call, as a router sees it. `session` is the conversation, `tried` the seats that failed, in order. */
export interface Attempt {
  readonly session: number
  readonly timeMs: number
  readonly tried: readonly Seat[]
}

/** Decides on which account a call is made, and whether a failed one is tried again. */
export interface Router {
  readonly seat: (attempt: Attempt) => Seat
  /** Milliseconds until the next try; undefined gives the conversation up. `tried` ends with the seat that just failed. */
  readonly retryAfterMs: (tried: readonly Seat[], timeMs: number) => number | undefined
  /** What goes out instead of what was said. */
  readonly present?: Presentation
}

/** How a pool spreads its calls. */
export interface PoolOptions {
  readonly policy?: Policy
  /** A conversation stays on its account for so long after it was first put there; not renewed by use. */
  readonly stickyMs?: number
  /** How often a failed call is tried again on other accounts. */
  readonly failover?: number
  /** Shortest and longest wait before such a try. */
  readonly failoverDelayMs?: readonly [low: number, high: number]
  /** `strict`: no conversation ever leaves its account; a failed call is tried again there or lost. */
  readonly affinity?: 'strict'
  /** Calls that an account makes in a day of UTC; `persona` only, which respects it while any account has calls left. */
  readonly requestsPerDayMax?: number
  readonly disguises?: readonly Disguise[]
}

const stickyMsDefault = 3_600_000
const ownRetriesMax = 2

/** Every call of every session on one seat; failures are tried again there, as SDKs do by themselves. */
export function stayOn(random: Random, seat: Seat): Router {
  return { seat: () => seat, retryAfterMs: (tried) => ownRetryMs(random, tried) }
}

/** Each session on the seat given for it; failures are tried again there. */
export function stayEach(random: Random, seatOf: (session: number) => Seat): Router {
  return { seat: ({ session }) => seatOf(session), retryAfterMs: (tried) => ownRetryMs(random, tried) }
}

function ownRetryMs(random: Random, tried: readonly Seat[]): number | undefined {
  return tried.length > ownRetriesMax ? undefined : random.between(400, 1500) * 2 ** tried.length
}

/** A relay over a pool of seats. A session that is sticky returns to its seat unless that one just failed. */
export function spreadOver(random: Random, seats: readonly Seat[], options: PoolOptions): Router {
  const { policy = 'round-robin', failover = 0, failoverDelayMs = [100, 1500], affinity, disguises = [] } = options
  const isStrict = affinity === 'strict'
  const stickyMs = isStrict ? Infinity : (options.stickyMs ?? (policy === 'sticky' ? stickyMsDefault : 0))
  const homes = new Map<number, { readonly seat: Seat; readonly sinceMs: number }>()
  const chooser = makeChooser(random, seats, policy, options.requestsPerDayMax)
  // A relay learns that an account is closed by being refused.
  const closed = new Set<Seat>()
  const present = presentationOf(disguises, random.fork('disguise').token(12))
  return {
    seat: ({ session, timeMs, tried }) => {
      const home = homes.get(session)
      const hasFailed = home !== undefined && (closed.has(home.seat) || (!isStrict && tried.includes(home.seat)))
      const stays = home !== undefined && timeMs - home.sinceMs < stickyMs && (isStrict || !hasFailed)
      const isFree = (seat: Seat): boolean => !closed.has(seat) && timeMs >= (seat.activeFromMs ?? 0)
      const seat = stays ? home.seat : chooser.choose({ timeMs, tried, isFree })
      if (!stays) homes.set(session, { seat, sinceMs: timeMs })
      chooser.used(seat, timeMs)
      return seat
    },
    retryAfterMs: (tried, timeMs) => {
      const last = tried.at(-1)
      if (last !== undefined && isBanned(last, timeMs)) closed.add(last)
      if (isStrict) return last !== undefined && closed.has(last) ? undefined : ownRetryMs(random, tried)
      return tried.length > failover ? undefined : random.between(...failoverDelayMs)
    },
    ...(present === undefined ? {} : { present }),
  }
}

/** One relay per shard; `shardOf` says to which a session belongs. All are disguised as the first is. */
export function spreadOverShards(shards: readonly Router[], shardOf: (session: number) => number): Router {
  const [first] = shards
  if (first === undefined) throw new RangeError('a pool needs at least one shard')
  const shardOfSeat = new Map<Seat, Router>()
  return {
    ...first,
    seat: (attempt) => {
      const shard = shards[shardOf(attempt.session)] ?? first
      const seat = shard.seat(attempt)
      shardOfSeat.set(seat, shard)
      return seat
    },
    retryAfterMs: (tried, timeMs) => {
      const last = tried.at(-1)
      return ((last === undefined ? undefined : shardOfSeat.get(last)) ?? first).retryAfterMs(tried, timeMs)
    },
  }
}
