/** What an organisation or a relay carries: many writers' conversations over the accounts it has. */
import { playScripts, type Script } from './play.ts'
import type { Random } from './random.ts'
import { arrivals, type Rhythm } from './rhythm.ts'
import type { Router } from './router.ts'
import { activeWindow, daysOf, type PartOptions, type Scene } from './scene.ts'

/** A load of conversations. */
export interface Workload {
  readonly accounts: number
  readonly requestsPerDay: number
  /** Requests of a conversation, on average: the number of conversations follows from it. */
  readonly requestsPerDialogue: number
  readonly rhythm: Rhythm
  readonly router: Router
  /** Whose conversation comes next. */
  readonly nextWriter: () => Script['write']
}

/** Plays the load over the time in which the part is active. */
export function playWorkload(scene: Scene, random: Random, options: PartOptions, workload: Workload): void {
  const window = activeWindow(scene, options)
  const requests = workload.accounts * workload.requestsPerDay * daysOf(window)
  const count = Math.ceil(requests / workload.requestsPerDialogue)
  const moments = arrivals(random, window, count, workload.rhythm)
  const scripts = moments.map((startMs) => ({ startMs, write: workload.nextWriter() }))
  playScripts(scene, scripts, workload.router)
}
