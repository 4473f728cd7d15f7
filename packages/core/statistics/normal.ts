/** Tails of the normal and the chi-square law, as natural logarithms of probabilities; relative error about 1e-12. */
import { logRest } from './log-gamma.ts'
import { logPoissonMass } from './mass.ts'

const halfLogTwoPi = 0.5 * Math.log(2 * Math.PI)
/** From here on the continued fraction needs few steps, and before it the series loses no digits that matter. */
const fractionFrom = 3
const fractionSteps = 120
const fractionStepsMax = 100_000
const tiny = 1e-300

/** log P(Z ≥ z), Z standard normal; right for any z, also where the probability itself would be 0. */
export function logNormalUpper(z: number): number {
  if (z < 0) return logRest(logNormalUpper(-z))
  const logDensity = -0.5 * z * z - halfLogTwoPi
  if (z < fractionFrom) return Math.log(0.5 - Math.exp(logDensity) * centralSeries(z))
  // Laplace's fraction z + 1/(z + 2/(z + 3/…)), from the inside.
  let fraction = z
  for (let step = fractionSteps; step >= 1; step -= 1) fraction = z + step / fraction
  return logDensity - Math.log(fraction)
}

/** P(0 ≤ Z ≤ z) over the density at z: z + z³/3 + z⁵/15 + …. */
function centralSeries(z: number): number {
  let term = z
  let sum = z
  for (let odd = 3; term > 1e-18 * sum; odd += 2) {
    term *= (z * z) / odd
    sum += term
  }
  return sum
}

/** log P(X ≥ x), X chi-square with `freedom` > 0 degrees of freedom; x ≥ 0. O(√freedom). */
export function logChiSquareUpper(x: number, freedom: number): number {
  const shape = freedom / 2
  const half = x / 2
  if (half <= 0) return 0
  if (half < shape + 1) return logRest(logGammaSeries(shape, half))
  return Math.min(0, logPoissonMass(shape, half) + Math.log(shape * gammaFraction(shape, half)))
}

/** log P(X ≤ x), X chi-square with `freedom` > 0 degrees of freedom; x ≥ 0. O(√freedom). */
export function logChiSquareLower(x: number, freedom: number): number {
  const shape = freedom / 2
  const half = x / 2
  if (half <= 0) return -Infinity
  if (half < shape + 1) return logGammaSeries(shape, half)
  return logRest(logChiSquareUpper(x, freedom))
}

/** log of the regularised lower incomplete gamma function: Poisson masses at shape, shape + 1, …. */
function logGammaSeries(shape: number, x: number): number {
  let term = 1
  let sum = 1
  for (let step = 1; term > 1e-17 * sum; step += 1) {
    term *= x / (shape + step)
    sum += term
  }
  return Math.min(0, logPoissonMass(shape, x) + Math.log(sum))
}

/** Γ(shape, x) e^x x^(−shape), Legendre's fraction by Lentz's method (Thompson and Barnett, 1986). */
function gammaFraction(shape: number, x: number): number {
  let bottom = x + 1 - shape
  let ratio = 1 / tiny
  let inverse = 1 / bottom
  let fraction = inverse
  for (let step = 1; step <= fractionStepsMax; step += 1) {
    const numerator = -step * (step - shape)
    bottom += 2
    inverse = 1 / nonzero(numerator * inverse + bottom)
    ratio = nonzero(bottom + numerator / ratio)
    const factor = ratio * inverse
    fraction *= factor
    if (Math.abs(factor - 1) < 1e-16) break
  }
  return fraction
}

function nonzero(x: number): number {
  return Math.abs(x) < tiny ? tiny : x
}
