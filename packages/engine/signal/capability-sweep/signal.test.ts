// Few purposes, and fillings of templates that hardly come back, tell a sweep; narrow use alone does not.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { activityOf, pOf, type SomeRow } from '../activity.fixture.ts'
import type { Activity } from '../activity.ts'
import { capabilitySweep } from './signal.ts'

/** Accounts with ten prompts each. */
const of = (count: number, rowOf: (account: number, at: number) => SomeRow): Activity =>
  activityOf(count, (account) =>
    Array.from({ length: 10 }, (_, at) => ({ slot: `${account} ${at}`, ...rowOf(account, at) })),
  )
const people = of(80, (account, at) => ((account + at) % 4 === 0 ? { code: 80 } : {}))
const reasons: SomeRow = { reasoning: 100, isTemplated: true }

test('members that do one thing all the time, each time another one, show', () => {
  const outcome = capabilitySweep.test(
    of(20, () => reasons),
    people,
  )!
  assert.equal(outcome.pValue, 0.001)
  assert.match(
    capabilitySweep.sentence(outcome),
    /^What 20 accounts ask for is \d\.\d\d nats from .* filled with 100 % of the greatest evenness\.$/,
  )
})
test('nothing is made of people like others, of a product with favourites, or of purposes that are blended (evasion)', () => {
  assert.equal(
    pOf(
      capabilitySweep.test(
        of(20, (account, at) => ({ isTemplated: true, ...((account + at) % 4 === 0 ? { code: 80 } : {}) })),
        people,
      ),
    ),
    1,
  )
  const product = of(20, (_, at) => ({ ...reasons, slot: at < 7 ? `${at}` : `${at} ${_}` }))
  assert.equal(pOf(capabilitySweep.test(product, people)), 1)
  const blended = of(20, (account, at) => ({
    isTemplated: true,
    ...((account + at) % 4 === 0 ? { code: 60, reasoning: 20 } : {}),
  }))
  assert.equal(pOf(capabilitySweep.test(blended, people)), 1)
})
test('narrow use without templates says nothing', () =>
  assert.equal(
    capabilitySweep.test(
      of(20, () => ({ reasoning: 100 })),
      people,
    ),
    null,
  ))
