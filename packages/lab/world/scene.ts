/** Where a part of a world plays: its time, its chance, its provider, and what it has produced. */
import type { AccountLine, LabelLine, RecordLine } from './line.ts'
import type { Random } from './random.ts'
import { dayMs, type TimeWindow } from './rhythm.ts'

/** A time during which the provider fails much of what it is asked. */
export interface Incident extends TimeWindow {
  /** Probability that a call fails, in [0, 1]. */
  readonly errorShare: number
}

/** The stage of one part; every part has its own, and none sees another's. */
export interface Scene {
  readonly random: Random
  readonly window: TimeWindow
  /** The part's name: of its campaign, its null group, its organisation. */
  readonly name: string
  /** Probability that a call fails outside incidents, in [0, 1]. */
  readonly errorShare: number
  readonly incidents: readonly Incident[]
  readonly records: RecordLine[]
  readonly accounts: AccountLine[]
  readonly labels: LabelLine[]
}

/** A part of a world: one archetype with its options. */
export interface Part {
  readonly archetype: string
  /** Unique in its world; parts without one are named after their archetype and counted. */
  readonly name?: string
  /** Adds accounts, labels and records to its scene. */
  readonly play: (scene: Scene) => void
}

/** Options that every archetype understands. */
export interface PartOptions {
  readonly name?: string
  readonly accounts?: number
  /** Requests per account and day, on average. */
  readonly requestsPerDay?: number
  /** The days of the world in which the part is active, counted from 0, the end excluded; all when absent. */
  readonly fromDay?: number
  readonly untilDay?: number
}

/** The part of the world's time in which a part with these options is active. */
export function activeWindow(scene: Scene, options: PartOptions): TimeWindow {
  const { fromMs, untilMs } = scene.window
  return {
    fromMs: fromMs + (options.fromDay ?? 0) * dayMs,
    untilMs: options.untilDay === undefined ? untilMs : Math.min(untilMs, fromMs + options.untilDay * dayMs),
  }
}

/** Days of the window, fractions included. */
export function daysOf(window: TimeWindow): number {
  return (window.untilMs - window.fromMs) / dayMs
}

/** A part; leaves the name out when the options have none. */
export function makePart(archetype: string, options: PartOptions, play: (scene: Scene) => void): Part {
  return { archetype, play, ...(options.name === undefined ? {} : { name: options.name }) }
}
