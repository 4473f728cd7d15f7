/** How far a share that was counted can be from the truth. */

const bisections = 60

/** Bounds of a probability, both in [0, 1]. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/**
 * The exact two-sided interval for a binomial probability (C. J. Clopper, E. S. Pearson, The use of confidence or fiducial
 * limits illustrated in the case of the binomial, 1934), by bisection. [0, 1] without trials. O(trials).
 */
export function exactInterval(hits: number, trials: number, confidence = 0.95): Interval {
  const tail = (1 - confidence) / 2
  if (trials === 0) return { low: 0, high: 1 }
  return {
    low: hits === 0 ? 0 : solve((share) => 1 - chanceOfAtMost(hits - 1, trials, share) - tail),
    high: hits === trials ? 1 : solve((share) => tail - chanceOfAtMost(hits, trials, share)),
  }
}

/** Where a function that grows crosses zero in [0, 1]. */
function solve(grows: (share: number) => number): number {
  let low = 0
  let high = 1
  for (let step = 0; step < bisections; step += 1) {
    const middle = (low + high) / 2
    if (grows(middle) < 0) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** P(X ≤ hits) of X binomial. */
function chanceOfAtMost(hits: number, trials: number, share: number): number {
  if (share <= 0) return 1
  if (share >= 1) return hits >= trials ? 1 : 0
  let logTerm = trials * Math.log1p(-share)
  let sum = Math.exp(logTerm)
  for (let count = 1; count <= hits; count += 1) {
    logTerm += Math.log((trials - count + 1) / count) + Math.log(share) - Math.log1p(-share)
    sum += Math.exp(logTerm)
  }
  return Math.min(1, sum)
}
