// Prompts that are all of one kind are told from what comparable accounts send; slight differences are not.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Random } from '@stillhunt/core/statistics'
import { activityOf, pOf, type SomeRow } from '../activity.fixture.ts'
import type { Activity } from '../activity.ts'
import { distributionShift } from './signal.ts'

/** Accounts with eight prompts each, whose phrases are all different but those of `common` bins. */
function of(count: number, common: number, seed: number, more: SomeRow = {}): Activity {
  const random = new Random(seed)
  return activityOf(count, () =>
    Array.from({ length: 8 }, () => ({
      sketch: Array.from({ length: 8 }, (_, bin) => (bin < common ? 7 : random.word())),
      promptWords: 10 + random.below(40),
      ...more,
    })),
  )
}
const people = of(80, 0, 1)

test('a group whose prompts share phrases and purpose shows', () => {
  const outcome = distributionShift.test(of(20, 6, 2, { reasoning: 100 }), people)!
  assert.ok(outcome.pValue <= 0.002)
  assert.match(
    distributionShift.sentence(outcome),
    /^Prompts of 20 accounts differ from those of 80 comparable ones \(squared mean discrepancy \d\.\d{3}\)\.$/,
  )
})
test('nothing is made of people like others, or of prompts drawn from theirs (evasion)', () => {
  for (let seed = 3; seed < 13; seed += 1) assert.equal(pOf(distributionShift.test(of(20, 0, seed), people)), 1)
})
test('where comparable accounts use the same, there is no shift', () =>
  assert.equal(pOf(distributionShift.test(of(20, 6, 4), of(80, 6, 5))), 1))
test('few accounts say nothing', () => assert.equal(distributionShift.test(of(5, 6, 2), people), null))
