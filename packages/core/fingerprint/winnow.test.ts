// A long enough run of words that two texts share always leaves a fingerprint in common; unrelated texts share none.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { KeyedHash, secretBytes } from './keyed-hash.ts'
import { gramWords, windowGrams, winnow, winnowsMax } from './winnow.ts'

const hash = new KeyedHash(new Uint8Array(secretBytes).fill(3))
const runWords = gramWords + windowGrams - 1

function marksOf(words: readonly number[], key = hash): Uint32Array {
  const into = new Uint32Array(winnowsMax)
  return into.subarray(0, winnow(key, Int32Array.from(words), words.length, into))
}

/** Words out of a seeded stream, of a vocabulary of `size` (Marsaglia, Xorshift RNGs, 2003). */
function stream(seed: number, size: number): () => number {
  let state = seed * 2_654_435_761 + 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % size
  }
}

const shareMark = (a: readonly number[], b: readonly number[]): boolean => {
  const marks = new Set(marksOf(b))
  return marksOf(a).some((mark) => marks.has(mark))
}

for (const vocabulary of [3, 40, 5000])
  test(`any shared run of ${runWords} words leaves a common mark, in 500 pairs over ${vocabulary} words`, () => {
    for (let trial = 0; trial < 500; trial += 1) {
      const draw = stream(trial + 1, vocabulary)
      const words = (count: number): number[] => Array.from({ length: count }, draw)
      const run = words(runWords)
      const a = [...words(trial % 40), ...run, ...words((trial * 7) % 30)]
      const b = [...words((trial * 3) % 50), ...run, ...words((trial * 5) % 20)]
      assert.ok(shareMark(a, b), `pair ${trial}`)
    }
  })

test('texts that share no gram share no mark, in 500 pairs', () => {
  for (let trial = 0; trial < 500; trial += 1) {
    const draw = stream(trial + 1, 1_000_000_000)
    const words = (): number[] => Array.from({ length: 120 }, draw)
    assert.equal(shareMark(words(), words()), false, `pair ${trial}`)
  }
})

test(`fewer than ${runWords} words leave no mark: a stock phrase is nobody's`, () => {
  const words = Array.from({ length: runWords }, stream(4, 1000))
  assert.equal(marksOf(words).length, 1)
  assert.equal(marksOf(words.slice(1)).length, 0)
})

test(`a text leaves at most ${winnowsMax} marks, different ones, from its beginning`, () => {
  const words = Array.from({ length: 3000 }, stream(6, 1_000_000))
  const marks = marksOf(words)
  assert.equal(marks.length, winnowsMax)
  assert.equal(new Set(marks).size, winnowsMax)
  assert.deepEqual(marksOf(words.slice(0, 1500)), marks)
  assert.deepEqual([...marksOf(Array.from({ length: 400 }, () => 5))].length, 1)
})

test('marks of one text differ from key to key', () => {
  const words = Array.from({ length: 60 }, stream(6, 1000))
  const other = marksOf(words, new KeyedHash(new Uint8Array(secretBytes).fill(4)))
  assert.ok(marksOf(words).every((mark) => !other.includes(mark)))
})
