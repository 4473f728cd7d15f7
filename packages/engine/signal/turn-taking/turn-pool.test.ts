// Turns are told where their e-value passes the bar after what was spent on looking, from the second round on; clocks are not.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Calls, lookAt } from './turn-pool.ts'

/** Nobody was refused. */
const refusedMs = new Map<number, number[]>()

/** One in 8,000 by chance, in nats. */
const bar = 9

test('the bar stands where it is said to stand, after what was spent on looking', () => {
  // A relay that takes the longest unused of six accounts, at uneven moments.
  const index = Int32Array.from({ length: 60 }, (_, i) => i)
  const calls: Calls = {
    timeMs: Float64Array.from(index, (i) => i * 1000_000 + ((i * i * 7919) % 600_000)),
    account: index.map((i) => i % 6),
    refusedMs,
  }
  const [found] = lookAt(calls, { natsSpent: 0, of: 'ofTemplate' })
  assert.ok(found !== undefined && found.nats > bar)
  assert.equal(lookAt(calls, { natsSpent: found.nats - bar - 0.5, of: 'ofTemplate' }).length, 1)
  assert.deepEqual(lookAt(calls, { natsSpent: found.nats - bar + 0.5, of: 'ofTemplate' }), [])
})

/** Eighteen accounts of one group, round and round at uneven moments: `count` conversations, some minutes apart. */
function rounds(count: number): Calls {
  const index = Int32Array.from({ length: count }, (_, i) => i)
  return {
    timeMs: Float64Array.from(index, (i) => i * 240_000 + ((i * i * 7919) % 200_000)),
    account: index.map((i) => i % 18),
    refusedMs,
  }
}

test('a group shows in its second round, by the accounts that had their second turn', () => {
  assert.deepEqual(lookAt(rounds(20), { natsSpent: 0, of: 'ofGroup' }), [])
  const [found] = lookAt(rounds(28), { natsSpent: 0, of: 'ofGroup' })
  assert.ok(found !== undefined && found.accounts.length >= 8)
  assert.ok(found.accounts.every((account) => account < 10))
})

test('who was away for rounds and then happens to keep the distance once has no part in it', () => {
  // One of the eight that are longest unused is taken: whoever stays away is soon among them.
  const order = Array.from({ length: 18 }, (_, account) => account)
  const { timeMs } = rounds(150)
  const scheduled = [...timeMs].map((time, i) => {
    const [one] = order.splice((i * i * 7919 + i * 31) % 8, 1)
    order.push(one!)
    return { one: one!, time }
  })
  const passer = 99
  const accountsWith = (times: readonly number[]): readonly number[] => {
    const passing = times.map((call) => ({ one: passer, time: timeMs[call]! + 1000 }))
    const calls = [...scheduled, ...passing].sort((a, b) => a.time - b.time)
    const taken: Calls = {
      timeMs: Float64Array.from(calls, ({ time }) => time),
      account: Int32Array.from(calls, ({ one }) => one),
      refusedMs,
    }
    return lookAt(taken, { natsSpent: 0, of: 'ofGroup' })[0]!.accounts
  }
  for (const back of [54, 63, 66, 70])
    for (const gap of [15, 18, 22]) {
      const accounts = accountsWith([3, back, back + gap])
      assert.ok(!accounts.includes(passer) && accounts.length > 10, `back at ${back}, again ${gap} later`)
    }
})

test('jobs that run every hour, each at its own minute, take turns by no scheduler', () => {
  const index = Int32Array.from({ length: 4 * 18 }, (_, i) => i)
  const calls: Calls = {
    timeMs: Float64Array.from(index, (i) => {
      const [hour, job] = [Math.floor(i / 18), i % 18]
      return hour * 3_600_000 + job * 190_000 + ((hour * 17 + job * 29) % 40) * 1000
    }),
    account: index.map((i) => i % 18),
    refusedMs,
  }
  assert.deepEqual(lookAt(calls, { natsSpent: 0, of: 'ofGroup' }), [])
  assert.deepEqual(lookAt(calls, { natsSpent: 0, of: 'ofTemplate' }), [])
})
