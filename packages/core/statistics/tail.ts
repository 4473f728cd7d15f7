/**
 * Tails of counts, as natural logarithms of probabilities. The tail away from the mode is one mass times a sum of
 * falling ratios, so it is exact however small it is; the other one is its complement. Relative error about 1e-12;
 * O(√variance) terms, at most some 10 standard deviations of them.
 */
import { logRest } from './log-gamma.ts'
import { logBinomialMass, logHypergeometricMass, logPoissonMass } from './mass.ts'

/** A unimodal law on the integers from `first` to `last`, by its mass and the ratios of neighbours. */
interface CountLaw {
  readonly first: number
  readonly last: number
  readonly mode: number
  logMass(count: number): number
  /** Mass at `count` + 1 over that at `count`; below 1 from the mode on. */
  up(count: number): number
  /** Mass at `count` − 1 over that at `count`; below 1 up to the mode. */
  down(count: number): number
}

const termShareMin = 1e-17

/** The sum of the masses from `from` on in one direction, over the mass there. */
function seriesFrom(from: number, step: 1 | -1, ratio: (count: number) => number): number {
  let term = 1
  let sum = 1
  for (let count = from; term > termShareMin * sum; count += step) {
    term *= ratio(count)
    sum += term
  }
  return sum
}

function logUpper(law: CountLaw, count: number): number {
  const from = Math.ceil(count)
  if (from <= law.first) return 0
  if (from > law.last) return -Infinity
  if (from <= law.mode) return logRest(logLower(law, from - 1))
  return Math.min(0, law.logMass(from) + Math.log(seriesFrom(from, 1, law.up)))
}

function logLower(law: CountLaw, count: number): number {
  const from = Math.floor(count)
  if (from >= law.last) return 0
  if (from < law.first) return -Infinity
  if (from >= law.mode) return logRest(logUpper(law, from + 1))
  return Math.min(0, law.logMass(from) + Math.log(seriesFrom(from, -1, law.down)))
}

function binomialLaw(trials: number, probability: number): CountLaw {
  const odds = probability / (1 - probability)
  return {
    first: probability === 1 ? trials : 0,
    last: probability === 0 ? 0 : trials,
    mode: (trials + 1) * probability,
    logMass: (count) => logBinomialMass(count, trials, probability),
    up: (count) => ((trials - count) / (count + 1)) * odds,
    down: (count) => count / (trials - count + 1) / odds,
  }
}

function poissonLaw(mean: number): CountLaw {
  return {
    first: 0,
    last: mean === 0 ? 0 : Infinity,
    mode: mean,
    logMass: (count) => logPoissonMass(count, mean),
    up: (count) => mean / (count + 1),
    down: (count) => count / mean,
  }
}

function hypergeometricLaw(drawn: number, marked: number, size: number): CountLaw {
  const others = size - marked - drawn
  return {
    first: Math.max(0, -others),
    last: Math.min(drawn, marked),
    mode: ((drawn + 1) * (marked + 1)) / (size + 2),
    logMass: (count) => logHypergeometricMass(count, drawn, marked, size),
    up: (count) => ((marked - count) * (drawn - count)) / ((count + 1) * (others + count + 1)),
    down: (count) => (count * (others + count)) / ((marked - count + 1) * (drawn - count + 1)),
  }
}

/** log P(X ≥ successes), X the successes in `trials` independent trials of `probability` in [0, 1]. */
export function logBinomialUpper(successes: number, trials: number, probability: number): number {
  return logUpper(binomialLaw(trials, probability), successes)
}

/** log P(X ≤ successes), X the successes in `trials` independent trials of `probability` in [0, 1]. */
export function logBinomialLower(successes: number, trials: number, probability: number): number {
  return logLower(binomialLaw(trials, probability), successes)
}

/** log P(X ≥ count), X Poisson with this mean ≥ 0. */
export function logPoissonUpper(count: number, mean: number): number {
  return logUpper(poissonLaw(mean), count)
}

/** log P(X ≤ count), X Poisson with this mean ≥ 0. */
export function logPoissonLower(count: number, mean: number): number {
  return logLower(poissonLaw(mean), count)
}

/** log P(X ≥ count), X the marked among `drawn` of `size`, of which `marked` are marked: Fisher's exact test, one-sided. */
export function logHypergeometricUpper(count: number, drawn: number, marked: number, size: number): number {
  return logUpper(hypergeometricLaw(drawn, marked, size), count)
}

/** log P(X ≤ count), X the marked among `drawn` of `size`, of which `marked` are marked. */
export function logHypergeometricLower(count: number, drawn: number, marked: number, size: number): number {
  return logLower(hypergeometricLaw(drawn, marked, size), count)
}
