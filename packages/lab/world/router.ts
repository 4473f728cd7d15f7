/** How calls find an account: people stay on theirs, pools spread theirs. */
import type { Random } from './random.ts'
import type { Seat } from './seat.ts'

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
  readonly retryAfterMs: (tried: readonly Seat[]) => number | undefined
}

/** How a pool chooses among its accounts. `sticky` is `least-recently-used` with affinity. */
export type Policy = 'round-robin' | 'least-recently-used' | 'random' | 'sticky'

/** How a pool spreads its calls. */
export interface PoolOptions {
  readonly policy?: Policy
  /** A conversation stays on its account for so long after it was first put there; not renewed by use. */
  readonly stickyMs?: number
  /** How often a failed call is tried again on other accounts. */
  readonly failover?: number
  /** Shortest and longest wait before such a try. */
  readonly failoverDelayMs?: readonly [low: number, high: number]
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
  const { policy = 'round-robin', failover = 0, failoverDelayMs = [100, 1500] } = options
  const stickyMs = options.stickyMs ?? (policy === 'sticky' ? stickyMsDefault : 0)
  const homes = new Map<number, { readonly seat: Seat; readonly sinceMs: number }>()
  const chooser = makeChooser(random, seats, policy)
  return {
    seat: (attempt) => {
      const home = homes.get(attempt.session)
      const stays = home !== undefined && attempt.timeMs - home.sinceMs < stickyMs && !attempt.tried.includes(home.seat)
      const seat = stays ? home.seat : chooser.choose(attempt)
      if (!stays) homes.set(attempt.session, { seat, sinceMs: attempt.timeMs })
      chooser.used(seat)
      return seat
    },
    retryAfterMs: (tried) => (tried.length > failover ? undefined : random.between(...failoverDelayMs)),
  }
}

/** `used` hears of every call, also of those that stickiness decided. */
interface Chooser {
  readonly choose: (attempt: Attempt) => Seat
  readonly used: (seat: Seat) => void
}

function makeChooser(random: Random, seats: readonly Seat[], policy: Policy): Chooser {
  if (policy === 'random') return { choose: ({ tried }) => randomSeat(random, seats, tried), used: () => {} }
  return policy === 'round-robin' ? roundRobin(seats) : leastRecentlyUsed(random.shuffle(seats))
}

function randomSeat(random: Random, seats: readonly Seat[], tried: readonly Seat[]): Seat {
  const rest = tried.length === 0 ? seats : seats.filter((seat) => !tried.includes(seat))
  return random.pick(rest.length > 0 ? rest : seats)
}

function roundRobin(seats: readonly Seat[]): Chooser {
  let turn = 0
  return {
    choose: ({ tried }) => {
      for (let skipped = 0; skipped < seats.length; skipped += 1) {
        const seat = seats[(turn + skipped) % seats.length]
        if (seat === undefined || tried.includes(seat)) continue
        turn = (turn + skipped + 1) % seats.length
        return seat
      }
      return anySeat(seats)
    },
    used: () => {},
  }
}

function leastRecentlyUsed(seats: readonly Seat[]): Chooser {
  // A Set keeps the order of entry, so that its first seat is the one whose last use is oldest.
  const waiting = new Set(seats)
  return {
    choose: ({ tried }) => {
      for (const seat of waiting) if (!tried.includes(seat)) return seat
      return anySeat(seats)
    },
    used: (seat) => {
      waiting.delete(seat)
      waiting.add(seat)
    },
  }
}

/** Every seat has failed this call: it does not matter which one fails again. */
function anySeat([first]: readonly Seat[]): Seat {
  if (first === undefined) throw new RangeError('a pool needs at least one seat')
  return first
}
