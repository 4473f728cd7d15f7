/**
 * How normal a sample looks: Shapiro and Wilk's W (Royston, "Remark AS R94: A Remark on Algorithm AS 181: The W-test for
 * Normality", 1995), without its p-value. Φ⁻¹ by Acklam's rational approximation, relative error below 1.2e-9.
 */

/** W needs more values than this. */
export const valuesMin = 6

/** W in (0, 1], 1 for perfectly normal; 1 for a sample smaller than {@link valuesMin} or without spread. O(n log n). */
export function shapiroWilk(values: readonly number[]): number {
  const n = values.length
  if (n < valuesMin) return 1
  const sorted = values.toSorted((a, b) => a - b)
  const mean = sorted.reduce((sum, value) => sum + value, 0) / n
  const spread = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  if (spread <= 1e-18) return 1
  const weights = weightsFor(n)
  const slope = sorted.reduce((sum, value, index) => sum + weights[index]! * value, 0)
  return Math.min(1, (slope * slope) / spread)
}

const known = new Map<number, readonly number[]>()

function weightsFor(n: number): readonly number[] {
  const cached = known.get(n)
  if (cached !== undefined) return cached
  const scores = Array.from({ length: n }, (_, index) => normalQuantile((index + 1 - 0.375) / (n + 0.25)))
  const square = scores.reduce((sum, score) => sum + score * score, 0)
  const u = 1 / Math.sqrt(n)
  const norm = Math.sqrt(square)
  const last = polynomial([scores[n - 1]! / norm, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056], u)
  const next = polynomial([scores[n - 2]! / norm, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633], u)
  const rest = (square - 2 * scores[n - 1]! ** 2 - 2 * scores[n - 2]! ** 2) / (1 - 2 * last * last - 2 * next * next)
  const weights = scores.map((score) => score / Math.sqrt(rest))
  weights[n - 1] = last
  weights[n - 2] = next
  weights[0] = -last
  weights[1] = -next
  known.set(n, weights)
  return weights
}

/** Coefficients lowest power first. */
function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0)
}

const centreTop = [
  2.506628277459239, -30.66479806614716, 138.357751867269, -275.9285104469687, 220.9460984245205, -39.69683028665376,
]
const centreBottom = [
  1, -13.28068155288572, 66.80131188771972, -155.6989798598866, 161.5858368580409, -54.47609879822406,
]
const tailTop = [
  2.938163982698783, 4.374664141464968, -2.549732539343734, -2.400758277161838, -0.3223964580411365,
  -0.007784894002430293,
]
const tailBottom = [1, 3.754408661907416, 2.445134137142996, 0.3224671290700398, 0.007784695709041462]
const tailBelow = 0.02425

function normalQuantile(probability: number): number {
  if (probability > 0.5) return -normalQuantile(1 - probability)
  if (probability < tailBelow) {
    const q = Math.sqrt(-2 * Math.log(probability))
    return polynomial(tailTop, q) / polynomial(tailBottom, q)
  }
  const q = probability - 0.5
  return (q * polynomial(centreTop, q * q)) / polynomial(centreBottom, q * q)
}
