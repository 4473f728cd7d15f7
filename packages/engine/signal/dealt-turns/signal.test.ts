// Conversations that begin on one account after the other tell a scheduler from people, also behind sticky sessions.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Random } from '@stillhunt/core/statistics'
import { activityOf, pOf, type SomeRow } from '../activity.fixture.ts'
import type { Activity } from '../activity.ts'
import { dealtTurns } from './signal.ts'

/** Conversations dealt out over accounts in this order, some minutes between them, each of so many calls. */
function dealt(accounts: number, order: readonly number[], callsEach = 1): Activity {
  const rows = Array.from({ length: accounts }, (): SomeRow[] => [])
  const random = new Random(1)
  let begin = 0
  for (const [turn, account] of order.entries()) {
    begin += 0.2 * random.unit()
    for (let call = 0; call < callsEach; call += 1)
      rows[account]!.push({ hour: begin + call * 0.001, opening: `c${turn}` })
  }
  return activityOf(accounts, (account) => rows[account]!)
}
const nobody = activityOf(0, () => [])
const p = (group: Activity): number => pOf(dealtTurns.test(group, nobody))
const inTurn = Array.from({ length: 200 }, (_, turn) => turn % 10)

/** People: some use theirs a hundred times as often as others, and come in bursts. */
function people(seed: number): number[] {
  const random = new Random(seed)
  const weights = Array.from({ length: 10 }, () => random.unit() ** -1)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const anybody = (): number => {
    let left = random.unit() * total
    return Math.max(
      0,
      weights.findIndex((weight) => (left -= weight) <= 0),
    )
  }
  const order = [anybody()]
  while (order.length < 200) order.push(random.unit() < 0.6 ? order.at(-1)! : anybody())
  return order
}

test('round robin shows', () => {
  const outcome = dealtTurns.test(dealt(10, inTurn), nobody)!
  assert.ok(outcome.pValue < 1e-20)
  assert.equal(
    dealtTurns.sentence(outcome),
    '200 conversations begin in turn on 10 accounts: between two on one account, in the median, 100 % of the others have ' +
      'theirs (100 % in strict turn, none in bursts).',
  )
})
test('a sticky round robin shows by its conversations', () => assert.ok(p(dealt(10, inTurn, 8)) < 1e-20))
test('a random pool shows', () => {
  const random = new Random(3)
  assert.ok(
    p(
      dealt(
        30,
        Array.from({ length: 3000 }, () => random.below(30)),
      ),
    ) < 1e-3,
  )
})
test('nothing is made of people in bursts', () => {
  const pValues = Array.from({ length: 40 }, (_, seed) => p(dealt(10, people(seed + 1)))).filter(
    (value) => !Number.isNaN(value),
  )
  assert.ok(pValues.length > 20)
  assert.ok(
    pValues.every((value) => value > 0.025),
    `${Math.min(...pValues)}`,
  )
})
test('accounts that are filled one after the other are not seen (evasion)', () =>
  assert.equal(
    p(
      dealt(
        10,
        Array.from({ length: 200 }, (_, turn) => Math.floor(turn / 20)),
      ),
    ),
    1,
  ))
test('clocks, which are always in turn, are left out', () => {
  const clocks = activityOf(10, (account) =>
    Array.from({ length: 20 }, (_, day) => ({ day, hour: 2 * account + 0.001 * ((day * 7) % 5) })),
  )
  assert.ok(Number.isNaN(p(clocks)))
})
test('a few calls say nothing', () => assert.ok(Number.isNaN(p(dealt(10, inTurn.slice(0, 15))))))
