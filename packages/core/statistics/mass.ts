/**
 * Probabilities of single values, as natural logarithms, by the saddle-point expansion of Catherine Loader (Fast and
 * accurate computation of binomial probabilities, 2000): differences of large log-gammas never occur, so the relative
 * error stays near 1e-13 for millions of trials.
 */
import { stirlingError } from './log-gamma.ts'

/** x log(x / mean) + mean − x, the deviance, without cancellation where x is near the mean. */
function deviance(x: number, mean: number): number {
  const gap = x - mean
  if (Math.abs(gap) >= 0.1 * (x + mean)) return x * Math.log(x / mean) - gap
  const ratio = gap / (x + mean)
  const square = ratio * ratio
  let power = 2 * x * ratio
  let sum = gap * ratio
  for (let odd = 3; ; odd += 2) {
    power *= square
    const next = sum + power / odd
    if (next === sum) return sum
    sum = next
  }
}

/** log P(X = x) for X Poisson with this mean ≥ 0; x ≥ 0, and any real x gives mean^x e^(−mean) / Γ(x + 1). */
export function logPoissonMass(x: number, mean: number): number {
  if (x < 0) return -Infinity
  if (mean === 0) return x === 0 ? 0 : -Infinity
  if (x === 0) return -mean
  return -stirlingError(x) - deviance(x, mean) - 0.5 * Math.log(2 * Math.PI * x)
}

/** log P(X = successes) in so many trials of this probability in [0, 1]; −∞ for what cannot be. */
export function logBinomialMass(successes: number, trials: number, probability: number): number {
  const failures = trials - successes
  if (successes < 0 || failures < 0) return -Infinity
  if (probability === 0) return successes === 0 ? 0 : -Infinity
  if (probability === 1) return failures === 0 ? 0 : -Infinity
  if (successes === 0) return trials * Math.log1p(-probability)
  if (failures === 0) return trials * Math.log(probability)
  const error = stirlingError(trials) - stirlingError(successes) - stirlingError(failures)
  const gap = deviance(successes, trials * probability) + deviance(failures, trials * (1 - probability))
  return error - gap + 0.5 * Math.log(trials / (2 * Math.PI * successes * failures))
}

/** log P(X = x), X the marked ones among `drawn` drawn without replacement from `size`, `marked` of which are marked. */
export function logHypergeometricMass(x: number, drawn: number, marked: number, size: number): number {
  if (x < 0 || x > marked || drawn - x < 0 || drawn - x > size - marked) return -Infinity
  const share = drawn / size
  if (share === 0 || share === 1) return 0
  return (
    logBinomialMass(x, marked, share) +
    logBinomialMass(drawn - x, size - marked, share) -
    logBinomialMass(drawn, size, share)
  )
}
