/** The law of the Kolmogorov–Smirnov distance of one uniform sample: exact, and in the limit. */

/**
 * P(D < distance) for `size` uniform draws (Marsaglia, Tsang and Wang, Evaluating Kolmogorov's distribution, 2003);
 * absolute error about 1e-13. O((size · distance)³ log size).
 */
export function kolmogorovExact(distance: number, size: number): number {
  const cells = Math.floor(size * distance) + 1
  const width = 2 * cells - 1
  const power = matrixPower(stepMatrix(cells, cells - size * distance), width, size)
  let value = power.entries[(cells - 1) * width + cells - 1]!
  let scale = power.scale
  for (let step = 1; step <= size; step += 1) {
    value *= step / size
    if (value >= 1e-140) continue
    value *= 1e140
    scale -= 140
  }
  return value * 10 ** scale
}

/** Their matrix H: Toeplitz of 1/j!, its first column and last row corrected by h. */
function stepMatrix(cells: number, h: number): Float64Array {
  const width = 2 * cells - 1
  const matrix = new Float64Array(width * width)
  for (let i = 0; i < width; i += 1) for (let j = 0; j < width; j += 1) matrix[i * width + j] = i - j + 1 < 0 ? 0 : 1
  for (let i = 0; i < width; i += 1) {
    matrix[i * width]! -= h ** (i + 1)
    matrix[(width - 1) * width + i]! -= h ** (width - i)
  }
  matrix[(width - 1) * width]! += 2 * h - 1 > 0 ? (2 * h - 1) ** width : 0
  for (let i = 0; i < width; i += 1)
    for (let j = 0; j < Math.min(width, i + 1); j += 1)
      for (let factor = 2; factor <= i - j + 1; factor += 1) matrix[i * width + j]! /= factor
  return matrix
}

/** A matrix as entries times 10^scale, so that high powers stay in range. */
interface Scaled {
  readonly entries: Float64Array
  readonly scale: number
}

function matrixPower(matrix: Float64Array, width: number, exponent: number): Scaled {
  if (exponent === 1) return { entries: matrix, scale: 0 }
  const half = matrixPower(matrix, width, exponent >>> 1)
  const square = product(half.entries, half.entries, width)
  const entries = exponent % 2 === 0 ? square : product(matrix, square, width)
  const scale = 2 * half.scale
  const middle = entries[(width >>> 1) * width + (width >>> 1)]!
  return middle > 1e140 ? { entries: entries.map((entry) => entry * 1e-140), scale: scale + 140 } : { entries, scale }
}

function product(first: Float64Array, second: Float64Array, width: number): Float64Array {
  const out = new Float64Array(width * width)
  for (let i = 0; i < width; i += 1)
    for (let k = 0; k < width; k += 1) {
      const factor = first[i * width + k]!
      if (factor === 0) continue
      for (let j = 0; j < width; j += 1) out[i * width + j]! += factor * second[k * width + j]!
    }
  return out
}

/**
 * P(D ≥ distance) in the limit of large samples, with the correction of Stephens (Use of the Kolmogorov–Smirnov,
 * Cramér–von Mises and related statistics without extensive tables, 1970); `size` may be an effective one, not whole.
 */
export function kolmogorovLimit(distance: number, size: number): number {
  const root = Math.sqrt(size)
  const x = (root + 0.12 + 0.11 / root) * distance
  if (x < 0.3) return 1
  let sum = 0
  for (let k = 1; k <= 20; k += 1) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * x * x)
  return Math.min(1, Math.max(0, sum))
}
