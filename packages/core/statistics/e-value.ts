/**
 * Evidence that may be added up: an e-value is a bet against the null that has mean at most 1 under it. Here it is its
 * natural logarithm, in nats; −∞ is a bet that was lost.
 *
 * Everywhere an e-process is read at the time of looking, never at its best so far. Its current value is an e-value
 * whenever one stops, and by Ville's inequality it passes 1/α with probability at most α; its running maximum has mean
 * above 1 (infinite, for most), so neither averages nor products nor e-BH may be fed with it.
 */
import { logSum } from './log-gamma.ts'

/** The exponent of {@link powerCalibrator} where nothing else is said: good for p-values around 1e-5. */
export const calibratorExponent = 0.1

/**
 * κ p^(κ − 1), from log p, for κ in (0, 1) (Vovk and Wang, E-values: calibration, combination and applications, 2021).
 * A p-value of 0 (log −∞) answers +∞.
 */
export function powerCalibrator(logP: number, exponent: number = calibratorExponent): number {
  return Math.log(exponent) + (exponent - 1) * Math.min(0, logP)
}

/**
 * All power calibrators at once, averaged over κ: (1 − p + p log p) / (p log² p), from log p (Vovk and Wang, 2021). For
 * small p about 1 / (p log² p); ½ at p = 1.
 */
export function mixtureCalibrator(logP: number): number {
  const log = Math.min(0, logP)
  if (log === -Infinity) return Infinity
  // 1 − p + p log p = p (e^x − 1 − x), x = −log p; near p = 1 by its series, where the difference cancels.
  const x = -log
  if (x < 1e-3) return Math.log(0.5 + x / 6 + (x * x) / 24)
  if (x > 500) return x - 2 * Math.log(x)
  return Math.log((Math.expm1(x) - x) / (x * x))
}

/** The mean of e-values, however they depend on each other; `weights` ≥ 0, equal without. −∞ of none. O(n). */
export function averageEvidence(logE: Float64Array, weights?: Float64Array): number {
  if (weights === undefined) return logSum(logE) - Math.log(logE.length)
  let total = 0
  for (const weight of weights) total += weight
  return logSum(logE.map((nats, at) => nats + Math.log(weights[at]! / total)))
}

/**
 * The product of e-values that are independent, or each an e-value given those before it. A lost bet stays lost.
 * 0 nats of none. O(n).
 */
export function multiplyEvidence(logE: Float64Array): number {
  let nats = 0
  for (const one of logE) {
    if (one === -Infinity) return -Infinity
    nats += one
  }
  return nats
}

/** log of the p-value min(1, 1/e): the best that holds for every e-value (Markov). */
export function logPOfEvidence(logE: number): number {
  return Math.min(0, -logE)
}
