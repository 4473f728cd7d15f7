// Tails agree with exact rational arithmetic to ten digits, however small they are.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { logBinomialMass, logHypergeometricMass, logPoissonMass } from './mass.ts'
import {
  logBinomialLower,
  logBinomialUpper,
  logHypergeometricLower,
  logHypergeometricUpper,
  logPoissonLower,
  logPoissonUpper,
} from './tail.ts'
import { Random } from './random.ts'
import { multinomial, shareBelow, superUniformityP, times } from './simulation.fixture.ts'

/** log of a ratio of whole numbers, to the last digits. */
function logRatio(over: bigint, under: bigint): number {
  if (over === 0n) return -Infinity
  const shift = under.toString(2).length - over.toString(2).length + 64
  const scaled = shift >= 0 ? (over << BigInt(shift)) / under : over / (under << BigInt(-shift))
  return Number(scaled) < Infinity ? Math.log(Number(scaled)) - shift * Math.LN2 : Number.NaN
}

function choose(total: bigint, chosen: bigint): bigint {
  if (chosen < 0n || chosen > total) return 0n
  let product = 1n
  for (let at = 1n; at <= chosen; at += 1n) product = (product * (total - chosen + at)) / at
  return product
}

/** log of the sum of weights[from …to] over the sum of all. */
function logShare(weights: readonly bigint[], from: number, to: number): number {
  const sum = (part: readonly bigint[]): bigint => part.reduce((a, b) => a + b, 0n)
  return logRatio(sum(weights.slice(from, to + 1)), sum(weights))
}

/** In relative terms of the probability itself: logs differ by at most this. */
function near(actual: number, expected: number, tolerance = 1e-10): void {
  if (actual === expected) return
  assert.ok(Math.abs(actual - expected) < tolerance, `${actual} for ${expected}`)
}

const binomials: readonly (readonly [trials: number, over: number, under: number])[] = [
  [10, 1, 2],
  [60, 1, 7],
  [400, 3, 1000],
  [400, 997, 1000],
  [1500, 1, 3],
]

for (const [trials, over, under] of binomials)
  test(`binomial tails of ${trials} trials at ${over}/${under} are exact`, () => {
    const weights = times(trials + 1, (k) => {
      const ways = choose(BigInt(trials), BigInt(k))
      return ways * BigInt(over) ** BigInt(k) * BigInt(under - over) ** BigInt(trials - k)
    })
    for (let k = 0; k <= trials; k += Math.ceil(trials / 23)) {
      near(logBinomialMass(k, trials, over / under), logShare(weights, k, k))
      near(logBinomialUpper(k, trials, over / under), logShare(weights, k, trials))
      near(logBinomialLower(k, trials, over / under), logShare(weights, 0, k))
    }
  })

const hypergeometrics: readonly (readonly [drawn: number, marked: number, size: number])[] = [
  [5, 10, 50],
  [300, 40, 900],
  [700, 600, 900],
]

for (const [drawn, marked, size] of hypergeometrics)
  test(`hypergeometric tails of ${drawn} drawn, ${marked} marked, of ${size} are exact`, () => {
    const weights = times(
      marked + 1,
      (k) => choose(BigInt(marked), BigInt(k)) * choose(BigInt(size - marked), BigInt(drawn - k)),
    )
    for (let k = 0; k <= marked; k += Math.ceil(marked / 19)) {
      near(logHypergeometricMass(k, drawn, marked, size), logShare(weights, k, k))
      near(logHypergeometricUpper(k, drawn, marked, size), logShare(weights, k, marked))
      near(logHypergeometricLower(k, drawn, marked, size), logShare(weights, 0, k))
    }
  })

test('Poisson tails are exact', () => {
  for (const mean of [1, 7, 120]) {
    const last = 400 + 4 * mean
    const weights = times(last + 1, (k) => {
      let weight = BigInt(mean) ** BigInt(k)
      for (let factor = k + 1; factor <= last; factor += 1) weight *= BigInt(factor)
      return weight
    })
    for (let k = 0; k <= 300; k += 13) {
      near(logPoissonUpper(k, mean), logShare(weights, k, last))
      near(logPoissonLower(k, mean), logShare(weights, 0, k))
    }
    near(logPoissonMass(0, mean), -mean)
  }
})

test('published values', () => {
  // Fisher's tea: four of four cups. A fair coin: 60 or more heads of 100. Poisson with mean 3: 8 or more.
  near(Math.exp(logHypergeometricUpper(4, 4, 4, 8)), 1 / 70)
  near(Math.exp(logBinomialUpper(60, 100, 0.5)), 0.028443966820490395)
  near(Math.exp(logPoissonUpper(8, 3)), 0.011904503856357386)
})

test('far tails of many trials stay exact: complement, recurrence and mass agree', () => {
  for (const [k, n, p] of [
    [5_100_000, 10_000_000, 0.5],
    [1300, 1_000_000_000, 1e-6],
  ] as const) {
    const here = logBinomialUpper(k, n, p)
    const sum = Math.exp(logBinomialMass(k, n, p) - here) + Math.exp(logBinomialUpper(k + 1, n, p) - here)
    near(sum, 1, 1e-9)
    near(logBinomialUpper(k, n, p), logBinomialLower(n - k, n, 1 - p), 1e-6)
  }
})

test('what is sure has log 0, what cannot be has −∞', () => {
  for (const p of [0, 0.3, 1]) {
    assert.equal(logBinomialUpper(0, 5, p), 0)
    assert.equal(logBinomialLower(5, 5, p), 0)
    assert.equal(logBinomialUpper(6, 5, p), -Infinity)
    assert.equal(logBinomialLower(-1, 5, p), -Infinity)
  }
  assert.equal(logBinomialUpper(1, 5, 0), -Infinity)
  assert.equal(logBinomialUpper(5, 5, 1), 0)
  assert.equal(logPoissonUpper(1, 0), -Infinity)
  assert.equal(logPoissonLower(0, 0), 0)
})

test('p-values of counts are super-uniform under the null and small under the alternative', () => {
  const random = new Random(1)
  const pOf = (share: number): number => {
    const [hits] = multinomial(200, Float64Array.of(share, 1 - share), random)
    return Math.exp(logBinomialUpper(hits!, 200, 0.1))
  }
  assert.ok(superUniformityP(times(1000, () => pOf(0.1))) > 0.01)
  assert.ok(
    shareBelow(
      times(200, () => pOf(0.2)),
      0.01,
    ) > 0.9,
  )
})
