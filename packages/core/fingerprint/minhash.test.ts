// Agreement of sketches estimates the Jaccard similarity of the texts' shingles, without bias that would matter.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KeyedHash, secretBytes } from './keyed-hash.ts'
import { emptyBin, minhash, minhashBins, minhashSimilarity, shingleWords } from './minhash.ts'

const hash = new KeyedHash(new Uint8Array(secretBytes).fill(1))

function sketchOf(words: readonly number[], key = hash): Uint32Array {
  const bins = new Uint32Array(minhashBins)
  minhash(key, Int32Array.from(words), words.length, bins)
  return bins
}

/** Words out of a seeded stream (Marsaglia, Xorshift RNGs, 2003). */
function stream(seed: number): () => number {
  let state = seed * 2_654_435_761 + 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state | 0
  }
}

function jaccard(a: readonly number[], b: readonly number[]): number {
  const shingles = (words: readonly number[]): Set<string> =>
    new Set(words.slice(shingleWords - 1).map((_, i) => words.slice(i, i + shingleWords).join(' ')))
  const [x, y] = [shingles(a), shingles(b)]
  const both = [...x].filter((one) => y.has(one)).length
  return both / (x.size + y.size - both)
}

const trials = 400

for (const commonShare of [0, 0.25, 0.5, 0.75, 0.95])
  test(`over ${trials} pairs with ${commonShare * 100} % of their words in common the mean estimate is off by less than 0.03`, () => {
    let error = 0
    for (let trial = 0; trial < trials; trial += 1) {
      const draw = stream(trial + 1)
      const same = Math.round(160 * commonShare)
      const beginning = Array.from({ length: same }, draw)
      const rest = (): number[] => Array.from({ length: 160 - same }, draw)
      const [a, b] = [
        [...beginning, ...rest()],
        [...beginning, ...rest()],
      ]
      error += minhashSimilarity(sketchOf(a), sketchOf(b)) - jaccard(a, b)
    }
    assert.ok(Math.abs(error / trials) < 0.03, String(error / trials))
  })

test('equal texts agree in every bin, under one key', () => {
  const words = Array.from({ length: 90 }, stream(5))
  assert.equal(minhashSimilarity(sketchOf(words), sketchOf(words)), 1)
  const other = new KeyedHash(new Uint8Array(secretBytes).fill(2))
  assert.equal(minhashSimilarity(sketchOf(words), sketchOf(words, other)), 0)
})

test('a text shorter than a shingle has an empty sketch, which is like nothing', () => {
  const empty = sketchOf([1, 2])
  assert.ok(empty.every((bin) => bin === emptyBin))
  assert.equal(minhashSimilarity(empty, empty), 0)
  assert.equal(minhashSimilarity(empty, sketchOf(Array.from({ length: 50 }, stream(3)))), 0)
})

test('the order of words counts, their place in the text does not', () => {
  const words = Array.from({ length: 60 }, stream(8))
  assert.ok(minhashSimilarity(sketchOf(words), sketchOf(words.toReversed())) < 0.5)
  const moved = [...Array.from({ length: 3 }, stream(9)), ...words]
  assert.ok(minhashSimilarity(sketchOf(words), sketchOf(moved)) > 0.5)
})
