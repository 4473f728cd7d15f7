import { formatRounded } from './quantity.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** An RFC 3339 time to the minute in UTC: `2026-06-01 14:05`. What is no time is returned as it came. */
export function formatMoment(time: string): string {
  const ms = Date.parse(time)
  return Number.isFinite(ms) ? formatMomentMs(ms) : time
}

/** Milliseconds since the epoch to the minute in UTC: `2026-06-01 14:05`. `-` outside of the calendar's range. */
export function formatMomentMs(ms: number): string {
  const date = new Date(ms)
  return Number.isNaN(date.getTime()) ? '-' : date.toISOString().slice(0, 16).replace('T', ' ')
}

/** Two moments and what lies between: `2026-06-01 14:05 to 2026-06-03 09:00 UTC, 43 h`. */
export function formatSpan(from: string, to: string): string {
  return `${formatMoment(from)} to ${formatMoment(to)} UTC, ${formatDuration(spanMs(from, to))}`
}

/** Milliseconds from one RFC 3339 time to another; 0 when either is no time or they are the wrong way round. */
export function spanMs(from: string, to: string): number {
  const ms = Date.parse(to) - Date.parse(from)
  return ms > 0 ? ms : 0
}

/** A length of time in the unit that a person would choose: `0.4 s`, `4.2 min`, `14 h`, `2.4 days`. */
export function formatDuration(ms: number): string {
  if (ms < MINUTE_MS - SECOND_MS / 2) return `${formatRounded(ms / SECOND_MS)}\u00a0s`
  if (ms < HOUR_MS - MINUTE_MS / 2) return `${formatRounded(ms / MINUTE_MS)}\u00a0min`
  if (ms < 2 * DAY_MS - HOUR_MS / 2) return `${formatRounded(ms / HOUR_MS)}\u00a0h`
  return `${formatRounded(ms / DAY_MS)}\u00a0days`
}
