/** Draws from known laws, and how p-values of many simulated cases are looked at. */
import { oneSampleP, uniformDistance } from './kolmogorov-smirnov.ts'
import type { Random } from './random.ts'

export function exponential(random: Random): number {
  return -Math.log(random.unit())
}

/** Box and Muller, 1958. */
export function normal(random: Random): number {
  return Math.sqrt(2 * exponential(random)) * Math.cos(2 * Math.PI * random.unit())
}

/** Mean `shape`, scale 1 (Marsaglia and Tsang, A simple method for generating gamma variables, 2000). */
export function gamma(shape: number, random: Random): number {
  if (shape < 1) return gamma(shape + 1, random) * random.unit() ** (1 / shape)
  const d = shape - 1 / 3
  for (;;) {
    const z = normal(random)
    const v = (1 + z / Math.sqrt(9 * d)) ** 3
    if (v > 0 && Math.log(random.unit()) < 0.5 * z * z + d - d * v + d * Math.log(v)) return d * v
  }
}

/** One index, in proportion to the weights. */
export function pick(weights: Float64Array, random: Random): number {
  let left = random.unit() * weights.reduce((sum, weight) => sum + weight, 0)
  for (const [at, weight] of weights.entries()) {
    left -= weight
    if (left < 0) return at
  }
  return weights.length - 1
}

/** Counts of `total` picks. */
export function multinomial(total: number, weights: Float64Array, random: Random): Float64Array {
  const counts = new Float64Array(weights.length)
  for (let use = 0; use < total; use += 1) counts[pick(weights, random)]! += 1
  return counts
}

/** As many values as asked for. */
export function times<T>(count: number, make: (at: number) => T): T[] {
  return Array.from({ length: count }, (_, at) => make(at))
}

/** Weights of demand: one over rank to the power. */
export function zipf(count: number, power: number): Float64Array {
  return Float64Array.from({ length: count }, (_, rank) => (rank + 1) ** -power)
}

/** How unlikely the p-values of simulated cases are, were they uniform. */
export function uniformityP(pValues: readonly number[]): number {
  return uniformDistance(Float64Array.from(pValues)).p
}

/** How unlikely they are, were they uniform or larger: only where too many are small counts against them. */
export function superUniformityP(pValues: readonly number[]): number {
  const sorted = Float64Array.from(pValues).sort()
  let excess = 0
  for (const [at, p] of sorted.entries()) excess = Math.max(excess, (at + 1) / sorted.length - p)
  return Math.min(1, oneSampleP(excess, sorted.length))
}

/** The share of p-values at or below a level. */
export function shareBelow(pValues: readonly number[], level: number): number {
  return pValues.filter((p) => p <= level).length / pValues.length
}
