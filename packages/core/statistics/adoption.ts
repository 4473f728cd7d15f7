/** Whether a group took up something new sooner than others: a model that was released, a feature. */
import { logNormalUpper } from './normal.ts'
import { permutationTest } from './permutation.ts'
import type { Random } from './random.ts'

/** Who took it up, and when. */
export interface Adoption {
  /** Per account how long it took, or how long it was seen without: any unit, ≥ 0. */
  readonly delays: Float64Array
  /** Per account 1 when it took it up, 0 when it had not by the end of its delay. */
  readonly adopted: Uint8Array
  /** Per account 1 for the group, 0 for the reference. */
  readonly labels: Int32Array
  /** Per account its segment: compared within. */
  readonly strata?: Int32Array
}

/** How much sooner. */
export interface SoonerAdoption {
  readonly adopted: number
  /** What the group would have had of the adoptions at the pace of all. */
  readonly expected: number
  /** By permutation: exact. */
  readonly p: number
  /** log of the same in the limit of large groups, for what is below 1 / (count + 1). */
  readonly logPLimit: number
}

/**
 * The stratified log-rank test in its permutation form (Peto and Peto, Asymptotically efficient rank invariant test
 * procedures, 1972), upper tail: small when the group is sooner. Null: within a segment, which accounts are the group's
 * is chance, also for how long they were seen. O(n log n + count × n).
 */
export function soonerAdoption(
  adoption: Adoption,
  { count, hitsMax, random }: { readonly count: number; readonly hitsMax?: number; readonly random: Random },
): SoonerAdoption {
  const { labels, adopted } = adoption
  const strata = adoption.strata ?? new Int32Array(labels.length)
  const scores = logRankScores(adoption, strata)
  const plan = { labels, strata, count, random, ...(hitsMax !== undefined && { hitsMax }) }
  const { observed, p } = permutationTest(plan, (relabelled) =>
    scores.reduce((sum, score, account) => sum + score * relabelled[account]!, 0),
  )
  const taken = labels.reduce((sum, label, account) => sum + label * adopted[account]!, 0)
  const variance = permutationVariance(scores, labels, strata)
  const logPLimit = variance === 0 ? 0 : logNormalUpper(observed / Math.sqrt(variance))
  return { adopted: taken, expected: taken - observed, p, logPLimit }
}

/** Per account what it did less what was to be expected in its time (Nelson–Aalen); a segment's scores sum to 0. */
function logRankScores({ delays, adopted }: Adoption, strata: Int32Array): Float64Array {
  const order = Int32Array.from(delays.keys()).sort(
    (a, b) => strata[a]! - strata[b]! || delays[a]! - delays[b]! || a - b,
  )
  const scores = new Float64Array(delays.length)
  const segmentEnd = (from: number): number => {
    let to = from
    while (to < order.length && strata[order[to]!] === strata[order[from]!]) to += 1
    return to
  }
  for (let from = 0, end = 0; from < order.length; from = end) {
    end = segmentEnd(from)
    let hazard = 0
    for (let at = from, next = from; at < end; at = next) {
      let events = 0
      for (; next < end && delays[order[next]!] === delays[order[at]!]; next += 1) events += adopted[order[next]!]!
      hazard += events / (end - at)
      for (let tied = at; tied < next; tied += 1) scores[order[tied]!] = adopted[order[tied]!]! - hazard
    }
  }
  return scores
}

/** The variance of the group's sum of scores over all relabellings within segments; each segment's scores sum to 0. */
function permutationVariance(scores: Float64Array, labels: Int32Array, strata: Int32Array): number {
  const segments = new Map<number, { size: number; members: number; squares: number }>()
  for (const [account, score] of scores.entries()) {
    const segment = segments.get(strata[account]!) ?? { size: 0, members: 0, squares: 0 }
    segment.size += 1
    segment.members += labels[account]!
    segment.squares += score * score
    segments.set(strata[account]!, segment)
  }
  let variance = 0
  for (const { size, members, squares } of segments.values())
    if (size > 1) variance += (members * (size - members) * squares) / (size * (size - 1))
  return variance
}
