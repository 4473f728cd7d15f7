// What accounts openly say of themselves explains what they share.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDeclared, openAccounts, type Population } from './population.ts'

/** One letter an account: an organisation; `-` for none, `R` for a declared reseller without one. */
function populationOf(letters: string): Population {
  return {
    size: letters.length,
    org: Int32Array.from(letters, (letter) => (letter === '-' || letter === 'R' ? -1 : letter.charCodeAt(0))),
    reseller: Uint8Array.from(letters, (letter) => (letter === 'R' ? 1 : 0)),
  }
}

const pairs: readonly (readonly [letters: string, declared: boolean])[] = [
  ['aa', true],
  ['ab', false],
  ['a-', false],
  ['--', false],
  ['RR', true],
  ['R-', false],
  ['Ra', false],
]

for (const [letters, declared] of pairs)
  test(`${letters}: what the two share is ${declared ? '' : 'not '}explained`, () => {
    assert.equal(isDeclared(populationOf(letters), 0, 1), declared)
    assert.equal(isDeclared(populationOf(letters), 1, 0), declared)
  })

test('open are resellers and organisations of several accounts; one account with a name is not', () => {
  assert.deepEqual([...openAccounts(populationOf('aaab--R'))], [1, 1, 1, 0, 0, 0, 1])
})
