/** How many of many unlike events happen: the upper tail, exact while that is cheap, then an upper bound. */

/** Events times the count asked for: what the exact sum may cost, about 0.1 s. Above it, Chernoff's bound answers. */
export const exactStepsMax = 5e7

/**
 * log P(at least `count` of the events happen), events independent with these probabilities in [0, 1]. Exact (relative
 * error about 1e-12) while events × count ≤ {@link exactStepsMax} and the answer is above 1e-290; beyond, Chernoff's
 * bound, which is never less than the truth and loses a factor of about √(2π variance) · tilt.
 * O(events × count), or O(events) per step of a one-dimensional search.
 */
export function logPoissonBinomialUpper(count: number, probabilities: Float64Array): number {
  const from = Math.ceil(count)
  if (from <= 0) return 0
  if (from > probabilities.reduce((possible, p) => possible + (p > 0 ? 1 : 0), 0)) return -Infinity
  if (probabilities.length * from <= exactStepsMax) {
    const exact = poissonBinomialUpper(from, probabilities)
    if (exact > 1e-290) return Math.min(0, Math.log(exact))
  }
  return chernoffBound(from, probabilities)
}

/** By the number that happened so far; whoever reaches `count` stays there, so nothing is subtracted. */
function poissonBinomialUpper(count: number, probabilities: Float64Array): number {
  const happened = new Float64Array(count)
  happened[0] = 1
  let reached = 0
  for (const [seen, probability] of probabilities.entries()) {
    const most = Math.min(seen, count - 1)
    if (most === count - 1) reached += happened[most]! * probability
    for (let at = Math.min(most + 1, count - 1); at >= 1; at -= 1)
      happened[at] = happened[at]! * (1 - probability) + happened[at - 1]! * probability
    happened[0]! *= 1 - probability
  }
  return reached
}

/** min over tilts ≥ 0 of Σ log(1 + p (e^tilt − 1)) − tilt · count (Chernoff, 1952): convex, so bisected on its slope. */
function chernoffBound(count: number, probabilities: Float64Array): number {
  let low = 0
  let high = 1
  while (high < 700 && tiltedMean(high, probabilities) < count) high *= 2
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2
    if (tiltedMean(middle, probabilities) < count) low = middle
    else high = middle
  }
  let bound = -low * count
  for (const probability of probabilities) bound += Math.log1p(probability * Math.expm1(low))
  return Math.min(0, bound)
}

function tiltedMean(tilt: number, probabilities: Float64Array): number {
  let mean = 0
  for (const probability of probabilities) mean += probability / (probability + (1 - probability) * Math.exp(-tilt))
  return mean
}
