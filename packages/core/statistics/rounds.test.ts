// Two schedulers are told from one by whose turns come round together, whatever their sizes, and one is not torn apart.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Random } from './random.ts'
import { isOneRound, twoRounds } from './rounds.ts'
import { times } from './simulation.fixture.ts'
import { leastRecentlyUsed, leastRecentOfFree, pool, roundRobin, type Scheduler, turnsOf } from './turn.fixture.ts'
import type { Turns } from './turn-taking.ts'

/** Pools beside one another, of accounts numbered through. */
function beside(...pools: readonly Turns[]): Turns {
  let accounts = 0
  const calls = pools.flatMap(({ account, timeMs, accounts: own }) => {
    const from = accounts
    accounts += own
    return [...account].map((one, call) => ({ account: from + one, timeMs: timeMs[call]! }))
  })
  return turnsOf(calls, accounts)
}

/** The accounts of the half that the first account is in. */
const withFirst = (halves: Uint8Array): number[] => [...halves.keys()].filter((one) => halves[one] === halves[0])

for (const [what, sizes, calls] of [
  ['as large and as busy', [12, 12], [120, 120]],
  ['smaller and slower', [20, 8], [240, 60]],
  ['much busier', [6, 15], [300, 90]],
] as const)
  test(`two pools, one ${what}, are told apart account by account`, () => {
    const random = new Random(3)
    const [one, other] = sizes.map((size, at) =>
      pool(size, calls[at]!, at === 0 ? roundRobin : leastRecentlyUsed, random),
    )
    const halves = twoRounds(beside(one!, other!))
    assert.deepEqual(
      withFirst(halves!),
      times(sizes[0], (account) => account),
    )
  })

test('two pools whose accounts are held back now and then are told apart within eight rounds, most of the time', () => {
  const isTold = (seed: number): boolean => {
    const random = new Random(seed)
    const [one, other] = [15, 10].map((size) => pool(size, 8 * size, leastRecentOfFree(0.3), random))
    const halves = twoRounds(beside(one!, other!))
    return halves !== null && withFirst(halves).join() === times(15, (account) => account).join()
  }
  assert.ok(times(20, isTold).filter((told) => told).length >= 17)
})

for (const [what, scheduler] of [
  ['round robin', roundRobin],
  ['the least recently used', leastRecentlyUsed],
  ['the least recently used of those that are free', leastRecentOfFree(0.4)],
] as const satisfies readonly (readonly [string, Scheduler])[])
  test(`one pool stays whole: ${what}`, () => {
    const random = new Random(4)
    for (const accounts of [6, 15, 40])
      for (const rounds of [2, 5, 20])
        assert.equal(twoRounds(pool(accounts, rounds * accounts, scheduler, random)), null, `${accounts}, ${rounds}`)
  })

test('a pool in which half of the accounts came later, in the place of others, stays whole', () => {
  const rounds = [
    ...times(6, () => times(16, (at) => at)),
    ...times(6, () => times(16, (at) => (at % 2 === 0 ? at : at + 16))),
  ]
  const account = Int32Array.from(rounds.flat())
  assert.equal(twoRounds({ account, timeMs: Float64Array.from(account.keys()), accounts: 32 }), null)
})

test('pieces of one pool are one round, and two pools are not', () => {
  const random = new Random(5)
  const whole = pool(20, 200, roundRobin, random)
  const halves = Uint8Array.from({ length: 20 }, (_, account) => (account < 6 ? 1 : 0))
  assert.ok(isOneRound(whole, halves))
  const two = beside(pool(14, 140, roundRobin, random), pool(6, 60, roundRobin, random))
  assert.ok(
    !isOneRound(
      two,
      Uint8Array.from({ length: 20 }, (_, account) => (account < 14 ? 0 : 1)),
    ),
  )
})

test('pools of which one was used when the other was long over are not one round', () => {
  const calls = [...times(20, () => times(12, (at) => at)), ...times(20, () => times(12, (at) => 12 + at))].flat()
  const account = Int32Array.from(calls)
  const timeMs = Float64Array.from(calls, (one, call) => call * 60_000 + (one < 12 ? 0 : 8 * 86_400_000))
  const halves = Uint8Array.from({ length: 24 }, (_, at) => (at < 12 ? 0 : 1))
  assert.ok(!isOneRound({ account, timeMs, accounts: 24 }, halves))
})

test('nothing, one account and one call of each say nothing', () => {
  for (const calls of [[], [0, 0, 0], [0, 1, 2, 3]]) {
    const account = Int32Array.from(calls)
    assert.equal(twoRounds({ account, timeMs: Float64Array.from(account.keys()), accounts: new Set(calls).size }), null)
  }
})
