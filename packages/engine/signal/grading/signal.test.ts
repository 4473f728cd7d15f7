// A group most of whose members have answers graded is told from one in which a few do.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { activityOf, pOf, repeated, type SomeRow } from '../activity.fixture.ts'
import { grading } from './signal.ts'

const asks: SomeRow = { grading: 100 }
const plain: SomeRow = {}
const people = activityOf(80, (account) => repeated(10, account % 16 === 0 ? asks : plain))

test('members that have answers graded all the time show', () => {
  const harvest = activityOf(20, () => [...repeated(6, asks), ...repeated(4, plain)])
  const outcome = grading.test(harvest, people)!
  assert.ok(outcome.pValue < 1e-10)
  assert.equal(
    grading.sentence(outcome),
    'At least 30 % of the prompts have the model grade answers on 20 of 20 accounts, and 5 of 80 comparable ones.',
  )
  assert.deepEqual(outcome.records, ['r0-0', 'r1-0', 'r2-0', 'r3-0'])
})

const innocent: Readonly<Record<string, ReturnType<typeof activityOf>>> = {
  'a teacher among others': activityOf(20, (account) => repeated(10, account === 3 ? asks : plain)),
  'everybody now and then': activityOf(20, () => [asks, ...repeated(9, plain)]),
  'follow-ups that ask for marks': activityOf(20, () => [
    ...repeated(9, { ...asks, isPrompt: false }),
    ...repeated(6, plain),
  ]),
  'an operator that has answers judged without a rubric (evasion)': activityOf(20, () => repeated(10, plain)),
}
for (const [what, group] of Object.entries(innocent))
  test(`nothing is made of ${what}`, () => assert.ok(pOf(grading.test(group, people)) > 0.05))

test('where everybody of the kind grades, a group that does is nothing', () => {
  const graders = activityOf(80, () => repeated(10, asks))
  assert.equal(
    pOf(
      grading.test(
        activityOf(20, () => repeated(10, asks)),
        graders,
      ),
    ),
    1,
  )
})
