/** The interval is the one of the tables, and holds the truth as often as it says. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exactInterval } from './exact-interval.ts'

const published: readonly (readonly [hits: number, trials: number, low: number, high: number])[] = [
  [0, 10, 0, 0.3085],
  [5, 10, 0.1871, 0.8129],
  [10, 10, 0.6915, 1],
  [1, 100, 0.0003, 0.0545],
  [0, 200, 0, 0.0183],
]

for (const [hits, trials, low, high] of published)
  test(`${hits} of ${trials} is between ${low} and ${high}`, () => {
    const interval = exactInterval(hits, trials)
    assert.ok(Math.abs(interval.low - low) < 6e-5, String(interval.low))
    assert.ok(Math.abs(interval.high - high) < 6e-5, String(interval.high))
  })

test('no trials say nothing', () => {
  assert.deepEqual(exactInterval(0, 0), { low: 0, high: 1 })
})
