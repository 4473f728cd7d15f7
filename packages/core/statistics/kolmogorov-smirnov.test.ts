// Distances between distributions: tables, closed forms, every order counted, uniform p-values, power.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kolmogorovLimit } from './kolmogorov-law.ts'
import { oneSampleP, sampleDistance, uniformDistance } from './kolmogorov-smirnov.ts'
import { Random } from './random.ts'
import { shareBelow, superUniformityP, times, uniformityP } from './simulation.fixture.ts'

const near = (actual: number, expected: number, tolerance: number): void =>
  assert.ok(Math.abs(actual - expected) < tolerance, `${actual} for ${expected}`)

// Critical values: Miller, Table of percentage points of Kolmogorov statistics, 1956.
const critical: readonly (readonly [size: number, distance: number, p: number])[] = [
  [5, 0.56328, 0.05],
  [10, 0.40925, 0.05],
  [10, 0.48893, 0.01],
  [20, 0.29408, 0.05],
  [100, 0.13403, 0.05],
]

for (const [size, distance, p] of critical)
  test(`of ${size} uniform values ${distance} is exceeded with probability ${p}`, () =>
    near(oneSampleP(distance, size), p, 2e-4))

test('the published value of Marsaglia, Tsang and Wang, and the closed form for one value', () => {
  near(1 - oneSampleP(0.274, 10), 0.6284796154565043, 1e-12)
  near(oneSampleP(0.7, 1), 0.6, 1e-12)
  near(oneSampleP(0.99999, 1), 2e-5, 1e-12)
})

test('the three methods agree where they meet', () => {
  near(oneSampleP(0.045, 1000), kolmogorovLimit(0.045, 1000), 1e-3)
  for (const size of [8, 200]) {
    let before = 1
    for (let distance = 0.01; distance < 0.99; distance += 0.01) {
      const p = oneSampleP(distance, size)
      assert.ok(p <= before + 1e-12)
      before = p
    }
  }
})

test('two samples: every order of the pooled values counted, with and without ties', () => {
  const pools = [
    [1, 2, 3, 4, 5, 6, 7, 8, 9],
    [1, 1, 2, 2, 2, 3, 4, 4, 5],
  ]
  for (const pool of pools) {
    const splits = times(512, (bits) => bits).filter(
      (bits) => times(9, (at) => (bits >> at) & 1).reduce((a, b) => a + b) === 4,
    )
    const distanceOf = (bits: number): ReturnType<typeof sampleDistance> =>
      sampleDistance(
        Float64Array.from(pool.filter((_, at) => (bits >> at) % 2 === 1)),
        Float64Array.from(pool.filter((_, at) => (bits >> at) % 2 === 0)),
      )
    const all = splits.map(distanceOf)
    for (const { distance, p } of all)
      near(p, all.filter((other) => other.distance >= distance - 1e-12).length / all.length, 1e-12)
  }
})

test('p-values are uniform under the null, one sample and two', () => {
  const random = new Random(8)
  const sample = (size: number): Float64Array => Float64Array.from({ length: size }, () => random.unit())
  assert.ok(uniformityP(times(800, () => uniformDistance(sample(37)).p)) > 0.01)
  assert.ok(uniformityP(times(800, () => sampleDistance(sample(83), sample(141)).p)) > 0.01)
  const tied = (size: number): Float64Array => sample(size).map((value) => Math.floor(value * 5))
  assert.ok(superUniformityP(times(800, () => sampleDistance(tied(30), tied(40)).p)) > 0.01)
})

test('a shifted sample is told from the other', () => {
  const random = new Random(9)
  const sample = (power: number): Float64Array => Float64Array.from({ length: 100 }, () => random.unit() ** power)
  assert.ok(
    shareBelow(
      times(100, () => uniformDistance(sample(1.6)).p),
      0.05,
    ) > 0.8,
  )
  assert.ok(
    shareBelow(
      times(100, () => sampleDistance(sample(2), sample(1)).p),
      0.05,
    ) > 0.8,
  )
})

test('nothing tells nothing', () => {
  assert.deepEqual(uniformDistance(new Float64Array()), { distance: 0, p: 1 })
  assert.deepEqual(sampleDistance(new Float64Array(), Float64Array.of(1)), { distance: 0, p: 1 })
})
