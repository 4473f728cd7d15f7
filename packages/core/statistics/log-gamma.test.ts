// Log-gamma, binomial coefficients and sums of exponentials agree with whole-number arithmetic.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { logChoose, logGamma, logRest, logSum } from './log-gamma.ts'

const near = (actual: number, expected: number, tolerance = 1e-13): void =>
  assert.ok(Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected)), `${actual} for ${expected}`)

test('log-gamma is the logarithm of a factorial', () => {
  let factorial = 1
  for (let n = 1; n <= 170; n += 1) {
    near(logGamma(n), Math.log(factorial))
    factorial *= n
  }
})

test('log-gamma at halves and near nought', () => {
  near(logGamma(0.5), 0.5 * Math.log(Math.PI))
  near(logGamma(1.5), 0.5 * Math.log(Math.PI) - Math.LN2)
  // Γ(x) is 1/x − γ + … near 0.
  near(logGamma(1e-10), Math.log(1e10 - 0.5772156649015329))
  assert.equal(logGamma(0), Infinity)
})

test('binomial coefficients', () => {
  near(logChoose(5, 2), Math.log(10))
  near(logChoose(52, 5), Math.log(2_598_960))
  near(logChoose(60, 30), Math.log(118_264_581_564_861_424))
  near(logChoose(1e9, 2), Math.log((1e9 * (1e9 - 1)) / 2))
  assert.equal(logChoose(7, 0), 0)
  assert.equal(logChoose(7, 8), -Infinity)
  assert.equal(logChoose(7, -1), -Infinity)
})

test('sums of exponentials neither overflow nor vanish', () => {
  near(logSum([Math.log(2), Math.log(3), -Infinity]), Math.log(5))
  near(logSum([-1000, -1000]), -1000 + Math.LN2)
  near(logSum([1000, 0]), 1000)
  assert.equal(logSum([]), -Infinity)
})

test('the rest of a probability', () => {
  near(logRest(Math.log(0.25)), Math.log(0.75))
  near(logRest(-1e-20), Math.log(1e-20))
  near(logRest(-800), 0)
  assert.equal(logRest(0), -Infinity)
})
