// Fillings that come back equally often tell a list; favourites tell people.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Random } from '@stillhunt/core/statistics'
import { activityOf, pOf, type SomeRow } from '../activity.fixture.ts'
import type { Activity } from '../activity.ts'
import { workQueue } from './signal.ts'

const nobody = activityOf(0, () => [])

/** Ten accounts that fill a template with these, in order, one after the other. */
function filled(slots: readonly (number | string)[], more: SomeRow = {}): Activity {
  const rows = Array.from({ length: 10 }, (): SomeRow[] => [])
  for (const [use, slot] of slots.entries())
    rows[use % 10]!.push({ hour: use * 0.1, slot: `s${slot}`, isTemplated: true, ...more })
  return activityOf(10, (account) => rows[account]!)
}
const p = (group: Activity): number => pOf(workQueue.test(group, nobody))
const random = new Random(3)
/** Demand with favourites: the n-th filling is asked for as 1/n. */
const zipf = (): number => Math.floor(Math.exp(random.unit() * Math.log(200)))

test('a list that is dealt out three times shows', () => {
  const outcome = workQueue.test(filled(Array.from({ length: 300 }, (_, use) => use % 100)), nobody)!
  assert.equal(outcome.pValue, 0.001)
  assert.match(
    workQueue.sentence(outcome),
    /^10 accounts filled their templates 300 times with 100 different fillings, whose repeats are more even/,
  )
})
test('rollouts in turn show', () =>
  assert.equal(p(filled(Array.from({ length: 300 }, (_, use) => Math.floor(use / 4)))), 0.001))

test('nothing is made of users with favourites, or of an operator that repeats some on purpose (evasion)', () => {
  assert.ok(p(filled(Array.from({ length: 300 }, zipf))) > 0.5)
  const mixed = Array.from({ length: 300 }, (_, use) => (use % 3 === 0 ? use % 2 : use))
  assert.ok(p(filled(mixed)) > 0.5)
})
test('without repeats, and without templates, nothing is said', () => {
  assert.ok(Number.isNaN(p(filled(Array.from({ length: 300 }, (_, use) => use)))))
  assert.ok(
    Number.isNaN(
      p(
        filled(
          Array.from({ length: 300 }, (_, use) => use % 100),
          { isTemplated: false },
        ),
      ),
    ),
  )
})
