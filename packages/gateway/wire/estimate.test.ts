/** Shows that estimates are near what a tokenizer would say, for words and for pictures, at any size. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { estimateInputTokens } from './estimate.ts'

const of = (text: string): number => estimateInputTokens(Buffer.from(text))

test('prose and code are four bytes a token', () => {
  assert.equal(of('a word '.repeat(4000)), 7000)
  assert.equal(of('{"model":"m"}'), 4)
  assert.equal(of(''), 0)
})

test('a picture costs the same whatever its size, wherever it stands', () => {
  for (const letters of [8_000, 100_000, 5_000_000])
    for (const before of ['', 'x '.repeat(1), 'x '.repeat(255), 'x '.repeat(511)]) {
      const tokens = of(`${before}"${'iVBORw0KGgo+/'.repeat(letters / 10)}"`)
      assert.ok(tokens >= 1600 && tokens <= 1601 + before.length, `${letters} after ${before.length}: ${tokens}`)
    }
})

test('two pictures cost twice as much, and a long word is no picture', () => {
  const picture = `"${'A'.repeat(50_000)}"`
  assert.ok(Math.abs(of(`${picture},${picture}`) - 3200) < 5)
  assert.equal(of('A'.repeat(1000)), 250)
})
