// Lengths of time, moments and shares are read as people type them, or refused with what would be right.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UsageError } from './command.ts'
import { readDuration, readMoment, readShare } from './typed-value.ts'

type Reader = (command: string, flag: string, text: string) => number

function check(read: Reader, good: Readonly<Record<string, number>>, bad: Readonly<Record<string, RegExp>>): void {
  for (const [text, value] of Object.entries(good)) assert.equal(read('backtest', '--flag', text), value, text)
  for (const [text, message] of Object.entries(bad))
    assert.throws(
      () => read('backtest', '--flag', text),
      (cause: Error) => {
        assert.ok(cause instanceof UsageError && cause.message.startsWith('backtest: --flag'))
        assert.match(cause.message, message)
        return true
      },
    )
}

test('a duration is a whole number and a unit', () => {
  check(
    readDuration,
    { '15m': 900_000, '1h': 3_600_000, '36h': 129_600_000, '1d': 86_400_000 },
    {
      '': /as 15m, 1h or 1d, not ""$/,
      '1': /not "1"$/,
      '1 hour': /not "1 hour"$/,
      '1.5h': /not "1.5h"$/,
      '-1h': /not "-1h"$/,
      '1s': /not "1s"$/,
      '0h': /at least 1m, not "0h"$/,
      '9999999d': /at most 3660d, not "9999999d"$/,
    },
  )
})

test('a moment is a date, which begins in UTC, or a time with its zone', () => {
  const juneMs = Date.UTC(2026, 5, 1)
  check(
    readMoment,
    {
      '2026-06-01': juneMs,
      '2026-06-01T00:00:00Z': juneMs,
      '2026-06-01T02:00:00.250+02:00': juneMs + 250,
    },
    {
      yesterday: /takes a date or a time with its zone, as 2026-06-01 or .*, not "yesterday"$/,
      '2026-06-01T00:00:00': /with its zone/,
      '01.06.2026': /takes a date/,
      '2026-02-30': /there is no "2026-02-30"/,
      '1970-01-01': /2000 to 2100/,
    },
  )
})

test('a share lies between 0 and 1', () => {
  check(
    readShare,
    { '0.01': 0.01, '.5': 0.5, '0.999': 0.999 },
    {
      '0': /as 0.01, not "0"$/,
      '1': /not "1"$/,
      '0.0': /not/,
      '1.0': /not/,
      '1%': /not "1%"$/,
      NaN: /not/,
      '-0.1': /not/,
    },
  )
})
