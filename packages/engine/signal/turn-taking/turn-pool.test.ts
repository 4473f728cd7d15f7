// Turns are told where their e-value passes the bar after what was spent on looking, and one nat below it they are not.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Calls, lookAt } from './turn-pool.ts'

/** One in 8,000 by chance, in nats. */
const bar = 9

test('the bar stands where it is said to stand, after what was spent on looking', () => {
  // A relay that takes the longest unused of six accounts, at uneven moments.
  const index = Int32Array.from({ length: 60 }, (_, i) => i)
  const calls: Calls = {
    timeMs: Float64Array.from(index, (i) => i * 1000_000 + ((i * i * 7919) % 600_000)),
    account: index.map((i) => i % 6),
  }
  const found = lookAt(calls, 0, 'ofTemplate')
  assert.ok(found !== null && found.nats > bar)
  assert.notEqual(lookAt(calls, found.nats - bar - 0.5, 'ofTemplate'), null)
  assert.equal(lookAt(calls, found.nats - bar + 0.5, 'ofTemplate'), null)
})
