// Two clouds of one distribution are alike, others are not; segments are no evidence.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Clouds, meanDiscrepancy, pointsMax } from './mean-discrepancy.ts'
import { Random } from './random.ts'
import { normal, shareBelow, superUniformityP, times } from './simulation.fixture.ts'

const random = new Random(70)
const dimensions = 8

/** Sixty points of two segments that lie apart; the first cloud is shifted, and scaled. */
function cloudsOf(shift: number, scale = 1): Clouds {
  const strata = Int32Array.from({ length: 60 }, (_, at) => at % 2)
  const labels = strata.map((stratum, at) => (Math.floor(at / 2) % 6 < (stratum === 0 ? 1 : 4) ? 1 : 0))
  const points = Float64Array.from({ length: 60 * dimensions }, (_, at) => {
    const point = Math.floor(at / dimensions)
    return (labels[point] === 1 ? scale * normal(random) + shift : normal(random)) + 2 * strata[point]!
  })
  return { points, dimensions, labels, strata }
}

const pOf = (clouds: Clouds, kernel: 'linear' | 'gaussian'): number =>
  meanDiscrepancy(clouds, { kernel, count: 99, random }).p

for (const kernel of ['linear', 'gaussian'] as const) {
  test(`${kernel}: p-values are uniform under the null, within segments`, () =>
    assert.ok(superUniformityP(times(500, () => pOf(cloudsOf(0), kernel))) > 0.01))
  test(`${kernel}: a shifted cloud shows`, () =>
    assert.ok(
      shareBelow(
        times(60, () => pOf(cloudsOf(0.7), kernel)),
        0.05,
      ) > 0.9,
    ))
}

test('without segments the clouds would differ', () => {
  const { strata: _, ...apart } = cloudsOf(0)
  assert.ok(pOf(apart, 'gaussian') <= 0.02)
})

test('only the gaussian kernel sees a difference that is not of means', () => {
  assert.ok(
    shareBelow(
      times(40, () => pOf(cloudsOf(0, 2.5), 'gaussian')),
      0.05,
    ) > 0.8,
  )
  assert.ok(
    shareBelow(
      times(40, () => pOf(cloudsOf(0, 2.5), 'linear')),
      0.05,
    ) < 0.5,
  )
})

test('the linear discrepancy agrees with its definition, and may be below 0', () => {
  const points = Float64Array.of(1, 2, 4, 1, 0)
  const labels = Int32Array.of(1, 1, 0, 0, 0)
  const { squared } = meanDiscrepancy({ points, dimensions: 1, labels }, { kernel: 'linear', count: 1, random })
  assert.ok(Math.abs(squared - (2 + (2 * 4) / 6 - (2 * 15) / 6)) < 1e-12, `${squared}`)
})

test('clouds of one point tell nothing; too many points are refused', () => {
  const plan = { kernel: 'gaussian', count: 9, random } as const
  assert.equal(
    meanDiscrepancy({ points: Float64Array.of(1, 2, 3), dimensions: 1, labels: Int32Array.of(1, 0, 0) }, plan).p,
    1,
  )
  const many = { points: new Float64Array(pointsMax + 1), dimensions: 1, labels: new Int32Array(pointsMax + 1) }
  assert.throws(() => meanDiscrepancy(many, plan), /at most 2000/)
})
