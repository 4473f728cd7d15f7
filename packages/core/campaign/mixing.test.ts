// Pieces of one sparse pool are one pool; dense circles with nothing between them are several.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { circlesOf, isOnePool, joinNats, poolAmong } from './mixing.ts'

const chain = (from: number, length: number): { a: number; b: number }[] =>
  Array.from({ length: length - 1 }, (_, i) => ({ a: from + i, b: from + i + 1 }))
const clique = (from: number, size: number): { a: number; b: number }[] =>
  Array.from({ length: size }, (_, i) =>
    Array.from({ length: size - i - 1 }, (__, j) => ({ a: from + i, b: from + i + j + 1 })),
  ).flat()

test('circles are the connected parts, largest first, with their pairs counted', () =>
  assert.deepEqual(circlesOf([...chain(1, 3), ...clique(10, 4)]), [
    { accounts: [10, 11, 12, 13], pairs: 6 },
    { accounts: [1, 2, 3], pairs: 2 },
  ]))

test('sparse pieces are one pool: a few hand-overs among many accounts fall apart by chance', () =>
  assert.ok(isOnePool({ accounts: 6, pairs: 5 }, { accounts: 5, pairs: 4 })))

test('two dense circles without a hand-over between them are two', () =>
  assert.ok(!isOnePool({ accounts: 10, pairs: 45 }, { accounts: 10, pairs: 45 })))

test('it does not matter which circle is asked about the other', () => {
  const [large, small] = [
    { accounts: 8, pairs: 9 },
    { accounts: 3, pairs: 2 },
  ]
  assert.ok(Math.abs(joinNats(large, small) - joinNats(small, large)) < 1e-9)
})

test('of a sparse pool and a dense circle of somebody else only the first is taken', () => {
  const { circles, extent } = poolAmong(circlesOf([...clique(1, 12), ...clique(50, 9)]))
  assert.equal(circles.length, 1)
  assert.deepEqual(extent, { accounts: 12, pairs: 66 })
})
