/**
 * Features: values that come together (the sentences of one template, the rooms of one client) taken as one thing.
 *
 * Two values are one feature when their holders overlap by {@link sameFeatureOverlap} (Jaccard). Candidates are found by
 * MinHash of the holders (Broder, "On the resemblance and containment of documents", 1997) and then checked exactly.
 */
import type { Family, Traits } from '../link.ts'

/** Jaccard similarity of holders from which two values count as one. */
export const sameFeatureOverlap = 0.6

/** Values that stand for one thing, by the value with most holders. */
export interface Feature {
  readonly family: Family
  /** Index of the value that stands for it. */
  readonly value: number
  readonly weight: number
  /** Accounts that have the standing value, ascending. */
  readonly holders: Int32Array
}

const hashes = 4

/** The features among the values of `family` that at least `holdersMin` and at most `holdersMax` accounts hold. */
export function featuresOf(traits: Traits, family: Family, holdersMin: number, holdersMax: number): Feature[] {
  const values: number[] = []
  for (let value = 0; value < traits.size; value += 1) {
    const count = traits.holders(value).length
    if (traits.kind(value).family === family && count >= holdersMin && count <= holdersMax) values.push(value)
  }
  values.sort((a, b) => traits.holders(b).length - traits.holders(a).length || a - b)
  const buckets = new Map<number, number[]>()
  const features: Feature[] = []
  for (const value of values) {
    const holders = traits.holders(value)
    const keys = signature(holders)
    if (
      keys.some((key) =>
        (buckets.get(key) ?? []).some((known) => jaccard(features[known]!.holders, holders) >= sameFeatureOverlap),
      )
    )
      continue
    const index = features.push({ family, value, weight: traits.kind(value).weight, holders }) - 1
    for (const key of keys) {
      const bucket = buckets.get(key)
      if (bucket === undefined) buckets.set(key, [index])
      else bucket.push(index)
    }
  }
  return features
}

/** One key per hash function: its number and the least hash of the holders. */
function signature(holders: Int32Array): number[] {
  const keys: number[] = []
  for (let i = 0; i < hashes; i += 1) {
    let least = 0xffffffff
    for (const holder of holders) {
      let hash = Math.imul(holder + 1, 0x9e3779b1 + 2 * i * 0x85ebca6b)
      hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
      hash = (hash ^ (hash >>> 13)) >>> 0
      if (hash < least) least = hash
    }
    keys.push(least * hashes + i)
  }
  return keys
}

/** The share of accounts in either of two ascending lists that are in both. */
export function jaccard(a: Int32Array, b: Int32Array): number {
  let both = 0
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) {
      both += 1
      i += 1
      j += 1
    } else if (a[i]! < b[j]!) i += 1
    else j += 1
  }
  return both / (a.length + b.length - both)
}
