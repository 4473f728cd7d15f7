// Genuine demand repeats its favourites across accounts; a queue does not, and hands every filling out equally often.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { collisionDeficit, crossCollisions, slotEvenness, type SlotUses } from './collision.ts'
import { Random } from './random.ts'
import { pick, shareBelow, superUniformityP, times, zipf } from './simulation.fixture.ts'

const random = new Random(50)
const plan = { count: 199, random }

/** Uses by strangers who pick fillings by these weights. */
const demand = (uses: number, weights: Float64Array): SlotUses => ({
  slot: Int32Array.from({ length: uses }, () => pick(weights, random)),
  account: Int32Array.from({ length: uses }, () => random.below(15)),
})

/** A queue that hands every filling out so many times, to accounts at random, in the order of `orderOf`. */
const queue = (fillings: number, times_: number, shuffled = true): SlotUses => {
  const slot = Int32Array.from({ length: fillings * times_ }, (_, at) => Math.floor(at / times_))
  if (shuffled) random.shuffle(slot)
  return { slot, account: slot.map(() => random.below(15)) }
}

test('collisions across accounts agree with all pairs counted', () => {
  const { slot, account } = demand(60, zipf(20, 1))
  let pairs = 0
  for (let i = 0; i < 60; i += 1)
    for (let j = 0; j < i; j += 1) if (slot[i] === slot[j] && account[i] !== account[j]) pairs += 1
  assert.equal(crossCollisions({ slot, account }), pairs)
  assert.equal(crossCollisions({ slot: Int32Array.of(1, 1, 2), account: Int32Array.of(4, 4, 4) }), 0)
})

test('a group that draws on the demand of the reference has no deficit', () => {
  const weights = zipf(300, 1)
  assert.ok(
    superUniformityP(times(500, () => collisionDeficit(demand(40, weights), demand(120, weights), plan).p)) > 0.01,
  )
})

test('nor has one that draws alike on fillings of its own', () => {
  const apart = ({ slot, account }: SlotUses): SlotUses => ({ slot: slot.map((one) => one + 1000), account })
  const weights = zipf(300, 1)
  const ps = times(500, () => collisionDeficit(demand(40, weights), apart(demand(120, weights)), plan).p)
  assert.ok(superUniformityP(ps) > 0.01)
})

test('a queue without repeats has one', () => {
  const apart = ({ slot, account }: SlotUses): SlotUses => ({ slot: slot.map((one) => one + 1000), account })
  const found = times(50, () => collisionDeficit(queue(40, 1), apart(demand(160, zipf(300, 1))), plan))
  assert.ok(
    shareBelow(
      found.map(({ p }) => p),
      0.05,
    ) > 0.9,
  )
  assert.ok(found.every(({ collisions, expected }) => collisions === 0 && expected > 3))
})

test('repeats that fall on any filling alike: p-values are uniform, both ways', () => {
  const uniform = (): ReturnType<typeof slotEvenness> =>
    slotEvenness(demand(150, new Float64Array(40).fill(1)).slot, plan)
  const found = times(600, uniform)
  assert.ok(superUniformityP(found.map(({ evenP }) => evenP)) > 0.01)
  assert.ok(superUniformityP(found.map(({ unevenP }) => unevenP)) > 0.01)
  assert.ok(
    Math.abs(
      shareBelow(
        found.map(({ evenP }) => evenP),
        0.2,
      ) - 0.2,
    ) < 0.06,
  )
})

test('favourites make it conservative, and show as such', () => {
  for (const power of [0.5, 1, 1.5]) {
    const found = times(200, () => slotEvenness(demand(150, zipf(80, power)).slot, plan))
    assert.ok(superUniformityP(found.map(({ evenP }) => evenP)) > 0.5)
    if (power >= 1)
      assert.ok(
        shareBelow(
          found.map(({ unevenP }) => unevenP),
          0.05,
        ) > 0.8,
      )
  }
})

test('a queue hands every filling out equally often, in any order', () => {
  for (const shuffled of [true, false])
    for (const rollouts of [2, 4]) {
      const found = times(40, () => slotEvenness(queue(50, rollouts, shuffled).slot, plan))
      assert.ok(
        shareBelow(
          found.map(({ evenP }) => evenP),
          0.01,
        ) > 0.95,
      )
      assert.ok(found.every(({ ratio }) => ratio < 1))
    }
})

test('without repeats nothing is told', () => {
  const { evenP, unevenP, ratio, slots } = slotEvenness(Int32Array.of(7, 3, 9), plan)
  assert.deepEqual([evenP, unevenP, ratio, slots], [1, 1, 1, 3])
  assert.equal(slotEvenness(new Int32Array(), plan).evenP, 1)
})

test('by hand: of two fillings and two repeats, half of the ways are as even as one each', () => {
  // 0 1 then any two of {0, 1}: squares 8 for one each (2 ways of 4), 10 otherwise.
  const { evenP, unevenP } = slotEvenness(Int32Array.of(0, 1, 0, 1), { count: 9999, random })
  assert.ok(Math.abs(evenP - 0.5) < 0.03 && unevenP === 1)
})
