// Times are in UTC whatever the zone they were written in; lengths of time in the unit that fits.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatDuration, formatMoment, formatSpan, spanMs } from './moment.ts'

const HOUR_MS = 3_600_000

const CASES: readonly (readonly [found: string, wanted: string])[] = [
  [formatMoment('2026-06-01T00:30:00+02:00'), '2026-05-31 22:30'],
  [formatMoment('no time'), 'no time'],
  [formatDuration(0), '0 s'],
  [formatDuration(400), '0.4 s'],
  [formatDuration(59_700), '1 min'],
  [formatDuration(254_000), '4.2 min'],
  [formatDuration(HOUR_MS - 1), '1 h'],
  [formatDuration(14 * HOUR_MS), '14 h'],
  [formatDuration(57.6 * HOUR_MS), '2.4 days'],
  [formatDuration(45 * 24 * HOUR_MS), '45 days'],
  [formatSpan('2026-06-01T00:00:00Z', '2026-06-03T00:00:00Z'), '2026-06-01 00:00 to 2026-06-03 00:00 UTC, 2 days'],
]

for (const [found, wanted] of CASES) test(wanted, () => assert.equal(found.replaceAll('\u00a0', ' '), wanted))

test('a span that runs backwards or from no time is none', () => {
  assert.equal(spanMs('2026-06-02T00:00:00Z', '2026-06-01T00:00:00Z'), 0)
  assert.equal(spanMs('never', '2026-06-01T00:00:00Z'), 0)
})
