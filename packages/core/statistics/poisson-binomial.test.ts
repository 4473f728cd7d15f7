// Unlike events: the exact sum agrees with the binomial law and with every case counted; the bound is never below it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { logPoissonBinomialUpper } from './poisson-binomial.ts'
import { Random } from './random.ts'
import { shareBelow, superUniformityP, times } from './simulation.fixture.ts'
import { logBinomialUpper } from './tail.ts'

const near = (actual: number, expected: number): void =>
  assert.ok(Math.abs(actual - expected) < 1e-10, `${actual} for ${expected}`)

test('equal events are binomial', () => {
  for (const count of [0, 1, 30, 90, 200, 201])
    if (count <= 200)
      near(logPoissonBinomialUpper(count, new Float64Array(200).fill(0.2)), logBinomialUpper(count, 200, 0.2))
    else assert.equal(logPoissonBinomialUpper(count, new Float64Array(200)), -Infinity)
})

test('unlike events agree with all their outcomes counted', () => {
  const probabilities = Float64Array.of(0.1, 0.9, 0.35, 1, 0, 0.5, 0.02)
  for (let count = 0; count <= 6; count += 1) {
    let sum = 0
    for (let outcome = 0; outcome < 128; outcome += 1) {
      const happened = [...probabilities].map((_, at) => (outcome >> at) & 1)
      if (happened.reduce((a, b) => a + b) < count) continue
      sum += [...probabilities].reduce((product, p, at) => product * (happened[at] === 1 ? p : 1 - p), 1)
    }
    near(logPoissonBinomialUpper(count, probabilities), Math.log(sum))
  }
  assert.equal(logPoissonBinomialUpper(7, probabilities), -Infinity)
})

test('beyond the limit the bound is no less than the truth, and close to it', () => {
  const many = new Float64Array(20_000).fill(0.3)
  for (const count of [6100, 6600, 9000]) {
    const [bound, truth] = [logPoissonBinomialUpper(count, many), logBinomialUpper(count, 20_000, 0.3)]
    assert.ok(bound >= truth && bound < truth + 6, `${bound} for ${truth}`)
  }
})

test('p-values are super-uniform under the null and small under the alternative', () => {
  const random = new Random(6)
  const pOf = (boost: number): number => {
    const probabilities = Float64Array.from({ length: 150 }, () => random.unit() ** 3)
    const count = probabilities.filter((p) => random.unit() < Math.min(1, p * boost)).length
    return Math.exp(logPoissonBinomialUpper(count, probabilities))
  }
  assert.ok(superUniformityP(times(600, () => pOf(1))) > 0.01)
  assert.ok(
    shareBelow(
      times(200, () => pOf(1.6)),
      0.05,
    ) > 0.8,
  )
})
