// A group that does few things is told from comparable accounts, not from others.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CategoryMix, concentrationAgainst, normalisedEntropy } from './concentration.ts'
import { Random } from './random.ts'
import { gamma, multinomial, shareBelow, superUniformityP, times } from './simulation.fixture.ts'

const random = new Random(60)
const categories = 5

/** Accounts with mixes of their own around what their segment does; the group leans on the first category. */
function mixOf(lean: number, withStrata: boolean): CategoryMix {
  const strata = Int32Array.from({ length: 60 }, (_, at) => (at < 30 ? 0 : 1))
  const labels = strata.map((stratum, at) => (at % 30 < (stratum === 0 ? 10 : 2) ? 1 : 0))
  const rows = times(60, (at) => {
    const segment = strata[at] === 0 ? [3, 3, 1, 1, 1] : [1, 1, 1, 3, 3]
    const weights = Float64Array.from(segment, (one) => gamma(one, random))
    if (labels[at] === 1) weights[0]! += lean
    return [...multinomial(20, weights, random)]
  })
  return { counts: Float64Array.from(rows.flat()), categories, labels, ...(withStrata && { strata }) }
}

const pOf = (mix: CategoryMix): number => concentrationAgainst(mix, { count: 199, random }).p

test('p-values are uniform under the null, within segments', () =>
  assert.ok(superUniformityP(times(500, () => pOf(mixOf(0, true)))) > 0.01))

test('without segments a group from one of them would be accused', () =>
  assert.ok(
    shareBelow(
      times(60, () => pOf(mixOf(0, false))),
      0.05,
    ) > 0.5,
  ))

test('a group that leans on one thing shows', () =>
  assert.ok(
    shareBelow(
      times(60, () => pOf(mixOf(6, true))),
      0.05,
    ) > 0.9,
  ))

test('divergence by hand', () => {
  const mix = { counts: Float64Array.of(1, 0, 0, 5), categories: 2, labels: Int32Array.of(1, 0) }
  // The group does the first alone; the reference the second, with one account's worth spread over both: ¼ and ¾.
  const { divergenceNats } = concentrationAgainst(mix, { count: 1, random })
  assert.ok(Math.abs(divergenceNats - Math.log(4)) < 1e-12)
})

test('a group without reference in its segments is not accused', () => {
  const mix = {
    counts: Float64Array.of(1, 0, 0, 5),
    categories: 2,
    labels: Int32Array.of(1, 0),
    strata: Int32Array.of(0, 1),
  }
  assert.deepEqual(concentrationAgainst(mix, { count: 9, random }), { divergenceNats: 0, p: 1 })
})

test('entropy: a sweep covers evenly, a habit does not, and few uses are not taken for one', () => {
  assert.equal(normalisedEntropy(Float64Array.of(50, 50, 50, 50)), 1)
  assert.ok(Math.abs(normalisedEntropy(Float64Array.of(1e9, 1e9, 0, 0)) - 0.5) < 1e-6)
  assert.equal(normalisedEntropy(Float64Array.of(9, 0, 0)), 0)
  assert.equal(normalisedEntropy(Float64Array.of(0, 0)), 0)
  const few = times(300, () => normalisedEntropy(multinomial(30, new Float64Array(10).fill(1), random)))
  assert.ok(few.reduce((a, b) => a + b) / 300 > 0.97)
})
