// Permutation p-values are exact, see only what differs within strata, and are never zero.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { permutationTest } from './permutation.ts'
import { Random } from './random.ts'
import { normal, shareBelow, superUniformityP, times } from './simulation.fixture.ts'

const random = new Random(10)
const sumOf =
  (values: readonly number[]) =>
  (labels: Int32Array): number =>
    values.reduce((sum, value, at) => sum + value * labels[at]!, 0)
const half = Int32Array.from({ length: 40 }, (_, at) => at % 2)

/** A group that is `shift` above the rest, where the second half of all is `segment` above the first. */
function pOf(shift: number, segment: number, strata?: Int32Array, hitsMax?: number): number {
  const labels =
    strata === undefined ? half : Int32Array.from({ length: 40 }, (_, at) => (at % 8 < (at < 20 ? 2 : 6) ? 1 : 0))
  const values = times(40, (at) => normal(random) + shift * labels[at]! + (at < 20 ? 0 : segment))
  const plan = { labels, count: 199, random, ...(strata && { strata }), ...(hitsMax !== undefined && { hitsMax }) }
  return permutationTest(plan, sumOf(values)).p
}

const segments = Int32Array.from({ length: 40 }, (_, at) => (at < 20 ? 5 : 2))

test('p-values are uniform under the null, with and without stopping early', () => {
  assert.ok(superUniformityP(times(600, () => pOf(0, 0))) > 0.01)
  assert.ok(superUniformityP(times(600, () => pOf(0, 0, undefined, 10))) > 0.01)
  const ps = times(600, () => pOf(0, 0))
  for (const level of [0.1, 0.5]) assert.ok(Math.abs(shareBelow(ps, level) - level) < 0.07)
})

test('what strata differ in is no evidence; what differs within them is', () => {
  assert.ok(superUniformityP(times(600, () => pOf(0, 3, segments))) > 0.01)
  assert.ok(
    shareBelow(
      times(100, () => pOf(1.5, 3, segments)),
      0.05,
    ) > 0.8,
  )
})

test('the smallest p-value is one over the permutations and one', () => {
  const values = times(40, (at) => (at % 2 === 1 ? 100 + at : 0))
  assert.deepEqual(permutationTest({ labels: half, count: 99, random }, sumOf(values)).p, 0.01)
})

test('stopping early is stopping early', () => {
  const values = times(40, (at) => (at % 2 === 0 ? 100 + at : 0))
  const { p, permutations } = permutationTest({ labels: half, count: 9999, hitsMax: 10, random }, sumOf(values))
  assert.ok(p === 1 && permutations === 10)
})

test('labels stay within their stratum', () => {
  permutationTest(
    { labels: half.map((label, at) => label + (at < 20 ? 0 : 2)), strata: segments, count: 9, random },
    (labels) => {
      for (const [at, label] of labels.entries()) assert.equal(label >= 2, at >= 20)
      return 0
    },
  )
})

test('the p-value agrees with all orders counted', () => {
  const labels = Int32Array.of(1, 1, 0, 0, 0)
  // Of the ten pairs of 5, 4, 3, 2, 1 two sum to eight or more.
  const { p } = permutationTest({ labels: labels.with(1, 0).with(2, 1), count: 19_999, random }, sumOf([5, 4, 3, 2, 1]))
  assert.ok(Math.abs(p - 0.2) < 0.01, `${p}`)
})
