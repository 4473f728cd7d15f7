/** Values of flags as people type them: lengths of time, moments, shares, whole numbers. */
import { parseTimestamp } from '@stillhunt/core/interaction'
import { UsageError } from './command.ts'

const unitsMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

/** The longest length that is taken. */
export const durationDaysMax = 3660

/**
 * Milliseconds of `15m`, `1h` or `1d`: a whole number from 1 on and one unit. Throws {@link UsageError} for anything else
 * and for more than ten years, saying which flag of which command it was given to.
 */
export function readDuration(command: string, flag: string, text: string): number {
  const [, digits, unit = ''] = /^(\d+)([mhd])$/.exec(text) ?? []
  const wrong = (why: string): UsageError =>
    new UsageError(
      `${command}: ${flag} takes a whole number and m, h or d, as 15m, 1h or 1d, ${why} ${JSON.stringify(text)}`,
    )
  if (digits === undefined) throw wrong('not')
  const ms = Number(digits) * (unitsMs[unit] ?? Number.NaN)
  if (ms < 1) throw wrong('at least 1m, not')
  if (ms > durationDaysMax * 86_400_000) throw wrong(`at most ${durationDaysMax}d, not`)
  return ms
}

/**
 * Milliseconds since the epoch of an RFC 3339 time, or of a date, which means its first moment in UTC. Throws
 * {@link UsageError} for anything else, and for a time that no record can have, saying which flag it was given to.
 */
export function readMoment(command: string, flag: string, text: string): number {
  const isDate = /^\d{4}-\d\d-\d\d$/.test(text)
  const ms = parseTimestamp(isDate ? `${text}T00:00:00Z` : text)
  if (typeof ms === 'number') return ms
  const found = JSON.stringify(text)
  const why =
    ms === 'time out of range'
      ? `takes a time that records can have, from 2000 to 2100: there is no ${found}`
      : `takes a date or a time with its zone, as 2026-06-01 or 2026-06-01T12:00:00Z, not ${found}`
  throw new UsageError(`${command}: ${flag} ${why}`)
}

/** A number between 0 and 1, both excluded: `0.01`. Throws {@link UsageError} for anything else. */
export function readShare(command: string, flag: string, text: string): number {
  const share = /^\d*\.\d+$/.test(text) ? Number(text) : Number.NaN
  if (share > 0 && share < 1) return share
  throw new UsageError(`${command}: ${flag} takes a share between 0 and 1, as 0.01, not ${JSON.stringify(text)}`)
}

/**
 * When something is to end, in milliseconds since the epoch: after a length of time, as `90d`, or at a moment. Throws
 * {@link UsageError} for anything else and for what is over already.
 */
export function readEnd(command: string, flag: string, text: string, nowMs: number): number {
  const endMs = /^\d+[a-z]+$/i.test(text)
    ? nowMs + readDuration(command, flag, text)
    : readMoment(command, `${flag} takes a length of time as 90d; or it`, text)
  if (endMs > nowMs) return endMs
  throw new UsageError(`${command}: ${flag} ${text} is over already; give a time to come`)
}

/** A whole number from 0 on. Throws {@link UsageError} for anything else. */
export function readCount(command: string, flag: string, text: string): number {
  const count = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (Number.isSafeInteger(count)) return count
  throw new UsageError(`${command}: ${flag} takes a whole number from 0 on, not ${JSON.stringify(text)}`)
}
