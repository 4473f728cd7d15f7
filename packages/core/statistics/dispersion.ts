/** The index of dispersion: whether totals are more even, or less, than chance makes them. */
import { logGamma } from './log-gamma.ts'
import { logChiSquareLower, logChiSquareUpper } from './normal.ts'
import { sharesOf, type Spread } from './spread.ts'

/** How unevenly totals are spread, against every use falling to an account at random. */
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
 * makes `logLower` conservative; `logUpper` is then small. Corrected for totals being whole numbers: in seven sizes from
 * 8 × 1 to 40 × 2 accounts × uses without exposures, counted out, `logLower` was below the truth by 1 % at most; with
 * 50 × 3 by a factor of three at 1e-23. Never below the probability of the spread itself: equal totals are unlikely, not
 * impossible. Fewer than two accounts, or no uses, answer index 1 and logs 0. O(n log n).
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
  // Half a step: moving one use changes the sum of squares by 2 or more.
  const half = spread.counts.length / total
  const logLower = Math.max(logChiSquareLower(sum + half, freedom), logOfSpread(spread, shares, total))
  return { index: sum / freedom, logLower, logUpper: logChiSquareUpper(sum - half, freedom) }
}

/** The multinomial probability of these totals; without exposures, of these in any order. */
function logOfSpread({ counts, exposure }: Spread, shares: Float64Array, total: number): number {
  let log = logGamma(total + 1)
  for (const [at, count] of counts.entries()) if (count > 0) log += count * Math.log(shares[at]!) - logGamma(count + 1)
  if (exposure !== undefined) return Math.min(0, log)
  log += logGamma(counts.length + 1)
  const sorted = counts.toSorted()
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    while (to < sorted.length && sorted[to] === sorted[from]) to += 1
    log -= logGamma(to - from + 1)
  }
  return Math.min(0, log)
}
