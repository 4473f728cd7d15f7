/**
 * Winnowing (Schleimer, Wilkerson, Aiken, "Winnowing: Local Algorithms for Document Fingerprinting", 2003): of every
 * window of {@link windowGrams} word k-grams the least hash is kept, so any run of `gramWords + windowGrams - 1` words
 * that two texts share leaves a common fingerprint. Deviations: grams of words rather than characters; the kept hash is
 * keyed; at most {@link winnowsMax} per text, from its beginning.
 */
import { Domain, type KeyedHash } from './keyed-hash.ts'

/** Words of one gram. */
export const gramWords = 6
/** Grams of one window. */
export const windowGrams = 12
/** Fingerprints kept of one text. */
export const winnowsMax = 40

/** Appends the fingerprints (32 bits each, distinct) of `words[0..count)` to `into`; returns how many were added. */
export function winnow(hash: KeyedHash, words: Int32Array, count: number, into: Uint32Array): number {
  const grams = count - gramWords + 1
  if (grams < windowGrams) return 0
  let added = 0
  let least = -1
  let leastHash = 0
  for (let end = windowGrams - 1; end < grams && added < winnowsMax; end += 1) {
    const from = end - windowGrams + 1
    if (least < from) {
      least = from
      leastHash = gram(words, from)
      for (let i = from + 1; i <= end; i += 1) {
        const value = gram(words, i)
        if (value <= leastHash) {
          least = i
          leastHash = value
        }
      }
    } else {
      const value = gram(words, end)
      if (value > leastHash) continue
      least = end
      leastHash = value
    }
    const fold = hash.begin()
    hash.addWord(fold, leastHash)
    hash.finish(Domain.shingle, fold)
    const kept = hash.low >>> 0
    if (!holds(into, added, kept)) {
      into[added] = kept
      added += 1
    }
  }
  return added
}

function holds(values: Uint32Array, count: number, value: number): boolean {
  for (let i = 0; i < count; i += 1) if (values[i] === value) return true
  return false
}

function gram(words: Int32Array, at: number): number {
  let value = 0
  for (let i = at; i < at + gramWords; i += 1) {
    value = Math.imul(value ^ words[i]!, 0x9e3779b1)
    value ^= value >>> 15
  }
  return value >>> 0
}
