// The table answers what a map would, however many hashes there are and whatever they have in common.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Random } from '@stillhunt/core/statistics'
import { HashNumbers } from './hash-numbers.ts'

test('every hash keeps the number that it was given first', () => {
  const random = new Random(1)
  const table = new HashNumbers()
  const numbers = new Map<string, number>()
  for (let look = 0; look < 20_000; look += 1) {
    // Few different halves, so that hashes come again, fall on one place and differ in one half only.
    const [low, high] = [random.below(100) * 4096, random.below(60)]
    const key = `${low} ${high}`
    const expected = numbers.get(key) ?? numbers.size + 1
    assert.equal(table.find(low, high), numbers.get(key) ?? 0)
    assert.equal(table.numberOf(low, high, numbers.size + 1), expected)
    numbers.set(key, expected)
  }
  assert.ok(numbers.size > 5000)
})
