// Ranks compare samples: tables, every order counted, uniform p-values, power.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rankComparison } from './mann-whitney.ts'
import { Random } from './random.ts'
import { exponential, shareBelow, superUniformityP, times, uniformityP } from './simulation.fixture.ts'

const random = new Random(95)
const near = (actual: number, expected: number, tolerance = 1e-12): void =>
  assert.ok(Math.abs(actual - expected) < tolerance, `${actual} for ${expected}`)

test('published critical values: of eight and eight, 13 losses or fewer come by chance at 0.025', () => {
  // Mann and Whitney, 1947, table 1: P(U ≤ 13) = 0.025 and P(U ≤ 14) = 0.032.
  const withLosses = (losses: number): number => {
    const first = Float64Array.from({ length: 8 }, (_, at) => at)
    const second = Float64Array.from({ length: 8 }, (_, at) => 100 + at)
    // The largest of the first moves up past so many of the second, and if need be the next one, too.
    first[7] = 100 + Math.min(8, losses) - 0.5
    first[6] = 100 + Math.max(0, losses - 8) - 0.6
    return Math.exp(rankComparison(first, second).logP)
  }
  near(withLosses(13), 0.025, 6e-4)
  near(withLosses(14), 0.032, 6e-4)
})

test('every order of seven values counted', () => {
  const splits = times(128, (bits) => bits).filter(
    (bits) => times(7, (at) => (bits >> at) & 1).reduce((a, b) => a + b) === 3,
  )
  const compare = (bits: number): ReturnType<typeof rankComparison> => {
    const part = (one: number): Float64Array =>
      Float64Array.from(times(7, (at) => at).filter((at) => ((bits >> at) & 1) === one))
    return rankComparison(part(1), part(0))
  }
  const all = splits.map(compare)
  for (const { below, logP } of all)
    near(Math.exp(logP), all.filter((other) => other.below >= below - 1e-12).length / all.length)
})

test('ties count half', () => {
  near(rankComparison(Float64Array.of(1, 2), Float64Array.of(2, 3)).below, 3.5 / 4)
  const same = rankComparison(Float64Array.of(2, 2), Float64Array.of(2, 2, 2))
  assert.deepEqual(same, { below: 0.5, logP: 0 })
  assert.deepEqual(rankComparison(new Float64Array(), Float64Array.of(1)), { below: 0.5, logP: 0 })
})

const sample = (size: number, pace: number, step: number): Float64Array =>
  Float64Array.from({ length: size }, () => Math.ceil((exponential(random) * pace) / step) * step)

test('p-values are uniform under the null, few and many, and super-uniform with ties', () => {
  const ps = (m: number, n: number, step: number): number[] =>
    times(800, () => Math.exp(rankComparison(sample(m, 1, step), sample(n, 1, step)).logP))
  assert.ok(uniformityP(ps(60, 80, 1e-9)) > 0.01)
  assert.ok(superUniformityP(ps(15, 25, 1e-9)) > 0.01)
  assert.ok(superUniformityP(ps(40, 60, 0.3)) > 0.01)
})

test('a sample in haste shows', () =>
  assert.ok(
    shareBelow(
      times(100, () => Math.exp(rankComparison(sample(30, 0.5, 1e-9), sample(40, 1, 1e-9)).logP)),
      0.05,
    ) > 0.6,
  ))
