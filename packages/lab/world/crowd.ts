/** Many independent people, each on an own account: what most archetypes of individuals have in common. */
import type { Dialogue } from './dialogue.ts'
import type { LabelLine } from './line.ts'
import { drawPerson, personCaller, personRegistry, type Person } from './person.ts'
import { playScripts, type Script } from './play.ts'
import type { Random } from './random.ts'
import { arrivals, rhythms, type Rhythm } from './rhythm.ts'
import { stayEach } from './router.ts'
import { activeWindow, daysOf, type PartOptions, type Scene } from './scene.ts'
import { openSeat, type Seat } from './seat.ts'
import type { Language } from './text/lexicon.ts'

/** How a crowd differs from another. */
export interface Crowd {
  readonly label: Omit<LabelLine, 'account'>
  readonly accounts: number
  readonly requestsPerDay: number
  readonly languages: readonly Language[]
  readonly rhythm?: Rhythm
  /** Requests of a conversation, on average: the number of conversations follows from it. */
  readonly requestsPerDialogue: number
  /** Called once per account; the returned function writes each of its conversations. */
  readonly member: (random: Random, person: Person, index: number) => Member
}

/** One of a crowd: how its account looks where it differs from any person's, and what it says. */
export interface Member {
  readonly write: () => Dialogue
  readonly registry?: Partial<ReturnType<typeof personRegistry>>
  readonly caller?: Seat['caller']
}

/** The languages of ordinary users, as often as they occur. */
export const ordinaryLanguages: readonly Language[] = ['en', 'en', 'en', 'en', 'es', 'es', 'de', 'zh', 'zh', 'ja', 'ar']

/** Opens the accounts and plays what they do; how much varies between them with a heavy tail. */
export function playCrowd(scene: Scene, options: PartOptions, crowd: Crowd): void {
  const scripts: Script[] = []
  const seatOf: Seat[] = []
  for (let index = 0; index < crowd.accounts; index += 1) {
    const random = scene.random.fork(index)
    const person = drawPerson(random, crowd.languages)
    const member = crowd.member(random, person, index)
    const registry = { ...personRegistry(random, scene, person), ...member.registry }
    const caller = member.caller ?? personCaller(person)
    const seat = openSeat(scene, random, { registry, label: crowd.label, caller })
    for (const startMs of starts(random, scene, options, crowd, person)) {
      scripts.push({ startMs, write: member.write })
      seatOf.push(seat)
    }
  }
  playScripts(
    scene,
    scripts,
    stayEach(scene.random.fork('retries'), (session) => seatOf[session] as Seat),
  )
}

function starts(random: Random, scene: Scene, options: PartOptions, crowd: Crowd, person: Person): number[] {
  const window = activeWindow(scene, options)
  const mean = (crowd.requestsPerDay * daysOf(window)) / crowd.requestsPerDialogue
  const count = Math.max(1, Math.round(random.heavyTail(mean)))
  return arrivals(random, window, count, crowd.rhythm ?? rhythms.evening, person.utcOffsetHours)
}
