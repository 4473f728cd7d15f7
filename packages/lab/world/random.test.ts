/** The lab's chance is the same on every machine, and has the shape that it claims. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Random } from './random.ts'

const draws = 40_000

function mean(count: number, draw: () => number): number {
  let sum = 0
  for (let at = 0; at < count; at += 1) sum += draw()
  return sum / count
}

function assertNear(found: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(found - expected) <= tolerance, `${found} is not within ${tolerance} of ${expected}`)
}

test('the first words of a stream are the same on every machine', () => {
  const random = new Random('pinned')
  assert.deepEqual([random.word(), random.word(), random.word()], pinnedWords)
})

const pinnedWords = [1401346348, 912022477, 2147288870]

test('a fork does not depend on how much of its parent was used', () => {
  const fresh = new Random('seed').fork('child')
  const parent = new Random('seed')
  parent.word()
  assert.equal(parent.fork('child').word(), fresh.word())
  assert.notEqual(new Random('seed').fork('other').word(), new Random('seed').fork('child').word())
})

test('unit and between are uniform', () => {
  const random = new Random('uniform')
  assertNear(
    mean(draws, () => random.unit()),
    0.5,
    0.01,
  )
  const seen = new Set(Array.from({ length: 1000 }, () => random.between(3, 7)))
  assert.deepEqual([...seen].sort(), [3, 4, 5, 6, 7])
})

test('exponential has mean 1 and variance 1', () => {
  const random = new Random('exponential')
  const values = Array.from({ length: draws }, () => random.exponential())
  const average = values.reduce((sum, value) => sum + value, 0) / draws
  const variance = values.reduce((sum, value) => sum + (value - average) ** 2, 0) / draws
  assertNear(average, 1, 0.03)
  assertNear(variance, 1, 0.08)
})

test('heavy tails reach far beyond their mean, up to a bound', () => {
  const random = new Random('tail')
  const values = Array.from({ length: draws }, () => random.heavyTail(10))
  assertNear(values.reduce((sum, value) => sum + value, 0) / draws, 9.2, 0.5)
  assert.ok(Math.max(...values) > 100)
  assert.ok(Math.max(...values) <= 120)
})

test('shuffle keeps the items and mixes them', () => {
  const items = Array.from({ length: 30 }, (_, index) => index)
  const mixed = new Random('shuffle').shuffle(items)
  assert.notDeepEqual(mixed, items)
  assert.deepEqual(
    mixed.sort((left, right) => left - right),
    items,
  )
})
