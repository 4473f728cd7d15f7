// Tails of the normal and the chi-square law agree with tables, with closed forms and with each other.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { logChiSquareLower, logChiSquareUpper, logNormalUpper } from './normal.ts'
import { Random } from './random.ts'
import { normal, shareBelow, times, uniformityP } from './simulation.fixture.ts'
import { logPoissonLower } from './tail.ts'

const near = (actual: number, expected: number, tolerance = 1e-10): void =>
  assert.ok(Math.abs(actual - expected) <= tolerance * Math.abs(expected), `${actual} for ${expected}`)

const published: readonly (readonly [z: number, upper: number])[] = [
  [0, 0.5],
  [1, 0.15865525393145707],
  [1.959963984540054, 0.025],
  [3, 0.0013498980316300946],
  [-1, 0.8413447460685429],
  [6, 9.865876450376981e-10],
  [10, 7.619853024160527e-24],
  [37, 5.725571222524e-300],
]

for (const [z, upper] of published)
  test(`a normal value reaches ${z} with probability ${upper}`, () => near(Math.exp(logNormalUpper(z)), upper))

test('the normal tail is smooth where the method changes, and right where the probability would be 0', () => {
  near(logNormalUpper(3 - 1e-9) - logNormalUpper(3 + 1e-9), 2e-9 * 3.2830986, 1e-3)
  near(logNormalUpper(100), -5005.524208694205)
})

test('chi-square tails: tables, closed forms for even degrees, the square of a normal value', () => {
  near(Math.exp(logChiSquareUpper(3.841458820694124, 1)), 0.05)
  near(Math.exp(logChiSquareUpper(124.34211340400407, 100)), 0.05)
  near(Math.exp(logChiSquareLower(77.92946516501729, 100)), 0.05)
  for (const x of [0.01, 1, 8, 90, 1500]) {
    near(logChiSquareUpper(x, 2), -x / 2)
    near(logChiSquareUpper(x, 1), Math.LN2 + logNormalUpper(Math.sqrt(x)))
    for (const half of [3, 40, 700]) near(logChiSquareUpper(x, 2 * half), logPoissonLower(half - 1, x / 2), 1e-9)
  }
})

test('both tails of chi-square make one, also with a million degrees', () => {
  for (const [x, freedom] of [
    [999_000, 1e6],
    [1_002_000, 1e6],
    [3, 5.5],
  ] as const)
    near(Math.exp(logChiSquareLower(x, freedom)) + Math.exp(logChiSquareUpper(x, freedom)), 1)
})

test('p-values are uniform under the null and small under the alternative', () => {
  const random = new Random(2)
  const squares = (scale: number): number => times(7, () => scale * normal(random) ** 2).reduce((a, b) => a + b)
  assert.ok(uniformityP(times(1000, () => Math.exp(logNormalUpper(normal(random))))) > 0.01)
  assert.ok(uniformityP(times(1000, () => Math.exp(logChiSquareLower(squares(1), 7)))) > 0.01)
  assert.ok(
    shareBelow(
      times(200, () => Math.exp(logChiSquareUpper(squares(12), 7))),
      0.01,
    ) > 0.8,
  )
  assert.ok(
    shareBelow(
      times(200, () => Math.exp(logNormalUpper(3 + normal(random)))),
      0.05,
    ) > 0.8,
  )
})
