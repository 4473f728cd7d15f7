/**
 * How evenly totals are spread over accounts. A relay that balances its load spreads them evenly, cover traffic
 * included; people who know nothing of each other do not: some use much, most little.
 */
import { logGamma } from './log-gamma.ts'
import { logChiSquareLower, logChiSquareUpper } from './normal.ts'

/** The concentrations among which {@link fitConcentration} looks. Above, people are as even as a scheduler. */
export const concentrationMin = 1e-3
export const concentrationMax = 1e3

/** Counts per account, and what they are counts out of. */
export interface Spread {
  /** Uses per account, whole numbers ≥ 0. */
  readonly counts: Float64Array
  /** How long or how much each account could be used, > 0; without, all the same. */
  readonly exposure?: Float64Array
}

/** Uses beyond the first, for accounts that are in the list because they were used at all. */
export function beyondFirst(counts: Float64Array): Float64Array {
  return counts.map((count) => Math.max(0, count - 1))
}

/** Per account its share of the total that exposure gives it; sums to one. */
function sharesOf({ counts, exposure }: Spread): Float64Array {
  if (exposure === undefined) return counts.map(() => 1 / counts.length)
  let total = 0
  for (const one of exposure) total += one
  return exposure.map((one) => one / total)
}

/**
 * The log e-value, in nats, of "one scheduler spreads evenly" (multinomial by exposure) against the null "people, each
 * at a rate of their own" (Dirichlet–multinomial; account i has the parameter concentration × accounts × share i). Its
 * mean is exactly 1 under that null. People more uneven than `concentration` says lower it; people more even raise it,
 * so take the concentration of a reference population, or a larger one. Give {@link beyondFirst} of the counts when
 * accounts are listed because they were used. The total is taken as given; fewer than two accounts answer 0. O(n).
 */
export function evennessEvidence(spread: Spread, concentration: number): number {
  if (spread.counts.length < 2) return 0
  const shares = sharesOf(spread)
  let evenly = 0
  for (const [at, count] of spread.counts.entries()) if (count > 0) evenly += count * Math.log(shares[at]!)
  return evenly - peopleLog(spread.counts, shares, concentration)
}

/** log of the Dirichlet–multinomial probability, without the multinomial coefficient that both hypotheses share. */
function peopleLog(counts: Float64Array, shares: Float64Array, concentration: number): number {
  const whole = concentration * counts.length
  let total = 0
  let log = 0
  for (const [at, count] of counts.entries()) {
    if (count === 0) continue
    total += count
    log += logGamma(whole * shares[at]! + count) - logGamma(whole * shares[at]!)
  }
  return log - logGamma(whole + total) + logGamma(whole)
}

/**
 * The concentration under which the counts of a reference population are likeliest, within {@link concentrationMin} and
 * {@link concentrationMax}; small where few use most. Needs no totals: as the population grows it is that of gamma
 * rates. Golden section over its logarithm, where the likelihood has one peak; O(60 n).
 */
export function fitConcentration(reference: Spread): number {
  const shares = sharesOf(reference)
  const value = (log: number): number => peopleLog(reference.counts, shares, Math.exp(log))
  return Math.exp(peakOf(value, Math.log(concentrationMin), Math.log(concentrationMax)))
}

/** Where a function with one peak has it (Kiefer, Sequential minimax search for a maximum, 1953). */
function peakOf(value: (x: number) => number, from: number, to: number): number {
  const golden = (Math.sqrt(5) - 1) / 2
  let [low, high] = [from, to]
  let [left, right] = [high - golden * (high - low), low + golden * (high - low)]
  let [atLeft, atRight] = [value(left), value(right)]
  for (let step = 0; step < 60; step += 1) {
    if (atLeft > atRight) {
      ;[high, right, atRight] = [right, left, atLeft]
      left = high - golden * (high - low)
      atLeft = value(left)
    } else {
      ;[low, left, atLeft] = [left, right, atRight]
      right = low + golden * (high - low)
      atRight = value(right)
    }
  }
  return (low + high) / 2
}

/** The classic look at the same. */
export interface Dispersion {
  /** Pearson's sum over the degrees of freedom: 1 when every use falls to an account at random, 0 when all get equal. */
  readonly index: number
  /** log P(as even), log P(as uneven), were every use at random. */
  readonly logLower: number
  readonly logUpper: number
}

/**
 * The index of dispersion (Fisher, Statistical methods for research workers, 1925) and its tails by the chi-square law.
 * Null: every use falls to an account by exposure, independently. Whoever is more uneven than that, as people are,
 * makes `logLower` conservative; `logUpper` is then small. Approximate: right to a few percent from five expected uses
 * per account on. Fewer than two accounts, or no uses, answer index 1 and logs 0. O(n).
 */
export function dispersionOf(spread: Spread): Dispersion {
  const freedom = spread.counts.length - 1
  const total = spread.counts.reduce((sum, count) => sum + count, 0)
  if (freedom < 1 || total === 0) return { index: 1, logLower: 0, logUpper: 0 }
  const shares = sharesOf(spread)
  let sum = 0
  for (const [at, count] of spread.counts.entries()) {
    const expected = total * shares[at]!
    sum += (count - expected) ** 2 / expected
  }
  const [logLower, logUpper] = [logChiSquareLower(sum, freedom), logChiSquareUpper(sum, freedom)]
  return { index: sum / freedom, logLower, logUpper }
}

/**
 * {@link evennessEvidence} against the least favourable of several concentrations: an e-value whichever of them is
 * true (Wasserman, Ramdas and Balakrishnan, Universal inference, 2020). +∞ of no concentrations.
 */
export function evennessEvidenceAgainst(spread: Spread, concentrations: readonly number[]): number {
  return Math.min(...concentrations.map((concentration) => evennessEvidence(spread, concentration)))
}
