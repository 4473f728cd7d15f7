// A list of traits gives its rows as they were put in, in an order that has nothing to do with when that was.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Random } from '../statistics.ts'
import { TraitList } from './trait-list.ts'
import type { TraitRow } from './trait.ts'

/** In their order: by kind, number of holders, holders, uses and key. */
const rows: readonly TraitRow[] = [
  { kind: 0, key: '30', accounts: [1, 4], uses: [2, 1], sinceMs: [10, 20], origin: 'r1' },
  { kind: 0, key: '40', accounts: [1, 5], uses: [1, 1], sinceMs: [30, 30], origin: 'r2' },
  { kind: 0, key: '20', accounts: [1, 5], uses: [1, 2], sinceMs: [30, 40] },
  { kind: 0, key: '10', accounts: [0, 1, 2], uses: [1, 1, 1], sinceMs: [5, 6, 7], origin: 'r2' },
  { kind: 1, key: '50', accounts: [0, 3], uses: [7, 8], sinceMs: [0, 0] },
  { kind: 1, key: '9', accounts: [0, 3], uses: [7, 8], sinceMs: [0, 0] },
]

const listOf = (order: readonly number[]): TraitRow[] => {
  const list = new TraitList()
  for (const place of order) list.push(rows[place]!)
  assert.equal(list.length, rows.length)
  return Array.from(list, ({ accounts, uses, sinceMs, ...row }) => ({
    ...row,
    accounts: Array.from(accounts),
    uses: Array.from(uses),
    sinceMs: Array.from(sinceMs!),
  }))
}

for (const order of [
  [0, 1, 2, 3, 4, 5],
  [5, 4, 3, 2, 1, 0],
  [2, 5, 0, 3, 1, 4],
])
  test(`rows put in as ${order.join(' ')} come out by kind, holders, uses and key`, () =>
    assert.deepEqual(listOf(order), rows))

test('what has no times was there from the beginning', () => {
  const list = new TraitList()
  list.push({ kind: 0, key: 'k', accounts: [3, 8], uses: [1, 1] })
  const [row] = [...list]
  assert.deepEqual(Array.from(row!.sinceMs!), [0, 0])
  assert.equal('origin' in row!, false)
})

for (const order of [
  [0, 1, 2, 3, 4, 5],
  [3, 5, 4, 2, 1, 0],
  [0, 3, 1, 2, 4, 5],
])
  test(`of rows put in as ${order.join(' ')} those with most holders are left out where there is no room`, () => {
    const list = new TraitList(10)
    for (const place of order) list.push(rows[place]!)
    assert.deepEqual(
      Array.from(list, ({ key, accounts, sinceMs }) => [key, Array.from(accounts), Array.from(sinceMs!)]),
      rows
        .filter(({ accounts }) => accounts.length === 2)
        .map(({ key, accounts, sinceMs }) => [key, accounts, sinceMs]),
    )
  })

test('what is left out is what has more holders than all that there is room for, in any order', () => {
  const random = new Random(7)
  for (let round = 0; round < 40; round += 1) {
    const lengths = Array.from({ length: 60 }, () => 2 + random.below(9))
    const room = 20 + random.below(300)
    const list = new TraitList(room)
    for (const [at, length] of lengths.entries()) {
      const accounts = Array.from({ length }, (_, i) => i)
      list.push({ kind: 0, key: String(at), accounts, uses: accounts.map(() => at), origin: `r${at}` })
    }
    const fits = (most: number): boolean =>
      lengths.filter((length) => length <= most).reduce((sum, length) => sum + length, 0) <= room
    const most = Math.max(1, ...[2, 3, 4, 5, 6, 7, 8, 9, 10].filter(fits))
    const kept = Array.from(list, ({ key, uses, origin }) => [Number(key), uses[0], origin])
    const expected = [...lengths.keys()].filter((at) => lengths[at]! <= most).map((at) => [at, at, `r${at}`])
    assert.deepEqual(
      kept.toSorted(([x], [y]) => Number(x) - Number(y)),
      expected,
    )
  }
})
