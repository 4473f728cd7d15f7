// A typo finds what was meant, and nothing finds what is far from everything.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nearest, suggestion } from './nearest.ts'

const names = ['acct-0001', 'acct-0002', 'acct-1234', 'c-7f3a91d2', 'ivy', '--json', '--html']

const cases: readonly (readonly [given: string, expected: readonly string[], why: string])[] = [
  ['acct-1243', ['acct-1234'], 'two letters swapped'],
  ['acct-124', ['acct-1234'], 'a letter left out'],
  ['acct1234', ['acct-1234'], 'a letter left out in the midst'],
  ['ACCT-1234', ['acct-1234'], 'another case'],
  ['c-7f3a91', ['c-7f3a91d2'], 'cut off'],
  ['acct-0003', ['acct-0001', 'acct-0002'], 'two are as near'],
  ['--jsn', ['--json'], 'a flag'],
  ['acct-1234-and-more', ['acct-1234'], 'something after it'],
  ['eve', [], 'another short name'],
  ['zzzzzzzz', [], 'nothing like it'],
]

for (const [given, expected, why] of cases)
  test(`${given} (${why}) suggests ${expected.join(', ') || 'nothing'}`, () => {
    const found = nearest(given, names)
    assert.deepEqual(found.slice(0, Math.max(1, expected.length)), expected)
  })

test('a suggestion is part of a sentence, and many names are gone through in a moment', () => {
  assert.equal(suggestion('--jsn', names), '; did you mean --json?')
  assert.equal(suggestion('zzzzzzzz', names), '')
  const many = Array.from({ length: 100_000 }, (_, index) => `account-${index}`)
  assert.ok(nearest('acount-77777', many).includes('account-77777'))
})
