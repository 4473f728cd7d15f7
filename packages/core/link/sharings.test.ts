// Columns answer what was put into them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Random } from '../statistics.ts'
import { families } from './family.ts'
import { causeOf, type Sharing } from './sharing.ts'
import { Sharings } from './sharings.ts'
import { TextList } from './text-list.ts'

const random = new Random(1)
const list = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make)

const sharings = list(300, (): Sharing => {
  const accounts = list(2 + random.below(5), () => random.below(1000)).sort((a, b) => a - b)
  return {
    signal: `signal ${random.below(4)}`,
    family: families[random.below(families.length)]!,
    item: `item ${random.below(40)}`,
    accounts,
    ...(random.unit() < 0.5 ? { sinceMs: accounts.map(() => random.below(1e9)) } : {}),
    holders: accounts.length + random.below(40),
    ...(random.unit() < 0.5 ? { joinedMs: list(random.below(5), () => random.below(1e9)) } : {}),
    bonusNats: random.unit(),
    ...(random.unit() < 0.5 ? { delayMs: random.below(1e5) } : {}),
    ...(random.unit() < 0.5 ? { isSchedule: true as const } : {}),
    records: list(random.below(4), () => `record ${random.below(1e9)}`),
  }
})

test('what was put in is answered, with all that it has and nothing that it has not', () =>
  assert.deepEqual([...new Sharings(sharings)], sharings))

test('causes are told apart as their names are', () => {
  const columns = new Sharings(sharings)
  const nameOf = new Map<number, string>()
  for (const [index, sharing] of sharings.entries()) {
    const known = nameOf.get(columns.cause(index)) ?? causeOf(sharing)
    nameOf.set(columns.cause(index), known)
    assert.equal(causeOf(sharing), known)
  }
  assert.equal(nameOf.size, new Set(sharings.map(causeOf)).size)
})

test('what is withheld is seen again as it is let in, in whatever order', () => {
  const columns = new Sharings(sharings)
  columns.withhold()
  assert.ok([...columns].every(({ accounts, holders }) => accounts.length === 0 && holders === 0))
  for (const [index, { accounts, joinedMs }] of sharings.entries()) {
    for (const account of accounts.toReversed()) columns.admit(index, account)
    for (const _ of joinedMs ?? []) columns.join(index)
    assert.deepEqual(columns.at(index).accounts, accounts)
    assert.equal(columns.holders(index), (joinedMs ?? accounts).length)
  }
})

test('texts are as they were, whatever their number and letters', () => {
  const texts = list(10_000, () => ['', 'a', 'ß€😀', `${random.below(1e9)}`][random.below(4)]!)
  const kept = new TextList()
  for (const text of texts) kept.push(text)
  assert.equal(kept.length, texts.length)
  for (const [index, text] of texts.entries()) assert.equal(kept.at(index), text)
})
