// A group most of whose members ask for reasoning is told from one in which a few do.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { activityOf, pOf, repeated, type SomeRow } from '../activity.fixture.ts'
import { elicitation } from './signal.ts'

const asks: SomeRow = { elicitation: true }
const plain: SomeRow = {}
const people = activityOf(80, (account) => repeated(10, account % 16 === 0 ? asks : plain))

test('members that ask for reasoning all the time show', () => {
  const harvest = activityOf(20, () => [...repeated(6, asks), ...repeated(4, plain)])
  const outcome = elicitation.test(harvest, people)!
  assert.ok(outcome.pValue < 1e-10)
  assert.equal(
    elicitation.sentence(outcome),
    "At least 30 % of the prompts ask for the model's reasoning on 20 of 20 accounts, and 5 of 80 comparable ones.",
  )
  assert.deepEqual(outcome.records, ['r0-0', 'r1-0', 'r2-0', 'r3-0'])
})

const innocent: Readonly<Record<string, ReturnType<typeof activityOf>>> = {
  'a learner among others': activityOf(20, (account) => repeated(10, account === 3 ? asks : plain)),
  'everybody now and then': activityOf(20, () => [asks, ...repeated(9, plain)]),
  'follow-ups that ask why': activityOf(20, () => [
    ...repeated(9, { ...asks, isPrompt: false }),
    ...repeated(6, plain),
  ]),
  'an operator that asks for answers only (evasion)': activityOf(20, () => repeated(10, plain)),
}
for (const [what, group] of Object.entries(innocent))
  test(`nothing is made of ${what}`, () => assert.ok(pOf(elicitation.test(group, people)) > 0.05))

test('where everybody of the kind asks for it, a group that does is nothing', () => {
  const tutors = activityOf(80, () => repeated(10, asks))
  assert.equal(
    pOf(
      elicitation.test(
        activityOf(20, () => repeated(10, asks)),
        tutors,
      ),
    ),
    1,
  )
})
