// E-values have mean at most 1 under the null, grow under the alternative, and agree with their closed forms.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { averageEvidence, logPOfEvidence, mixtureCalibrator, multiplyEvidence, powerCalibrator } from './e-value.ts'
import { Random } from './random.ts'
import { normal, superUniformityP, times } from './simulation.fixture.ts'

const near = (actual: number, expected: number, tolerance = 1e-10): void =>
  assert.ok(Math.abs(actual - expected) < tolerance, `${actual} for ${expected}`)

/** The mean of exp(calibrator) over p uniform, with p = e^−x integrated over x: Simpson's rule. */
function meanOver(calibrator: (logP: number) => number): number {
  const [steps, last] = [400_000, 400]
  const width = last / steps
  let sum = 0
  for (let step = 0; step <= steps; step += 1) {
    const x = step * width
    const weight = step === 0 || step === steps ? 1 : step % 2 === 1 ? 4 : 2
    sum += (weight * Math.exp(calibrator(-x) - x) * width) / 3
  }
  return sum
}

test('calibrators spend exactly what they have', () => {
  for (const exponent of [0.05, 0.1, 0.5])
    near(
      meanOver((logP) => powerCalibrator(logP, exponent)),
      1,
      1e-7,
    )
  // What lies beyond p = e^−400 is ∫ 1/x² there: 1/400.
  near(meanOver(mixtureCalibrator), 1 - 1 / 400, 1e-6)
})

test('closed forms', () => {
  near(powerCalibrator(Math.log(0.01), 0.5), Math.log(5))
  const p = 0.01
  near(mixtureCalibrator(Math.log(p)), Math.log((1 - p + p * Math.log(p)) / (p * Math.log(p) ** 2)))
  near(mixtureCalibrator(0), Math.log(0.5))
  for (const edge of [1e-3, 500]) near(mixtureCalibrator(-edge * 0.999999), mixtureCalibrator(-edge * 1.000001), 2e-3)
  assert.equal(mixtureCalibrator(-Infinity), Infinity)
  near(mixtureCalibrator(-2000), 2000 - 2 * Math.log(2000))
})

test('averages and products', () => {
  near(averageEvidence(Float64Array.of(Math.log(4), Math.log(2), -Infinity)), Math.log(2))
  near(averageEvidence(Float64Array.of(Math.log(4), Math.log(2)), Float64Array.of(3, 1)), Math.log(3.5))
  near(multiplyEvidence(Float64Array.of(Math.log(4), Math.log(2))), Math.log(8))
  assert.equal(multiplyEvidence(Float64Array.of(-Infinity, Infinity)), -Infinity)
  assert.equal(multiplyEvidence(new Float64Array()), 0)
})

/** exp(δ Σ z − n δ² / 2): the likelihood ratio of a mean of δ against 0, over `count` looks. */
function process(shift: number, count: number, random: Random): Float64Array {
  let nats = 0
  return Float64Array.from({ length: count }, () => (nats += 0.5 * (shift + normal(random)) - 0.125))
}

test('the p-value of an e-value is conservative at any time of stopping; the running maximum is no e-value', () => {
  const random = new Random(13)
  const runs = times(2000, () => process(0, 60, random))
  const atEnd = runs.map((run) => Math.exp(logPOfEvidence(run.at(-1)!)))
  // Stops as soon as it looks good.
  const atBest = runs.map((run) => Math.exp(logPOfEvidence(run.find((nats) => nats > Math.log(10)) ?? run.at(-1)!)))
  assert.ok(superUniformityP(atEnd) > 0.01 && superUniformityP(atBest) > 0.01)
  const meanMaximum = runs.reduce((sum, run) => sum + Math.exp(Math.max(...run)), 0) / runs.length
  assert.ok(meanMaximum > 2, `${meanMaximum}`)
})

test('evidence grows under the alternative', () => {
  const random = new Random(14)
  const nats = times(200, () => process(0.5, 60, random).at(-1)!)
  assert.ok(nats.filter((one) => one > Math.log(20)).length > 150)
})
