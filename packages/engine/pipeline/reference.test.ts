// A reference is made of accounts that are like the members; demands fall one by one where there are too few.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ClassedAccount } from './account-class.ts'
import { Candidates } from './reference.ts'

const account = (index: number, more: Partial<ClassedAccount> = {}): ClassedAccount => ({
  index,
  hash: `${index + 1}`,
  name: `a${index}`,
  isDeclared: false,
  dialect: 'openai.chat',
  model: 'large',
  client: '7',
  plan: 'payg',
  country: '',
  payment: '',
  signupPrefix: '',
  emailDomain: '',
  referral: '',
  createdMs: Number.NaN,
  interactions: 20,
  conversations: 20,
  firstMs: index,
  lastMs: 1000 + index,
  ...more,
})
const matchReference = (members: readonly ClassedAccount[], others: readonly ClassedAccount[]): ClassedAccount[] =>
  new Candidates(others).matchedTo(members)
const many = (from: number, count: number, more: Partial<ClassedAccount> = {}): ClassedAccount[] =>
  Array.from({ length: count }, (_, i) => account(from + i, more))
const indices = (accounts: readonly ClassedAccount[]): number[] => accounts.map(({ index }) => index)

test('matches are of the same plan, dialect, model, client and volume, four for each member', () => {
  const others = [
    ...many(100, 9, { plan: 'free' }),
    ...many(200, 9, { model: 'small' }),
    ...many(250, 9, { client: '8' }),
    ...many(300, 9, { interactions: 2000 }),
    ...many(400, 9, { interactions: 31 }),
  ]
  assert.deepEqual(indices(matchReference(many(0, 2), others)), [400, 401, 402, 403, 404, 405, 406, 407])
})

test('where too few match, the client is dropped first, then the model, then the plan, then the dialect, never the volume', () => {
  const others = [
    account(99, { client: '8' }),
    account(100, { client: '8', model: 'small' }),
    account(101, { plan: 'free', model: 'small' }),
    account(102, { dialect: 'x', plan: 'free' }),
    account(103, { interactions: 500 }),
  ]
  assert.deepEqual(indices(matchReference([account(0)], others)), [99, 100, 101, 102])
})

test('nobody is taken twice, and the order of candidates decides nothing', () => {
  const others = many(100, 50)
  const matched = indices(matchReference(many(0, 10), others))
  assert.equal(new Set(matched).size, 40)
  assert.deepEqual(indices(matchReference(many(0, 10), others.toReversed())), matched)
})

test('names decide nothing: who came first is taken', () => {
  const renamed = many(100, 50).map((one, i) => ({ ...one, index: 149 - i, name: `z${i}` }))
  const original = matchReference(many(0, 3), many(100, 50)).map(({ firstMs }) => firstMs)
  assert.deepEqual(
    matchReference(many(0, 3), renamed).map(({ firstMs }) => firstMs),
    original,
  )
})

test('peers have the plans and dialects of members, whatever their volume', () => {
  const others = [...many(100, 2, { interactions: 5000 }), ...many(200, 2, { plan: 'team' }), ...many(300, 2)]
  assert.deepEqual(indices(new Candidates(others).peersOf([account(0)])), [100, 101, 300, 301])
})

test('one group after the other is given what it would be given alone', () => {
  const others = [...many(100, 50), ...many(200, 50, { plan: 'team' })]
  const candidates = new Candidates(others)
  for (const members of [many(0, 10), many(10, 3, { plan: 'team' }), many(0, 10)]) {
    assert.deepEqual(candidates.matchedTo(members), matchReference(members, others))
    assert.deepEqual(candidates.peersOf(members), new Candidates(others).peersOf(members))
  }
})
