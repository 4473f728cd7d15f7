// A group that moves to a new model at once is told from people who do so at their own pace.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Adoption, type SoonerAdoption, soonerAdoption } from './adoption.ts'
import { Random } from './random.ts'
import { exponential, shareBelow, superUniformityP, times } from './simulation.fixture.ts'

const random = new Random(90)

/** Two segments of paces; the group adopts `haste` times as fast; seen for 3 to 10 days. */
function adoptionOf(haste: number): Adoption {
  const strata = Int32Array.from({ length: 80 }, (_, at) => (at < 40 ? 1 : 0))
  const labels = strata.map((stratum, at) => (at % 8 < (stratum === 1 ? 4 : 1) ? 1 : 0))
  const own = times(80, (at) => (exponential(random) * (strata[at] === 1 ? 2 : 12)) / (labels[at] === 1 ? haste : 1))
  const seen = times(80, () => Math.ceil(3 + 7 * random.unit()))
  return {
    delays: Float64Array.from(own, (delay, at) => Math.min(seen[at]!, Math.ceil(4 * delay) / 4)),
    adopted: Uint8Array.from(own, (delay, at) => (Math.ceil(4 * delay) / 4 <= seen[at]! ? 1 : 0)),
    labels,
    strata,
  }
}

const look = (adoption: Adoption): SoonerAdoption => soonerAdoption(adoption, { count: 199, random })

test('p-values are uniform under the null, by permutation and in the limit', () => {
  const found = times(600, () => look(adoptionOf(1)))
  assert.ok(superUniformityP(found.map(({ p }) => p)) > 0.01)
  assert.ok(superUniformityP(found.map(({ logPLimit }) => Math.exp(logPLimit))) > 0.005)
})

test('segments of another pace are no evidence only when they are named', () => {
  const unnamed = times(60, () => {
    const { strata: _, ...adoption } = adoptionOf(1)
    return look(adoption).p
  })
  assert.ok(shareBelow(unnamed, 0.05) > 0.5)
})

test('a group in haste shows', () => {
  const found = times(60, () => look(adoptionOf(4)))
  assert.ok(
    shareBelow(
      found.map(({ p }) => p),
      0.05,
    ) > 0.9,
  )
  assert.ok(found.every(({ adopted, expected }) => adopted > 0 && expected > 0))
})

test('by hand: two sooner than two', () => {
  const adoption = {
    delays: Float64Array.of(1, 2, 3, 4),
    adopted: Uint8Array.of(1, 1, 1, 0),
    labels: Int32Array.of(1, 1, 0, 0),
  }
  const { adopted, expected, p } = soonerAdoption(adoption, { count: 9999, random })
  // Expected: 2 of 4 at risk, then 1 of 3, then none.
  assert.ok(adopted === 2 && Math.abs(expected - (2 / 4 + 1 / 3)) < 1e-12)
  assert.ok(Math.abs(p - 1 / 6) < 0.02)
})

test('nobody adopted: nothing to tell', () => {
  const { p, logPLimit } = look({ ...adoptionOf(1), adopted: new Uint8Array(80) })
  assert.ok(p > 0 && p <= 1 && logPLimit <= 0)
  const none = { delays: new Float64Array(4).fill(3), adopted: new Uint8Array(4), labels: Int32Array.of(1, 1, 0, 0) }
  assert.deepEqual(look(none), { adopted: 0, expected: 0, p: 1, logPLimit: 0 })
})
