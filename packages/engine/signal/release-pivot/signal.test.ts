// Who is on a new model within a day, as a group, follows models; enthusiasts are few.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { activityOf, pOf, type SomeRow } from '../activity.fixture.ts'
import { Lexicon } from '../activity.ts'
import { releasePivot } from './signal.ts'

const lexicon = new Lexicon()
const releaseDay = 6

/** Four calls a day over ten days, on the new model from so many days after its release on. */
const adopting = (daysLater: number): SomeRow[] =>
  Array.from({ length: 10 }, (_, day) =>
    [9, 11, 14, 17].map((hour) => ({ day, hour, model: day >= releaseDay + daysLater ? 'new' : 'old' })),
  ).flat()
const of = (count: number, daysLater: (account: number) => number) =>
  activityOf(count, (account) => adopting(daysLater(account)), { lexicon })
const people = of(80, (account) => (account % 10 === 0 ? 0 : 2 + (account % 3)))

test('a group that moves within a day shows', () => {
  const outcome = releasePivot.test(
    of(20, () => 0),
    people,
  )!
  assert.ok(outcome.pValue < 1e-8)
  assert.equal(
    releasePivot.sentence(outcome),
    'A new model was in use within a day of its first appearance on 20 of 20 accounts, and 8 of 80 comparable ones.',
  )
})
test('nothing is made of enthusiasts among others, of those who wait (evasion), or where an alias moves everybody', () => {
  assert.ok(
    pOf(
      releasePivot.test(
        of(20, (account) => (account < 3 ? 0 : 2)),
        people,
      ),
    ) > 0.05,
  )
  assert.equal(
    pOf(
      releasePivot.test(
        of(20, () => 2),
        people,
      ),
    ),
    1,
  )
  assert.equal(
    pOf(
      releasePivot.test(
        of(20, () => 0),
        of(80, () => 0),
      ),
    ),
    1,
  )
})
test('without a release nothing is said', () =>
  assert.equal(
    releasePivot.test(
      of(20, () => 9),
      of(80, () => 9),
    ),
    null,
  ))
