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
      rows.flatMap(({ accounts }, value) => (Array.from(accounts).includes(account) ? [value] : [])),
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

test('what is withheld is seen again as it is admitted, in whatever order', () => {
  const rows = [3, 1, 4].map((count, kindOf) => ({
    kind: kindOf % 2,
    key: String(kindOf),
    accounts: Array.from({ length: count }, (_, i) => i + kindOf),
    uses: Array.from({ length: count }, () => 1),
  }))
  const traits = new Traits(kinds, rows, 8)
  const { value, holder } = traits.entries()
  traits.withhold()
  assert.ok(rows.every((_, one) => traits.holders(one).length === 0))
  for (const entry of [5, 0, 7, 2, 6, 1, 3, 4]) traits.admit(value[entry]!, holder[entry]!)
  for (const [one, { accounts }] of rows.entries()) assert.deepEqual([...traits.holders(one)], accounts)
  assert.deepEqual([...traits.valuesOf(2)], [0, 2])
})

test('values of one family that came up in one record are one thing; without a record each is its own', () => {
  const row = (kindOf: number, origin?: string): TraitRow => ({
    kind: kindOf,
    key: '',
    accounts: [0, 1],
    uses: [1, 1],
    ...(origin === undefined ? {} : { origin }),
  })
  const families = [kind('template'), { ...kind('address'), family: 'network' as const }]
  const traits = new Traits(families, [row(0, 'r1'), row(0, 'r1'), row(0, 'r2'), row(1, 'r1'), row(0), row(0)], 2)
  const things = [0, 1, 2, 3, 4, 5].map((value) => traits.thingOf(value))
  assert.equal(things[0], things[1])
  assert.equal(new Set(things).size, 5)
})
