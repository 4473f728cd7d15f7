/** When requests come: hours of the day and days of the week. */
import type { Random } from './random.ts'

/** Milliseconds per hour and per day. */
export const hourMs = 3_600_000
export const dayMs: number = 24 * hourMs

/** A stretch of time, its end excluded, in milliseconds since the epoch. */
export interface TimeWindow {
  readonly fromMs: number
  readonly untilMs: number
}

/** Relative demand per local hour, and on Saturdays and Sundays against other days; the largest weight is 1. */
export interface Rhythm {
  readonly hours: readonly number[]
  readonly weekend: number
}

const flatHours = Array.from({ length: 24 }, () => 1)

/** The rhythms that parts choose from, by name. */
export const rhythms: Readonly<Record<'evening' | 'office' | 'product' | 'flat', Rhythm>> = {
  evening: {
    hours: [
      0.35, 0.2, 0.1, 0.05, 0.04, 0.05, 0.12, 0.25, 0.4, 0.5, 0.55, 0.55, 0.6, 0.55, 0.5, 0.55, 0.6, 0.7, 0.8, 0.9, 1,
      1, 0.85, 0.6,
    ],
    weekend: 0.95,
  },
  office: {
    hours: [
      0.04, 0.02, 0.02, 0.01, 0.01, 0.02, 0.05, 0.2, 0.55, 0.9, 1, 0.95, 0.6, 0.75, 0.95, 1, 0.9, 0.7, 0.4, 0.25, 0.22,
      0.2, 0.15, 0.08,
    ],
    weekend: 0.25,
  },
  product: {
    hours: [
      0.4, 0.35, 0.3, 0.28, 0.3, 0.35, 0.45, 0.6, 0.75, 0.9, 1, 1, 0.95, 0.95, 1, 1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.65,
      0.55, 0.45,
    ],
    weekend: 0.7,
  },
  flat: { hours: flatHours, weekend: 1 },
}

/** Demand of the rhythm at a moment, in [0, 1]. */
export function demandAt(rhythm: Rhythm, timeMs: number, utcOffsetHours: number): number {
  const localHours = Math.floor(timeMs / hourMs) + utcOffsetHours
  const weekday = (Math.floor(localHours / 24) + 4) % 7
  const demand = rhythm.hours[((localHours % 24) + 24) % 24] ?? 0
  return weekday === 0 || weekday === 6 ? demand * rhythm.weekend : demand
}

/** `count` moments of the window, in order, as dense as the rhythm asks. */
export function arrivals(
  random: Random,
  window: TimeWindow,
  count: number,
  rhythm: Rhythm,
  utcOffsetHours = 0,
): number[] {
  const moments: number[] = []
  while (moments.length < count) moments.push(arrival(random, window, rhythm, utcOffsetHours))
  return moments.sort((left, right) => left - right)
}

function arrival(random: Random, window: TimeWindow, rhythm: Rhythm, utcOffsetHours: number): number {
  for (;;) {
    const timeMs = window.fromMs + Math.floor(random.unit() * (window.untilMs - window.fromMs))
    if (random.chance(demandAt(rhythm, timeMs, utcOffsetHours))) return timeMs
  }
}
