// Totals more even than chance have a small lower tail, those of people do not; nothing is less likely than it is.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dispersionOf } from './dispersion.ts'
import { logGamma } from './log-gamma.ts'
import { Random } from './random.ts'
import { gamma, multinomial, shareBelow, superUniformityP, times, uniformityP } from './simulation.fixture.ts'

const random = new Random(21)
const near = (actual: number, expected: number, tolerance = 1e-10): void =>
  assert.ok(Math.abs(actual - expected) < tolerance, `${actual} for ${expected}`)

const even = (accounts: number, total: number): Float64Array =>
  multinomial(total, new Float64Array(accounts).fill(1), random)
const people = (accounts: number, total: number): Float64Array =>
  multinomial(
    total,
    Float64Array.from({ length: accounts }, () => gamma(1, random)),
    random,
  )

test('index of dispersion: by hand', () => {
  const { index, logLower, logUpper } = dispersionOf({ counts: Float64Array.of(2, 4, 6) })
  near(index, 1)
  // Chi-square with two degrees: P(X ≥ x) = e^−x/2; half a step is 3 / 12.
  near(logUpper, -(2 - 0.25) / 2)
  near(Math.exp(logLower), 1 - Math.exp(-(2 + 0.25) / 2))
  assert.deepEqual(dispersionOf({ counts: new Float64Array(3) }), { index: 1, logLower: 0, logUpper: 0 })
})

/** Every outcome of so many uses over so many accounts: per sum of squares, an example and P(that or more even). */
function everySpread(accounts: number, uses: number): { counts: Float64Array; logP: number }[] {
  let states = times(uses + 1, () => new Map<number, { weight: number; counts: readonly number[] }>())
  states[0]!.set(0, { weight: 1, counts: [] })
  for (let account = 0; account < accounts; account += 1) {
    const next: typeof states = times(uses + 1, () => new Map())
    for (const [total, bySquares] of states.entries())
      for (const [squares, { weight, counts }] of bySquares)
        for (let count = 0; total + count <= uses; count += 1) {
          const key = squares + count * count
          const known = next[total + count]!.get(key)
          const more = weight * Math.exp(-logGamma(count + 1))
          next[total + count]!.set(key, { weight: (known?.weight ?? 0) + more, counts: [...counts, count] })
        }
    states = next
  }
  let sum = 0
  const bySquares = [...states[uses]!].sort(([a], [b]) => a - b)
  return bySquares.map(([, { weight, counts }]) => {
    sum += weight
    return { counts: Float64Array.from(counts), logP: Math.log(sum) + logGamma(uses + 1) - uses * Math.log(accounts) }
  })
}

for (const [accounts, uses] of [
  [6, 6],
  [8, 24],
  [12, 30],
] as const)
  test(`every spread of ${uses} uses over ${accounts} accounts counted: the lower tail is not below the truth`, () => {
    for (const { counts, logP } of everySpread(accounts, uses).filter((one) => one.logP < Math.log(0.3))) {
      const { logLower } = dispersionOf({ counts })
      assert.ok(logLower > logP - 0.01 && logLower < logP + 1.3, `${logLower} for ${logP}`)
    }
  })

test('index of dispersion: uniform p-values at random choice, small ones in turn, none for people', () => {
  const lower = (counts: Float64Array): number => Math.exp(dispersionOf({ counts }).logLower)
  assert.ok(uniformityP(times(800, () => lower(even(20, 400)))) > 0.01)
  assert.ok(superUniformityP(times(500, () => lower(people(20, 400)))) > 0.5)
  const nearlyEven = (): Float64Array => Float64Array.from({ length: 20 }, () => 20 + random.below(5))
  assert.equal(
    shareBelow(
      times(100, () => lower(nearlyEven())),
      1e-4,
    ),
    1,
  )
})

test('equal totals are as unlikely as they are, not impossible', () => {
  const equal = new Float64Array(30).fill(20)
  near(dispersionOf({ counts: equal }).logLower, logGamma(601) - 30 * logGamma(21) - 600 * Math.log(30), 1e-9)
  const exposure = Float64Array.from({ length: 30 }, (_, at) => 1 + at)
  const { logLower } = dispersionOf({ counts: exposure.map((one) => 10 * one), exposure })
  assert.ok(logLower > -200 && logLower < -50, `${logLower}`)
})
