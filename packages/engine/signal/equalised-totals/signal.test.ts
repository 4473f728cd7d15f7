// Equal totals tell a pool from people, even from people who are rather alike.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Random } from '@stillhunt/core/statistics'
import type { AccountFacts } from '../activity.ts'
import { activityOf, activityWithoutRows, dayMs, factsFor, pOf } from '../activity.fixture.ts'
import { equalisedTotals } from './signal.ts'

/** Accounts with these totals, in use for so many days. */
const used = (totals: readonly number[], days: (index: number) => number = () => 10): AccountFacts[] =>
  totals.map((interactions, index) => ({
    ...factsFor([], `a${index}`),
    interactions,
    conversations: interactions,
    firstMs: 0,
    lastMs: (days(index) - 1) * dayMs,
  }))

/** Totals of a mean, as exponential of a normal of this width: 1.5 is how people differ, 0.3 how a class does. */
function people(count: number, mean: number, width: number, seed: number): number[] {
  const random = new Random(seed)
  return Array.from({ length: count }, () => {
    const normal = Math.sqrt(-2 * Math.log(random.unit())) * Math.cos(2 * Math.PI * random.unit())
    return 1 + Math.floor(mean * Math.exp(width * normal - (width * width) / 2))
  })
}

/** What a random pool deals out. */
function dealt(accounts: number, calls: number, seed: number): number[] {
  const random = new Random(seed)
  const totals = Array.from({ length: accounts }, () => 1)
  for (let call = accounts; call < calls; call += 1) totals[random.below(accounts)]! += 1
  return totals
}

const reference = activityOf(1, () => [], { peers: used(people(300, 40, 1.5, 7)) })
const p = (accounts: readonly AccountFacts[]): number =>
  pOf(equalisedTotals.test(activityWithoutRows(accounts), reference))

test('a round robin and a random pool show', () => {
  assert.ok(p(used(Array.from({ length: 30 }, (_, i) => 50 + (i % 2)))) < 1e-8)
  assert.ok(p(used(dealt(30, 1500, 1))) < 1e-4)
})
test('a pool that accounts joined late shows by days of use', () => {
  const days = (index: number): number => (index % 2 === 0 ? 10 : 5)
  assert.ok(
    p(
      used(
        Array.from({ length: 30 }, (_, i) => (i % 2 === 0 ? 60 : 30)),
        days,
      ),
    ) < 1e-8,
  )
})

test('a sticky pool shows by its conversations, whose calls are anything', () => {
  const calls = people(30, 40, 0.8, 3)
  const sticky = used(calls).map((facts, i) => ({ ...facts, conversations: 20 + (i % 2) }))
  const outcome = equalisedTotals.test(activityWithoutRows(sticky), reference)!
  assert.ok(outcome.pValue < 1e-4)
  assert.match(equalisedTotals.sentence(outcome), /^30 accounts had 20.5 conversations each/)
})

test('nothing is made of people, or of people who are rather alike', () => {
  for (let seed = 1; seed <= 40; seed += 1) {
    assert.ok(p(used(people(30, 40, 1.5, seed))) > 0.05, `people ${seed}`)
    assert.ok(p(used(people(30, 40, 0.6, seed))) > 0.05, `alike ${seed}`)
  }
})
test('a pool with quotas skewed on purpose is not seen (evasion)', () =>
  assert.ok(p(used(Array.from({ length: 30 }, (_, i) => 5 + 4 * i))) > 0.05))
test('few calls say nothing', () => assert.ok(Number.isNaN(p(used(dealt(30, 60, 1))))))

test('the sentence has its numbers', () => {
  const outcome = equalisedTotals.test(activityWithoutRows(used(Array.from({ length: 30 }, () => 50))), reference)!
  assert.match(
    equalisedTotals.sentence(outcome),
    /^30 accounts had 50.0 calls each, .* 0.0 times as uneven .* \d+ times as uneven\.$/,
  )
})
