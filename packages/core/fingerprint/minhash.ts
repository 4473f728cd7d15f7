/**
 * One-permutation MinHash (Li, Owen, Zhang, "One Permutation Hashing", 2012) over word shingles: one hash a shingle,
 * its top bits choose the bin, the least value of a bin stays. Two texts agree in a bin with the probability of their
 * Jaccard similarity. Deviation: an empty bin stays empty ({@link emptyBin}) and is not compared; no densification.
 */
import { Domain, type KeyedHash } from './keyed-hash.ts'

/** Bins of a sketch. */
export const minhashBins = 8

/** The value of a bin that saw no shingle. */
export const emptyBin = 0xffffffff

/** Words of a shingle. */
export const shingleWords = 3

/** Shingles are taken from the first so many words: near-copies agree there as well as anywhere. */
const wordsReadMax = 400

/** Writes the sketch of `words[0..count)` into `bins` ({@link minhashBins} values), keyed. */
export function minhash(hash: KeyedHash, words: Int32Array, count: number, bins: Uint32Array): void {
  bins.fill(emptyBin)
  const end = Math.min(count, wordsReadMax) - shingleWords + 1
  for (let i = 0; i < end; i += 1) {
    let shingle = Math.imul(words[i]!, 0x9e3779b1) ^ Math.imul(words[i + 1]!, 0x85ebca77)
    shingle = Math.imul(shingle ^ (shingle >>> 15) ^ Math.imul(words[i + 2]!, 0xc2b2ae3d), 0x27d4eb2f)
    shingle ^= shingle >>> 16
    const bin = shingle >>> 29
    const rest = (Math.imul(shingle, 0x165667b1) >>> 0) & 0x0fffffff
    if (rest < bins[bin]!) bins[bin] = rest
  }
  for (let bin = 0; bin < minhashBins; bin += 1) {
    if (bins[bin] === emptyBin) continue
    const fold = hash.begin()
    hash.addWord(fold, bins[bin]!)
    hash.addWord(fold, bin)
    hash.finish(Domain.shingle, fold)
    bins[bin] = hash.low >>> 0
  }
}

/** The share of bins, filled in both, in which two sketches agree: an estimate of Jaccard similarity; 0 without such bins. */
export function minhashSimilarity(a: Uint32Array, b: Uint32Array): number {
  let both = 0
  let equal = 0
  for (let bin = 0; bin < minhashBins; bin += 1) {
    if (a[bin] === emptyBin || b[bin] === emptyBin) continue
    both += 1
    if (a[bin] === b[bin]) equal += 1
  }
  return both === 0 ? 0 : equal / both
}
