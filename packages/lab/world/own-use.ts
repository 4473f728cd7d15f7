/** What the owners of some accounts do on them: honest use that an operator's accounts have beside, or had before. */
import { everydayRequestsPerDialogue, everydayWriter } from './everyday-writer.ts'
import { type Person, withMixedTopics } from './person.ts'
import { playScripts, type Script } from './play.ts'
import type { Random } from './random.ts'
import { arrivals, rhythms, type TimeWindow } from './rhythm.ts'
import { stayEach } from './router.ts'
import { daysOf, type Scene } from './scene.ts'
import type { Seat } from './seat.ts'

/** One account and who uses it, when. */
export interface OwnUse {
  readonly seat: Seat
  readonly person: Person
  readonly window: TimeWindow
}

/** Plays everyday conversations of `requestsPerDay` on each account, each by its own person in its own hours. */
export function playOwnUse(scene: Scene, random: Random, uses: readonly OwnUse[], requestsPerDay: number): void {
  const seats: Seat[] = []
  const scripts: Script[] = []
  for (const { seat, person, window } of uses) {
    const drawn = random.fork(seat.account)
    const write = everydayWriter(drawn, withMixedTopics(drawn, person))
    const mean = (requestsPerDay * daysOf(window)) / everydayRequestsPerDialogue
    const count = Math.max(1, Math.round(drawn.heavyTail(mean)))
    for (const startMs of arrivals(drawn, window, count, rhythms.evening, person.utcOffsetHours)) {
      scripts.push({ startMs, write })
      seats.push(seat)
    }
  }
  playScripts(
    scene,
    scripts,
    stayEach(random.fork('retries'), (session) => seats[session] as Seat),
  )
}
