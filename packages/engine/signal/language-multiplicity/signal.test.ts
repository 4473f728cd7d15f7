// Many languages out of each account tell a relay of people from people.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { activityOf, pOf, repeated, type SomeRow } from '../activity.fixture.ts'
import { languageMultiplicity } from './signal.ts'

const says = (...languages: readonly number[]): SomeRow[] => languages.map((language) => ({ language }))
const people = activityOf(80, (account) =>
  says(...Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? 1 : (account % 5) + 2))),
)

test('accounts from which many languages come show', () => {
  const relay = activityOf(20, () => says(1, 1, 1, 18, 18, 18, 12, 12, 20, 20))
  const outcome = languageMultiplicity.test(relay, people)!
  assert.ok(outcome.pValue < 1e-10)
  assert.equal(
    languageMultiplicity.sentence(outcome),
    'Prompts are in at least 3 languages on 20 of 20 accounts, and 0 of 80 comparable ones.',
  )
})

const innocent: Readonly<Record<string, ReturnType<typeof activityOf>>> = {
  'people with two languages': activityOf(20, () => says(1, 1, 1, 1, 4, 4, 4, 4)),
  'people who quote': activityOf(20, () => says(1, 1, 1, 1, 1, 1, 1, 4, 18, 12)),
  'a translator among others': activityOf(20, (account) =>
    account === 0 ? says(1, 1, 3, 3, 4, 4, 5, 5) : says(1, 1, 1, 1, 1, 1, 1, 1),
  ),
  'a relay with customers of one language per account (evasion)': activityOf(20, (account) =>
    repeated(10, { language: 2 + (account % 9) }),
  ),
}
for (const [what, group] of Object.entries(innocent))
  test(`nothing is made of ${what}`, () => assert.ok(pOf(languageMultiplicity.test(group, people)) > 0.05))

test('few prompts say nothing', () =>
  assert.equal(
    languageMultiplicity.test(
      activityOf(20, () => says(1, 2, 3)),
      people,
    ),
    null,
  ))
