/** Why a text is no timestamp: it has another shape, or it has the shape and names no instant that a record can have. */
export type TimestampFault = 'wrong type' | 'time out of range'

/**
 * The instant that an RFC 3339 timestamp names (G. Klyne and C. Newman, "Date and Time on the Internet", 2002), in
 * milliseconds since the epoch, further digits of the fraction cut off. The zone is required; `t` and `z` may be lower
 * case. Years are 2000 to 2100 in UTC. Second 60 is accepted at the end of a month in UTC, the only place for a leap
 * second, and is the instant after it.
 */
export function parseTimestamp(text: string): number | TimestampFault {
  if (!shape.test(text)) return 'wrong type'
  const second = digitsAt(text, 17, 2)
  const localMs = calendarMs(text, second)
  const offsetMinutes = zoneOffsetMinutes(text)
  if (localMs === undefined || offsetMinutes === undefined) return 'time out of range'
  const timeMs = localMs + fractionMs(text) - offsetMinutes * 60_000
  if (second === 60 && !isInFirstSecondOfMonth(timeMs)) return 'time out of range'
  return timeMs >= timeMsMin && timeMs < timeMsEnd ? timeMs : 'time out of range'
}

const shape = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/
const timeMsMin = Date.UTC(2000, 0, 1)
const timeMsEnd = Date.UTC(2101, 0, 1)

/** The digits from position `at` on as a number. */
function digitsAt(text: string, at: number, count: number): number {
  let value = 0
  for (let index = at; index < at + count; index++) value = value * 10 + text.charCodeAt(index) - 0x30
  return value
}

/** Date and time of day without zone and fraction, undefined for a day or an hour that no calendar or clock has. */
function calendarMs(text: string, second: number): number | undefined {
  const year = digitsAt(text, 0, 4)
  const month = digitsAt(text, 5, 2)
  const day = digitsAt(text, 8, 2)
  const hour = digitsAt(text, 11, 2)
  const minute = digitsAt(text, 14, 2)
  if (month < 1 || month > 12 || day < 1 || day > daysOfMonth(year, month)) return undefined
  if (hour > 23 || minute > 59 || second > 60) return undefined
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

function daysOfMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

function fractionMs(text: string): number {
  if (text[19] !== '.') return 0
  let milliseconds = 0
  let isOver = false
  for (let at = 20; at < 23; at++) {
    const digit = text.charCodeAt(at) - 0x30
    isOver ||= !(digit >= 0 && digit <= 9)
    milliseconds = milliseconds * 10 + (isOver ? 0 : digit)
  }
  return milliseconds
}

/** Minutes east of UTC, undefined for an offset that no zone can have. */
function zoneOffsetMinutes(text: string): number | undefined {
  const sign = text[text.length - 6]
  if (sign !== '+' && sign !== '-') return 0
  const hours = digitsAt(text, text.length - 5, 2)
  const minutes = digitsAt(text, text.length - 2, 2)
  if (hours > 23 || minutes > 59) return undefined
  return (sign === '+' ? 1 : -1) * (hours * 60 + minutes)
}

function isInFirstSecondOfMonth(timeMs: number): boolean {
  const date = new Date(timeMs)
  return date.getUTCDate() === 1 && timeMs % 86_400_000 < 1000
}
