/** Shows which texts are RFC 3339 timestamps, and that they name the instant that `Date` names where it reads them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseTimestamp } from './timestamp.ts'

const check = (text: string, expected: number | string): void => assert.equal(parseTimestamp(text), expected, text)

test('zones are subtracted', () => {
  check('2026-03-02T00:00:10Z', Date.UTC(2026, 2, 2, 0, 0, 10))
  check('2026-03-02T01:00:10+01:00', Date.UTC(2026, 2, 2, 0, 0, 10))
  check('2026-03-01T18:15:10-05:45', Date.UTC(2026, 2, 2, 0, 0, 10))
  check('2026-03-02T00:00:10-00:00', Date.UTC(2026, 2, 2, 0, 0, 10))
})

test('fractions of any length are cut to milliseconds', () => {
  for (const [fraction, ms] of [
    ['.2', 200],
    ['.25', 250],
    ['.254', 254],
    ['.2549', 254],
    ['.0009', 0],
    [`.${'9'.repeat(5000)}`, 999],
  ] as const) {
    check(`2026-03-02T00:00:10${fraction}Z`, Date.UTC(2026, 2, 2, 0, 0, 10, ms))
    check(`2026-03-02T00:00:10${fraction}+00:00`, Date.UTC(2026, 2, 2, 0, 0, 10, ms))
  }
})

test('T and Z may be lower case', () => check('2026-03-02t00:00:10.5z', Date.UTC(2026, 2, 2, 0, 0, 10, 500)))

test('other shapes are no timestamps', () => {
  const texts = [
    '',
    '2026',
    '2026-03-02',
    '2026-03-02T00:00Z',
    '2026-03-02T00:00:10',
    '2026-03-02 00:00:10Z',
    '2026-03-02T00:00:10.Z',
    '2026-03-02T00:00:10,5Z',
    '2026-03-02T00:00:10+01',
    '2026-03-02T00:00:10+0100',
    '2026-3-2T00:00:10Z',
    '20260302T000010Z',
    '+002026-03-02T00:00:10Z',
    ' 2026-03-02T00:00:10Z',
    '2026-03-02T00:00:10Z\n',
    '２０２６-03-02T00:00:10Z',
    '1772409610',
  ]
  for (const text of texts) check(text, 'wrong type')
})

test('days and times that no calendar has are out of range', () => {
  const texts = [
    '2026-00-01T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-01-32T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2025-02-29T00:00:00Z',
    '2100-02-29T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:60:00Z',
    '2026-01-01T00:00:61Z',
    '2026-01-01T00:00:00+24:00',
    '2026-01-01T00:00:00+00:60',
  ]
  for (const text of texts) check(text, 'time out of range')
})

test('leap days exist where the calendar has them', () => {
  check('2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29))
  check('2000-02-29T00:00:00Z', Date.UTC(2000, 1, 29))
})

test('years from 2000 to 2100 in UTC are in range', () => {
  check('2000-01-01T00:00:00Z', Date.UTC(2000, 0, 1))
  check('1999-12-31T23:30:00-01:00', Date.UTC(2000, 0, 1, 0, 30))
  check('2100-12-31T23:59:59.999Z', Date.UTC(2100, 11, 31, 23, 59, 59, 999))
  for (const text of [
    '1999-12-31T23:59:59.999Z',
    '2000-01-01T00:30:00+01:00',
    '2101-01-01T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
  ]) {
    check(text, 'time out of range')
  }
})

test('second 60 exists only at the end of a month in UTC', () => {
  check('2016-12-31T23:59:60Z', Date.UTC(2017, 0, 1))
  check('2017-01-01T08:59:60.5+09:00', Date.UTC(2017, 0, 1, 0, 0, 0, 500))
  check('2016-12-30T23:59:60Z', 'time out of range')
  check('2016-12-31T22:59:60Z', 'time out of range')
})

test('every day of the range reads as Date reads it', () => {
  for (let timeMs = Date.UTC(2000, 0, 1); timeMs < Date.UTC(2101, 0, 1); timeMs += 86_400_000 + 61_001) {
    check(new Date(timeMs).toISOString(), timeMs)
  }
})
