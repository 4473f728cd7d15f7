// One number of runs for every task tells sampling from people who happen to ask the same.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Random } from '@stillhunt/core/statistics'
import { activityOf, pOf, type SomeRow } from '../activity.fixture.ts'
import type { Activity } from '../activity.ts'
import { rolloutCount } from './signal.ts'

const nobody = activityOf(0, () => [])

/** Tasks, each asked so many times by accounts drawn at random. */
function asked(accounts: number, tasks: number, timesOf: (task: number) => number, more: SomeRow = {}): Activity {
  const random = new Random(4)
  const rows = Array.from({ length: accounts }, (): SomeRow[] => [])
  for (let task = 0; task < tasks; task += 1)
    for (let time = timesOf(task); time > 0; time -= 1)
      rows[random.below(accounts)]!.push({ digest: `task${task}`, hour: task, ...more })
  return activityOf(accounts, (account) => rows[account]!)
}
const p = (group: Activity): number => pOf(rolloutCount.test(group, nobody))

test('four runs of every task over a pool show, failed ones left out', () => {
  const outcome = rolloutCount.test(
    asked(20, 100, () => 4),
    nobody,
  )!
  assert.ok(outcome.pValue < 1e-20)
  assert.match(
    rolloutCount.sentence(outcome),
    /^(99|100) of (99|100) tasks that several accounts ran were run exactly 4 times\.$/,
  )
  assert.equal(outcome.records.length, 4)
  const failing = asked(20, 100, () => 4, { isPrompt: false })
  assert.equal(rolloutCount.test(failing, nobody), null)
})

const random = new Random(9)
const innocent: Readonly<Record<string, Activity>> = {
  'questions that people happen to share, the more the rarer': asked(
    40,
    200,
    () => 1 + Math.floor(-1.5 * Math.log(random.unit())),
  ),
  'a class with ten questions': asked(40, 10, () => 20 + random.below(20)),
  'a class with twenty questions that some leave out': asked(12, 20, () => 3 + random.below(9)),
}
for (const [what, group] of Object.entries(innocent))
  test(`nothing is made of ${what}`, () => assert.ok(p(group) > 0.05))

test('prompts whose surface is varied are not seen (evasion)', () =>
  assert.ok(Number.isNaN(p(asked(20, 400, () => 1)))))
test('one account that samples for itself is not looked at', () => assert.ok(Number.isNaN(p(asked(1, 100, () => 4)))))
