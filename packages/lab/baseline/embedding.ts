/**
 * Texts as points on a sphere, without a model: word uni- and bigrams, hashed, each to a random corner of a cube, added
 * and normed (feature hashing, Weinberger et al., "Feature Hashing for Large Scale Multitask Learning", 2009; sign
 * projections, Achlioptas, "Database-friendly random projections", 2003). Texts that share words are near each other;
 * paraphrases in other words are not, which an embedding model would see.
 */
import { Words } from '@stillhunt/core/fingerprint'

/** Numbers per text. */
export const embeddingDimensions = 64
/** What follows in a text is not looked at. */
const wordsOfTextMax = 256
const charsOfTextMax = 4096

/** Embeds texts one after another. */
export class Embedder {
  private readonly words = new Words()
  private readonly sum = new Float64Array(embeddingDimensions)

  /** Writes the point of `text` at `at`; zeros when it has no words. O(words). */
  embed(text: string, into: Float32Array, at: number): void {
    const { words, sum } = this
    words.clear()
    words.add(text.slice(0, charsOfTextMax))
    sum.fill(0)
    const count = Math.min(words.count, wordsOfTextMax)
    for (let i = 0; i < count; i += 1) {
      this.addCorner(words.hash[i]!)
      if (i > 0) this.addCorner(Math.imul(words.hash[i - 1]!, 0x9e3779b1) ^ words.hash[i]!)
    }
    let square = 0
    for (const value of sum) square += value * value
    const scale = square === 0 ? 0 : 1 / Math.sqrt(square)
    for (let i = 0; i < embeddingDimensions; i += 1) into[at + i] = sum[i]! * scale
  }

  private addCorner(hash: number): void {
    for (let half = 0; half < embeddingDimensions; half += 32) {
      const signs = mix(hash + half)
      for (let bit = 0; bit < 32; bit += 1) this.sum[half + bit]! += ((signs >>> bit) & 1) * 2 - 1
    }
  }
}

/** The finalizer of MurmurHash3 (Appleby). */
function mix(word: number): number {
  let bits = word | 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return bits ^ (bits >>> 16)
}

/**
 * The cosine of two points, rows of two arrays. Four sums side by side: one alone waits for each addition, at a quarter
 * of the speed.
 */
export function cosine(one: Float32Array, row: number, other: Float32Array, otherRow: number): number {
  let [first, second, third, fourth] = [0, 0, 0, 0]
  const end = (row + 1) * embeddingDimensions
  for (let i = row * embeddingDimensions, j = otherRow * embeddingDimensions; i < end; i += 4, j += 4) {
    first += one[i]! * other[j]!
    second += one[i + 1]! * other[j + 1]!
    third += one[i + 2]! * other[j + 2]!
    fourth += one[i + 3]! * other[j + 3]!
  }
  return first + second + (third + fourth)
}

/** The distance of two points, rows of `embedding`: 0 for the same direction, 2 for the opposite one. */
export function distance(embedding: Float32Array, a: number, b: number): number {
  return Math.sqrt(Math.max(0, 2 - 2 * cosine(embedding, a, embedding, b)))
}
