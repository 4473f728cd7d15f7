/** Whether a sample follows the uniform law on [0, 1], and whether two samples follow one law; both sides at once. */
import { logChoose } from './log-gamma.ts'
import { kolmogorovExact, kolmogorovLimit } from './kolmogorov-law.ts'

/** Up to this sample size the one-sample law is exact; beyond, its limit with Stephens' correction (error below 1e-3). */
export const exactSizeMax = 1000
/** Up to this product of sizes the two-sample law is exact, O(product); beyond, its limit. */
export const exactProductMax = 1e7

/** A distance between two distribution functions, and the probability of one as large. */
export interface Distance {
  /** The largest gap, in [0, 1]. */
  readonly distance: number
  readonly p: number
}

/**
 * One sample against the uniform law on [0, 1]. Null: independent and uniform. Exact up to {@link exactSizeMax}.
 * Values outside count as its ends; nothing answers distance 0, p 1. O(n log n), plus O(n d)³ log n for the law.
 */
export function uniformDistance(sample: Float64Array): Distance {
  const sorted = sample.toSorted()
  const size = sorted.length
  let distance = 0
  for (const [at, value] of sorted.entries()) {
    const inside = Math.min(1, Math.max(0, value))
    distance = Math.max(distance, (at + 1) / size - inside, inside - at / size)
  }
  return { distance, p: oneSampleP(distance, size) }
}

/**
 * P(D ≥ distance) for `size` uniform draws. Small ones are twice the one-sided tail, which is never less and equal
 * to many digits where it is small; the rest by Marsaglia, Tsang and Wang (2003).
 */
export function oneSampleP(distance: number, size: number): number {
  if (size === 0 || distance <= 0) return 1
  const twice = 2 * oneSided(distance, size)
  if (twice < 1e-4) return twice
  const p = size <= exactSizeMax ? 1 - kolmogorovExact(distance, size) : kolmogorovLimit(distance, size)
  return Math.min(1, Math.max(0, p))
}

/** P(D⁺ ≥ d), exact: all terms are positive (Birnbaum and Tingey, One-sided confidence contours, 1951). O(n). */
function oneSided(distance: number, size: number): number {
  let sum = 0
  for (let j = 0; j <= size * (1 - distance); j += 1) {
    const at = distance + j / size
    const rest = (size - j) * Math.log1p(-Math.min(1, at))
    sum += Math.exp(logChoose(size, j) + (j - 1) * Math.log(at) + (j === size ? 0 : rest))
  }
  return Math.min(1, distance * sum)
}

/**
 * Two samples. Null: the pooled values are exchangeable, so ties are allowed and cost no exactness (Schröer and Trenkler,
 * Exact and randomization distributions of Kolmogorov–Smirnov tests, 1995). An empty sample answers distance 0, p 1.
 */
export function sampleDistance(first: Float64Array, second: Float64Array): Distance {
  const [rows, columns] = [first.length, second.length]
  if (rows === 0 || columns === 0) return { distance: 0, p: 1 }
  const pooled = Float64Array.from([...first, ...second]).sort()
  const distance = gapOf(first.toSorted(), second.toSorted())
  if (rows * columns <= exactProductMax) return { distance, p: Math.min(1, pathsOutside(distance, rows, pooled)) }
  return { distance, p: kolmogorovLimit(distance, (rows * columns) / (rows + columns)) }
}

function gapOf(first: Float64Array, second: Float64Array): number {
  let gap = 0
  for (let i = 0, j = 0; i < first.length && j < second.length;) {
    const value = Math.min(first[i]!, second[j]!)
    while (first[i] === value) i += 1
    while (second[j] === value) j += 1
    gap = Math.max(gap, Math.abs(i / first.length - j / second.length))
  }
  return gap
}

/**
 * The probability that a random order of the pooled values takes the two distribution functions `distance` apart:
 * mass that gets there is taken out and added up. Gaps are looked at only where a run of equal values ends.
 */
function pathsOutside(distance: number, rows: number, pooled: Float64Array): number {
  const size = pooled.length
  const columns = size - rows
  const least = distance * (1 - 1e-12)
  // mass[i]: i of the values so far are of the first sample, and no gap was as large yet.
  const mass = new Float64Array(rows + 1)
  mass[0] = 1
  let outside = 0
  for (let drawn = 1; drawn <= size; drawn += 1) {
    const isEnd = pooled[drawn] !== pooled[drawn - 1]
    for (let i = Math.min(rows, drawn); i >= Math.max(0, drawn - columns); i -= 1) {
      const left = size - drawn + 1
      const stay = (mass[i]! * (columns - (drawn - 1 - i))) / left
      const step = i > 0 ? (mass[i - 1]! * (rows - i + 1)) / left : 0
      mass[i] = stay + step
      if (!isEnd || Math.abs(i / rows - (drawn - i) / columns) < least) continue
      outside += mass[i]!
      mass[i] = 0
    }
    if (drawn > columns) mass[drawn - columns - 1] = 0
  }
  return outside
}
