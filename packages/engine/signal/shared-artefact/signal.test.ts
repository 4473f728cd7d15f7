// The same word hidden in the same way tells one tool; typography does not.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertNats, call, chat, type Line, type NamedTrait, prose, traitsIn } from '../signal.fixture.ts'
import { sharedArtefact } from './signal.ts'

const asks = (account: string, words: string): Line => call(account, account, chat(`${prose(account, 9)}. ${words}`))

const negatives = {
  'the same word in plain': [asks('ana', 'rival'), asks('bo', 'rival')],
  'words hidden in different places': [asks('ana', 'r\u200bival'), asks('bo', 'riv\u200bal')],
  'Persian joiners': [asks('ana', '\u0645\u06cc\u200c\u062e'), asks('bo', '\u0645\u06cc\u200c\u062e')],
  'an operator that hides words at random (evasion)': [asks('ana', 'com\u200bpany'), asks('bo', 'c\u200bompany')],
}
const seen = await traitsIn(sharedArtefact, {
  ...negatives,
  relay: ['ana', 'bo', 'cy'].map((account) => asks(account, 'Do not name com\u200bpetitor here.')),
  system: ['ana', 'bo'].map((account) =>
    call(account, account, {
      messages: [{ role: 'system', content: 'You are h\u0435lpful.' }, ...chat(prose(`${account}q`, 9)).messages],
    }),
  ),
})
const told = (traits: readonly NamedTrait[]): string[] =>
  traits.map(({ aspect, accounts, uses }) => `${aspect}: ${accounts.join()} ${uses.join()}`)

for (const what of Object.keys(negatives) as (keyof typeof negatives)[])
  test(`nothing is said of ${what}`, () => assert.deepEqual(seen.of(what), []))

test('accounts that hide one word alike have it in common, by its rarity', () => {
  assert.deepEqual(told(seen.of('relay')), ['hidden character: ana,bo,cy 1,1,1'])
  assertNats(seen.of('relay')[0]?.nats, 0.7 * Math.log(seen.size / 3))
})
test('hidden characters of system prompts count, too', () =>
  assert.deepEqual(told(seen.of('system')), ['hidden character: ana,bo 1,1']))
test('they open no pair', () => assert.deepEqual(seen.links('relay'), []))
test('the sentence has its numbers', () =>
  assert.equal(
    sharedArtefact.sentence({ aspect: 'hidden character', values: 2, who: '8 of 9 accounts', inside: 8, outside: 0 }),
    '2 telling hidden characters inside words of 8 of 9 accounts; the most common with 8 members and nobody outside.',
  ))
