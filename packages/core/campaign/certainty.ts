/**
 * How sure a claim is: the number of groups of honest people that would look so by chance, and what follows for all claims
 * together.
 *
 * Two things show common control. Work goes around among accounts: people do that too, with a second account or in a
 * household, and how fast their circles thin out with size is read off the small circles of the same population, which are
 * theirs for the most part. Accounts take turns: there the evidence is an e-value, which honest people exceed by chance with
 * the probability of its inverse (Ville 1939; Vovk and Wang, "E-values: Calibration, combination and applications", 2021).
 * Circles only grow and e-values may be read at any time, so looking again and again costs nothing.
 */
import type { Pool } from './pool.ts'

/** Circles of hand-overs in a population, by size. */
export interface SmallCircles {
  /** Circles of two, which are a person's two accounts for the most part, and of three or four. */
  readonly pairs: number
  readonly larger: number
}

/** A circle of so many is not taken for honest when circles are counted. */
export const smallCircleMax = 4

/** However few small circles there are, one in so many has a further account; and however many, no more than this. */
const growthShareMin = 0.05
const growthShareMax = 0.35

/** How a population's honest circles thin out: the share of those of a size that have one account more. In (0, 1). */
export function growthShareOf({ pairs, larger }: SmallCircles): number {
  return Math.min(growthShareMax, Math.max(growthShareMin, (larger + 1) / (pairs + larger + 2)))
}

/**
 * The number of groups of honest people, in a population with so many small circles, that would show at least as much
 * common control as `pool` does: geometric in the size of its circles, or by its e-value, whichever is less, doubled
 * for looking at two things. 0 < answer.
 */
export function expectedFalse(pool: Pool, circles: SmallCircles): number {
  const honest = circles.pairs + circles.larger + 1
  const byCircle = honest * growthShareOf(circles) ** Math.max(0, pool.circleSize - 2)
  const byTurns = Math.exp(-pool.turnNats)
  return Math.max(Number.MIN_VALUE, 2 * Math.min(byCircle, byTurns))
}

/**
 * The least false-discovery rate at which each claim is still made, in the order given: claims are made from the surest on,
 * as long as the expected number of false ones is at most the rate times their number (Benjamini and Hochberg, "Controlling
 * the False Discovery Rate", 1995, with expected numbers in the place of p-values times hypotheses). In [0, 1].
 */
export function claimLevels(expected: readonly number[]): number[] {
  const order = expected.map((_, index) => index).sort((x, y) => expected[x]! - expected[y]! || x - y)
  const levels = expected.map(() => 1)
  let least = 1
  for (let rank = order.length; rank > 0; rank -= 1) {
    least = Math.min(least, expected[order[rank - 1]!]! / rank)
    levels[order[rank - 1]!] = least
  }
  return levels
}
