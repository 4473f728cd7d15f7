/** Totals per account, and what share of all each could be expected to have. */

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
export function sharesOf({ counts, exposure }: Spread): Float64Array {
  if (exposure === undefined) return counts.map(() => 1 / counts.length)
  let total = 0
  for (const one of exposure) total += one
  return exposure.map((one) => one / total)
}
