// Night is where the sun is away, whatever the zone.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nightOf } from './country-night.ts'

const at = (country: string, hourUtc: number): boolean | undefined =>
  nightOf(country)?.holds(Date.UTC(2026, 0, 1) + hourUtc * 3_600_000)

const cases: readonly (readonly [country: string, hourUtc: number, isNight: boolean])[] = [
  ['GB', 3, true],
  ['GB', 15, false],
  ['JP', 18, true],
  ['JP', 3, false],
  ['IN', 22, true],
  ['US', 10, true],
  ['US', 20, false],
]
for (const [country, hour, isNight] of cases)
  test(`at ${hour}:00 UTC it is ${isNight ? 'night' : 'day'} in ${country}`, () =>
    assert.equal(at(country, hour), isNight))

test('a country with many zones has a short night, an unknown one none', () => {
  assert.equal(nightOf('GB')?.hours, 5)
  assert.equal(nightOf('US')?.hours, 2)
  assert.equal(nightOf('XX'), undefined)
  assert.equal(nightOf('constructor'), undefined)
})
