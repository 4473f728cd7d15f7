// Many people's machines behind each account tell a relay from people and from servers.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { activityOf, pOf, type SomeRow } from '../activity.fixture.ts'
import { environmentMultiplicity } from './signal.ts'

const at = (home: string): SomeRow => ({ home, describedSystem: 3 })
const people = activityOf(80, (account) => [at(`${account}`), at(`${account}`), at(`${account}`)])

test('accounts behind which many people work show', () => {
  const relay = activityOf(20, (account) =>
    Array.from({ length: 6 }, (_, i) => at(`customer${(account * 7 + i) % 40}`)),
  )
  const outcome = environmentMultiplicity.test(relay, people)!
  assert.ok(outcome.pValue < 1e-10)
  assert.match(
    environmentMultiplicity.sentence(outcome),
    /^At least 3 people's home directories.* 20 of 20 accounts, and 0 of 80/,
  )
})

const innocent: Readonly<Record<string, ReturnType<typeof activityOf>>> = {
  'people with a second machine': activityOf(20, (account) => [
    at(`${account}`),
    at(`work${account}`),
    at(`${account}`),
  ]),
  'one person on two systems': activityOf(20, (account) => [
    at(`${account}`),
    { home: `${account}`, describedSystem: 2 },
  ]),
  'servers, whose names count as none': activityOf(20, () => [{ describedSystem: 3 }, { describedSystem: 3 }]),
  'a relay that rewrites all paths to one home (evasion)': activityOf(20, () => [at('x'), at('x'), at('x')]),
}
for (const [what, group] of Object.entries(innocent))
  test(`nothing is made of ${what}`, () => assert.ok(pOf(environmentMultiplicity.test(group, people)) > 0.05))

test('clients that describe nothing say nothing', () =>
  assert.equal(
    environmentMultiplicity.test(
      activityOf(20, () => [{}]),
      people,
    ),
    null,
  ))
