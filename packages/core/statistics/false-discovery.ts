/**
 * Many hypotheses at once: per hypothesis the smallest level of false discovery at which it is rejected, in [0, 1]. One
 * minus it is how sure a claim is among all those claimed with it. `hypotheses` may exceed the list: those that are not
 * listed count as tested and found nothing. O(n log n); equal evidence gets equal levels.
 */

/**
 * Benjamini and Hochberg (Controlling the false discovery rate, 1995). The p-values must be independent, or positively
 * dependent (PRDS). NaN counts as 1.
 */
export function benjaminiHochberg(pValues: Float64Array, hypotheses: number = pValues.length): Float64Array {
  return stepUpLevels(pValues, Math.max(hypotheses, pValues.length))
}

/**
 * Benjamini and Yekutieli (The control of the false discovery rate in multiple testing under dependency, 2001): the
 * p-values may depend on each other in any way; the price is a factor of 1 + 1/2 + … + 1/n. NaN counts as 1.
 */
export function benjaminiYekutieli(pValues: Float64Array, hypotheses: number = pValues.length): Float64Array {
  const count = Math.max(hypotheses, pValues.length)
  let harmonic = 0
  for (let rank = 1; rank <= count; rank += 1) harmonic += 1 / rank
  return stepUpLevels(pValues, count * harmonic)
}

/**
 * e-BH (Wang and Ramdas, False discovery rate control with e-values, 2022), from log e-values in nats: they may depend
 * on each other in any way, at no price. The same as Benjamini–Hochberg on 1/e. NaN counts as no evidence.
 */
export function eBenjaminiHochberg(logE: Float64Array, hypotheses: number = logE.length): Float64Array {
  return stepUpLevels(
    logE.map((nats) => Math.exp(-nats)),
    Math.max(hypotheses, logE.length),
  )
}

/** Per value min over values no smaller of `factor` × value / rank, at most 1. */
function stepUpLevels(values: Float64Array, factor: number): Float64Array {
  const known = values.map((value) => (value >= 0 ? value : Infinity))
  const order = Int32Array.from(known.keys()).sort((a, b) => known[b]! - known[a]! || b - a)
  const levels = new Float64Array(known.length)
  let level = 1
  for (const [at, index] of order.entries()) {
    level = Math.min(level, (factor * known[index]!) / (known.length - at))
    levels[index] = level
  }
  return levels
}
