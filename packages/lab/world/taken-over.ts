/** Honest accounts that an operator takes over: a password was reused, a key was found in a repository. */
import type { DialectName } from './line.ts'
import { playOwnUse } from './own-use.ts'
import { drawPerson, personCaller, personRegistry } from './person.ts'
import type { Random } from './random.ts'
import type { TimeWindow } from './rhythm.ts'
import type { Scene } from './scene.ts'
import type { Language } from './text/lexicon.ts'
import { memberLabel, openSeat, type Seat } from './seat.ts'

/** Which accounts are taken over. */
export interface Takeover {
  readonly count: number
  readonly dialect: DialectName
  /** What their owners speak. */
  readonly languages: readonly Language[]
}

const ownerRequestsPerDay = 2
const foreignSeatShare = 0.5

/**
 * Opens `count` accounts whose owners use them until the operator comes, at a moment between a quarter and three
 * quarters of the window; half of the operator's calls then come from the owner's own place and client. The labels say
 * when.
 */
export function openTakenOver(
  scene: Scene,
  random: Random,
  window: TimeWindow,
  { count, dialect, languages }: Takeover,
): readonly Seat[] {
  const taken = Array.from({ length: count }, () => {
    const person = drawPerson(random, languages, dialect)
    const thief = drawPerson(random, languages, dialect)
    const takenMs = Math.floor(window.fromMs + (0.25 + random.unit() / 2) * (window.untilMs - window.fromMs))
    const callers = [personCaller(person), personCaller(thief)] as const
    const seat = openSeat(scene, random, {
      registry: personRegistry(random, scene, person),
      label: { ...memberLabel(scene.name, 'extraction'), taken_over: new Date(takenMs).toISOString() },
      caller: (drawn) => callers[drawn.chance(foreignSeatShare) ? 1 : 0](drawn),
      tenure: { activeFromMs: takenMs },
    })
    const honest = { seat: { ...seat, caller: callers[0] }, person }
    return { seat, honest: { ...honest, window: { fromMs: scene.window.fromMs, untilMs: takenMs } } }
  })
  playOwnUse(
    scene,
    random,
    taken.map(({ honest }) => honest),
    ownerRequestsPerDay,
  )
  return taken.map(({ seat }) => seat)
}
