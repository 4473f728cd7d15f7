// Traits answer who has a value and what an account has, as they were given.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type TraitKind, type TraitRow, Traits } from './trait.ts'

const kind = (aspect: string): TraitKind => ({ signal: 's', aspect, family: 'content', weight: 1, opensPairs: false })
const kinds = [kind('template'), kind('tool set')]

test('both directions agree with the rows', () => {
  const rows: TraitRow[] = Array.from({ length: 50 }, (_, i) => ({
    kind: i % 2,
    key: `v${i}`,
    accounts: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].filter((account) => (account * 7 + i * 3) % 5 < 2),
    uses: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].filter((account) => (account * 7 + i * 3) % 5 < 2).map((one) => one + i),
  }))
  const traits = new Traits(kinds, rows, 10)
  assert.equal(traits.size, 50)
  for (const [value, row] of rows.entries()) {
    assert.deepEqual([...traits.holders(value)], row.accounts)
    assert.deepEqual([...traits.uses(value)], row.uses)
    assert.equal(traits.key(value), row.key)
    assert.equal(traits.kind(value), kinds[row.kind])
  }
  for (let account = 0; account < 10; account += 1)
    assert.deepEqual(
      [...traits.valuesOf(account)],
      rows.flatMap(({ accounts }, value) => (accounts.includes(account) ? [value] : [])),
    )
})

test('an account without values has none', () => {
  const traits = new Traits(kinds, [{ kind: 0, key: 'v', accounts: [1, 2], uses: [1, 1] }], 4)
  assert.deepEqual(
    [0, 1, 2, 3].map((account) => traits.valuesOf(account).length),
    [0, 1, 1, 0],
  )
})

test('no rows are no traits', () => assert.equal(new Traits(kinds, [], 3).valuesOf(2).length, 0))
