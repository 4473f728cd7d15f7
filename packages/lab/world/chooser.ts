/** How a pool chooses the account for a call. */
import type { Random } from './random.ts'
import { dayMs, demandAt, type Rhythm, rhythms } from './rhythm.ts'
import type { Seat } from './seat.ts'

/**
 * How a pool chooses among its accounts. `sticky` is `least-recently-used` with affinity; `persona` gives every account
 * a share, hours and a time zone of its own.
 */
export type Policy = 'round-robin' | 'least-recently-used' | 'random' | 'sticky' | 'persona'

/** What a choice is made for. */
export interface Choice {
  readonly timeMs: number
  /** Seats on which the call failed. */
  readonly tried: readonly Seat[]
  /** Whether the pool may use the seat at this moment. */
  readonly isFree: (seat: Seat) => boolean
}

/** Chooses seats; `used` hears of every call, also of those that stickiness decided. */
export interface Chooser {
  readonly choose: (choice: Choice) => Seat
  readonly used: (seat: Seat, timeMs: number) => void
}

/** The chooser of the policy. Seats that failed the call are passed over while others are free. */
export function makeChooser(
  random: Random,
  seats: readonly Seat[],
  policy: Policy,
  requestsPerDayMax: number = Infinity,
): Chooser {
  if (policy === 'random') return { choose: (choice) => randomSeat(random, seats, choice), used: () => {} }
  if (policy === 'persona') return byPersona(random, seats, requestsPerDayMax)
  return policy === 'round-robin' ? roundRobin(seats) : leastRecentlyUsed(random.shuffle(seats))
}

function isFit({ tried, isFree }: Choice, seat: Seat): boolean {
  return isFree(seat) && !tried.includes(seat)
}

function randomSeat(random: Random, seats: readonly Seat[], choice: Choice): Seat {
  const rest = seats.filter((seat) => isFit(choice, seat))
  return random.pick(rest.length > 0 ? rest : seats)
}

function roundRobin(seats: readonly Seat[]): Chooser {
  let turn = 0
  return {
    choose: (choice) => {
      for (let skipped = 0; skipped < seats.length; skipped += 1) {
        const seat = seats[(turn + skipped) % seats.length]
        if (seat === undefined || !isFit(choice, seat)) continue
        turn = (turn + skipped + 1) % seats.length
        return seat
      }
      return anySeat(seats, choice)
    },
    used: () => {},
  }
}

function leastRecentlyUsed(seats: readonly Seat[]): Chooser {
  // A Set keeps the order of entry, so that its first seat is the one whose last use is oldest.
  const waiting = new Set(seats)
  return {
    choose: (choice) => {
      for (const seat of waiting) if (isFit(choice, seat)) return seat
      return anySeat(seats, choice)
    },
    used: (seat) => {
      waiting.delete(seat)
      waiting.add(seat)
    },
  }
}

interface Persona {
  readonly seat: Seat
  readonly share: number
  readonly rhythm: Rhythm
  readonly utcOffsetHours: number
}

const offsetsHours = [-8, -6, -5, -3, 0, 1, 2, 3, 5, 8, 9]

function byPersona(random: Random, seats: readonly Seat[], requestsPerDayMax: number): Chooser {
  const personas = seats.map((seat): Persona => {
    const drawn = random.fork(`persona ${seat.account}`)
    return {
      seat,
      share: 0.15 + Math.min(4, drawn.heavyTail(1)),
      rhythm: drawn.pick([rhythms.evening, rhythms.office, rhythms.evening]),
      utcOffsetHours: drawn.pick(offsetsHours),
    }
  })
  const usedOnDay = new Map<string, number>()
  const nameOf = (seat: Seat, timeMs: number): string => `${seat.account} ${Math.floor(timeMs / dayMs)}`
  return {
    choose: (choice) => {
      const hasLeft = ({ seat }: Persona): boolean =>
        (usedOnDay.get(nameOf(seat, choice.timeMs)) ?? 0) < requestsPerDayMax
      const fit = personas.filter(({ seat }) => isFit(choice, seat))
      const rested = fit.filter(hasLeft)
      return pickPersona(random, rested.length > 0 ? rested : fit, choice.timeMs) ?? anySeat(seats, choice)
    },
    used: (seat, timeMs) => {
      const name = nameOf(seat, timeMs)
      usedOnDay.set(name, (usedOnDay.get(name) ?? 0) + 1)
    },
  }
}

function pickPersona(random: Random, personas: readonly Persona[], timeMs: number): Seat | undefined {
  const weights = personas.map(({ share, rhythm, utcOffsetHours }) => share * demandAt(rhythm, timeMs, utcOffsetHours))
  let left = random.unit() * weights.reduce((sum, weight) => sum + weight, 0)
  const at = weights.findIndex((weight) => (left -= weight) < 0)
  return (personas[at] ?? personas.at(-1))?.seat
}

/** Every seat has failed this call or is closed: it does not matter which one fails again. */
function anySeat(seats: readonly Seat[], { isFree }: Choice): Seat {
  const seat = seats.find(isFree) ?? seats[0]
  if (seat === undefined) throw new RangeError('a pool needs at least one seat')
  return seat
}
