/** Whether two clouds of vectors come from one distribution: the kernel two-sample test, within matched segments. */
import { permutationTest } from './permutation.ts'
import type { Random } from './random.ts'

/** Points at most: their kernel matrix then has 32 MB. More are a RangeError: draw a sample. */
export const pointsMax = 2000

/** Two clouds in one list. */
export interface Clouds {
  /** Row by row: `points[point × dimensions + dimension]`. */
  readonly points: Float64Array
  readonly dimensions: number
  /** Per point 1 for the first cloud, 0 for the reference. At least two of each, or nothing is told. */
  readonly labels: Int32Array
  /** Per point its segment: labels move only within. */
  readonly strata?: Int32Array
}

/** How points are compared, and how chance is asked. */
export interface DiscrepancyPlan {
  /** `linear` sees differing means only; `gaussian` any difference, at the scale of the median distance. */
  readonly kernel: 'linear' | 'gaussian'
  readonly count: number
  readonly hitsMax?: number
  readonly random: Random
}

/** A squared mean discrepancy, about 0 (and sometimes below) when the clouds are alike. */
export interface Discrepancy {
  readonly squared: number
  readonly p: number
}

/**
 * The unbiased squared maximum mean discrepancy (Gretton, Borgwardt, Rasch, Schölkopf and Smola, A kernel two-sample
 * test, 2012) and its permutation p-value. Null: within a segment labels are exchangeable. The bandwidth is the median
 * distance of all points, so it does not depend on the labels. Points of one account are not independent: give one, or
 * few, of each. O(points² × dimensions + count × the first cloud²).
 */
export function meanDiscrepancy(clouds: Clouds, { kernel, count, hitsMax, random }: DiscrepancyPlan): Discrepancy {
  const size = clouds.labels.length
  if (size > pointsMax) throw new RangeError(`${size} points; at most ${pointsMax}, draw a sample`)
  const members = clouds.labels.reduce((sum, label) => sum + label, 0)
  if (members < 2 || size - members < 2) return { squared: 0, p: 1 }
  const products = innerProducts(clouds, size)
  const matrix = kernel === 'linear' ? products : gaussian(products, size)
  const rowSums = Float64Array.from({ length: size }, (_, row) => rowSum(matrix, row, size))
  const { labels, strata } = clouds
  const plan = { labels, count, random, ...(strata && { strata }), ...(hitsMax !== undefined && { hitsMax }) }
  const { observed, p } = permutationTest(plan, (relabelled) => squaredDiscrepancy(matrix, rowSums, relabelled))
  return { squared: observed, p }
}

function innerProducts({ points, dimensions }: Clouds, size: number): Float64Array {
  const matrix = new Float64Array(size * size)
  for (let i = 0; i < size; i += 1)
    for (let j = 0; j <= i; j += 1) {
      let sum = 0
      for (let at = 0; at < dimensions; at += 1) sum += points[i * dimensions + at]! * points[j * dimensions + at]!
      matrix[i * size + j] = sum
      matrix[j * size + i] = sum
    }
  return matrix
}

/** exp(−distance² / (2 median²)); where all points are the same, all are alike. */
function gaussian(products: Float64Array, size: number): Float64Array {
  const squares = new Float64Array(size * size)
  const below = new Float64Array((size * (size - 1)) / 2)
  let next = 0
  for (let i = 0; i < size; i += 1)
    for (let j = 0; j < size; j += 1) {
      const square = products[i * size + i]! + products[j * size + j]! - 2 * products[i * size + j]!
      squares[i * size + j] = Math.max(0, square)
      if (j < i) below[next++] = Math.max(0, square)
    }
  const median = below.sort()[below.length >>> 1]!
  return squares.map((square) => (median > 0 ? Math.exp(-square / (2 * median)) : square > 0 ? 0 : 1))
}

/** The sum of a row without its diagonal. */
function rowSum(matrix: Float64Array, row: number, size: number): number {
  let sum = -matrix[row * size + row]!
  for (let at = 0; at < size; at += 1) sum += matrix[row * size + at]!
  return sum
}

/** From the sums within the first cloud, those across and within the other follow. */
function squaredDiscrepancy(matrix: Float64Array, rowSums: Float64Array, labels: Int32Array): number {
  const size = labels.length
  const members: number[] = []
  for (let at = 0; at < size; at += 1) if (labels[at] === 1) members.push(at)
  let within = 0
  for (let i = 1; i < members.length; i += 1)
    for (let j = 0; j < i; j += 1) within += 2 * matrix[members[i]! * size + members[j]!]!
  const ofMembers = members.reduce((sum, member) => sum + rowSums[member]!, 0)
  const all = rowSums.reduce((sum, one) => sum + one, 0)
  const across = ofMembers - within
  const [m, n] = [members.length, size - members.length]
  return within / (m * (m - 1)) + (all - ofMembers - across) / (n * (n - 1)) - (2 * across) / (m * n)
}
