/** Whether a group does few things where comparable accounts do many, and covers those few evenly. */
import { permutationTest } from './permutation.ts'
import type { Random } from './random.ts'

/** What accounts do, by category. */
export interface CategoryMix {
  /** Row by row: `counts[account × categories + category]`. Accounts that did nothing are left out. */
  readonly counts: Float64Array
  readonly categories: number
  /** Per account 1 for the group, 0 for the reference. */
  readonly labels: Int32Array
  /** Per account its segment; group and reference are compared within. */
  readonly strata?: Int32Array
}

/** What concentration was found. */
export interface Concentration {
  /** Kullback–Leibler divergence of the group's mix from that of the reference in the same segments, in nats, ≥ 0. */
  readonly divergenceNats: number
  readonly p: number
}

/**
 * How far the group's mix of categories is from the reference's. Every account counts the same, however much it did, and
 * the reference is weighted to the group's segments. Null: within a segment, which accounts are the group's is chance.
 * O(count × accounts × categories); permutations stop at `hitsMax`, when given.
 */
export function concentrationAgainst(
  mix: CategoryMix,
  { count, hitsMax, random }: { readonly count: number; readonly hitsMax?: number; readonly random: Random },
): Concentration {
  const shares = accountShares(mix)
  const strataCount = 1 + (mix.strata?.reduce((most, one) => Math.max(most, one), 0) ?? 0)
  const plan = {
    labels: mix.labels,
    count,
    random,
    ...(mix.strata && { strata: mix.strata }),
    ...(hitsMax !== undefined && { hitsMax }),
  }
  const { observed, p } = permutationTest(plan, (labels) => divergence({ ...mix, labels }, shares, strataCount))
  return { divergenceNats: observed, p }
}

/** Rows that sum to one; a row of nothing stays nothing. */
function accountShares({ counts, categories }: CategoryMix): Float64Array {
  const shares = counts.slice()
  for (let from = 0; from < counts.length; from += categories) {
    const row = shares.subarray(from, from + categories)
    const total = row.reduce((sum, one) => sum + one, 0)
    if (total > 0) for (let at = 0; at < categories; at += 1) row[at]! /= total
  }
  return shares
}

function divergence(mix: CategoryMix, shares: Float64Array, strataCount: number): number {
  const { labels, categories, strata } = mix
  const sums = [new Float64Array(strataCount * categories), new Float64Array(strataCount * categories)]
  const sizes = [new Float64Array(strataCount), new Float64Array(strataCount)]
  for (const [account, label] of labels.entries()) {
    const stratum = strata?.[account] ?? 0
    sizes[label]![stratum]! += 1
    for (let at = 0; at < categories; at += 1)
      sums[label]![stratum * categories + at]! += shares[account * categories + at]!
  }
  const group = new Float64Array(categories)
  // One account's worth, spread over all categories, keeps what the reference never did from being impossible.
  const reference = new Float64Array(categories).fill(1 / categories)
  for (let stratum = 0; stratum < strataCount; stratum += 1) {
    const [members, others] = [sizes[1]![stratum]!, sizes[0]![stratum]!]
    if (members === 0 || others === 0) continue
    for (let at = 0; at < categories; at += 1) {
      group[at]! += sums[1]![stratum * categories + at]!
      reference[at]! += (sums[0]![stratum * categories + at]! * members) / others
    }
  }
  return divergenceNats(group, reference)
}

/** Σ p log(p / q) of two mixes, each scaled to sum to one. */
function divergenceNats(mix: Float64Array, from: Float64Array): number {
  const total = mix.reduce((sum, one) => sum + one, 0)
  const fromTotal = from.reduce((sum, one) => sum + one, 0)
  let nats = 0
  for (const [at, one] of mix.entries())
    if (one > 0) nats += (one / total) * Math.log((one / total) * (fromTotal / from[at]!))
  return Math.max(0, nats)
}

/**
 * How evenly cells are covered: the entropy of the counts over that of equal ones, in [0, 1]; 1 for a systematic sweep.
 * The entropy of few uses is too low by about (cells seen − 1) / 2n, which is added (Miller, Note on the bias of
 * information estimates, 1955). Fewer than two cells, or no uses, answer 0.
 */
export function normalisedEntropy(counts: Float64Array): number {
  const total = counts.reduce((sum, one) => sum + one, 0)
  if (counts.length < 2 || total === 0) return 0
  let nats = (counts.filter((one) => one > 0).length - 1) / (2 * total)
  for (const one of counts) if (one > 0) nats -= (one / total) * Math.log(one / total)
  return Math.min(1, nats / Math.log(counts.length))
}
