/** Persons with two accounts or more, who try the other one when the first fails, above all in an incident. */
import { ordinaryLanguages } from '../crowd.ts'
import { drawPerson, personCaller, personRegistry } from '../person.ts'
import { playScripts, type Script } from '../play.ts'
import type { Random } from '../random.ts'
import { arrivals, rhythms, type TimeWindow } from '../rhythm.ts'
import type { Router } from '../router.ts'
import { activeWindow, daysOf, makePart, type Part, type PartOptions, type Scene } from '../scene.ts'
import { benignLabel, openSeat, type Seat } from '../seat.ts'
import { everydayWriter } from '../everyday-writer.ts'

const requestsPerDialogue = 3
const otherAccountShare = 0.7
const hurriedMs: readonly [number, number] = [8000, 150_000]
const incidentDialogues = 2

/** Options of {@link twoAccounts}. */
export interface TwoAccountsOptions extends PartOptions {
  /** Accounts of each person, from 2 on; 2 by default. */
  readonly accountsPerPerson?: number
}

/** A part with persons of two accounts or more. Hard negatives: the same request appears on another account after an error. */
export function twoAccounts(options: TwoAccountsOptions = {}): Part {
  const { accounts = 8, requestsPerDay = 1, accountsPerPerson = 2 } = options
  return makePart('two_accounts', options, (scene) => {
    for (let person = 0; person < accounts / accountsPerPerson; person += 1) {
      playPerson(scene, scene.random.fork(person), activeWindow(scene, options), requestsPerDay, accountsPerPerson)
    }
  })
}

function playPerson(scene: Scene, random: Random, window: TimeWindow, requestsPerDay: number, count: number): void {
  const person = drawPerson(random, ordinaryLanguages)
  const open = (): Seat =>
    openSeat(scene, random, {
      registry: personRegistry(random, scene, person),
      label: benignLabel('two_accounts', true),
      caller: personCaller(person),
    })
  const seats = Array.from({ length: count }, open)
  const everyday = everydayWriter(random, person)
  // Responses are chained within one account only; whoever changes accounts resends the history.
  const write: Script['write'] = () => ({ ...everyday(), chained: false })
  const begun = Math.max(
    2,
    Math.round(random.heavyTail((count * requestsPerDay * daysOf(window)) / requestsPerDialogue)),
  )
  const moments = [
    ...arrivals(random, window, begun, rhythms.evening, person.utcOffsetHours),
    ...scene.incidents.flatMap((incident) => arrivals(random, incident, incidentDialogues, rhythms.flat)),
  ]
  const scripts = moments.map((startMs) => ({ startMs, write }))
  playScripts(scene, scripts, hurried(random, seats))
}

/** Conversations have their account; after an error the person waits a moment and often takes the other one. */
function hurried(random: Random, seats: readonly Seat[]): Router {
  const another = (seat: Seat): Seat => {
    const others = seats.filter((one) => one !== seat)
    return (others.length > 1 ? random.pick(others) : others[0]) ?? seat
  }
  const [first] = seats
  if (first === undefined) throw new RangeError('a person needs at least one account')
  const homes = new Map<number, Seat>()
  return {
    seat: ({ session, tried }) => {
      const home = homes.get(session) ?? (random.chance(0.75) ? first : another(first))
      const seat = tried.length > 0 && random.chance(otherAccountShare) ? another(home) : home
      homes.set(session, seat)
      return seat
    },
    retryAfterMs: (tried) => (tried.length > 2 ? undefined : random.between(...hurriedMs)),
  }
}
