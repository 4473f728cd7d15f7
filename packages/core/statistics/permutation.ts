/**
 * Permutation tests: how often a relabelling does as much as the labels that are there. Labels move only within a
 * stratum, so that what strata differ in (plan, size, language) is never taken for evidence.
 */
import type { Random } from './random.ts'

/** A statistic within this share of the observed one counts as equal: sums in another order differ in the last bits. */
const tieShare = 1e-9

/** What to permute, and how long. */
export interface Permutations {
  /** One label per unit. */
  readonly labels: Int32Array
  /** One stratum per unit; without, all units are exchangeable. */
  readonly strata?: Int32Array
  /** Relabellings at most: the smallest p-value is 1 / (count + 1). */
  readonly count: number
  /** Stop after so many relabellings that did as much: nothing is to be learnt of a p-value that is plainly large. */
  readonly hitsMax?: number
  readonly random: Random
}

/** What a permutation test found. */
export interface PermutationResult {
  readonly observed: number
  /** Exact: at most u with probability at most u under the null, whatever the statistic. */
  readonly p: number
  readonly permutations: number
}

/**
 * The upper-tail p-value of `statistic` by random relabelling. Null: within a stratum labels are exchangeable.
 * (hits + 1) / (count + 1) (Phipson and Smyth, Permutation p-values should never be zero, 2010), or hits / count when
 * stopped at `hitsMax` (Besag and Clifford, Sequential Monte Carlo p-values, 1991). The statistic gets an array that is
 * reused. O(count × (units + statistic)).
 */
export function permutationTest(plan: Permutations, statistic: (labels: Int32Array) => number): PermutationResult {
  const observed = statistic(plan.labels)
  const least = observed - tieShare * Math.abs(observed)
  const { order, starts } = strataOf(plan)
  const shuffled = Int32Array.from(order, (unit) => plan.labels[unit]!)
  const labels = new Int32Array(order.length)
  let hits = 0
  for (let done = 1; done <= plan.count; done += 1) {
    for (let at = 0; at + 1 < starts.length; at += 1) plan.random.shuffle(shuffled, starts[at]!, starts[at + 1]!)
    for (let at = 0; at < order.length; at += 1) labels[order[at]!] = shuffled[at]!
    if (statistic(labels) >= least) hits += 1
    if (hits === plan.hitsMax) return { observed, p: hits / done, permutations: done }
  }
  return { observed, p: (hits + 1) / (plan.count + 1), permutations: plan.count }
}

/**
 * The same for draws that are made elsewhere: (draws as large as `observed` + 1) / (count + 1), exact when the observed
 * value and the draws are exchangeable under the null. O(count × draw).
 */
export function permutationP(observed: number, draw: () => number, count: number): number {
  const least = observed - tieShare * Math.abs(observed)
  let hits = 0
  for (let done = 0; done < count; done += 1) if (draw() >= least) hits += 1
  return (hits + 1) / (count + 1)
}

/** Units by stratum, then by index, and where each stratum starts (one more entry for the end). */
function strataOf({ labels, strata }: Permutations): { order: Int32Array; starts: number[] } {
  const order = Int32Array.from(labels.keys())
  if (strata === undefined) return { order, starts: [0, order.length] }
  order.sort((a, b) => strata[a]! - strata[b]! || a - b)
  const starts: number[] = []
  for (const [at, unit] of order.entries()) if (at === 0 || strata[unit] !== strata[order[at - 1]!]) starts.push(at)
  return { order, starts: [...starts, order.length] }
}
