// Calls of many accounts that never come close together, or stop at one count, tell a queue from people.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Random } from '@stillhunt/core/statistics'
import { activityOf, pOf, type SomeRow } from '../activity.fixture.ts'
import type { Activity } from '../activity.ts'
import { sendPacing } from './signal.ts'

const secondsPerHour = 3600

/** Sends of 10 accounts at random, about a second apart; `floorSeconds` are waited before each. */
function sends(count: number, floorSeconds: number, seed: number): Activity {
  const random = new Random(seed)
  const rows = Array.from({ length: 10 }, (): SomeRow[] => [])
  let second = 0
  for (let send = 0; send < count; send += 1) {
    second += floorSeconds - Math.log(random.unit())
    rows[random.below(10)]!.push({ hour: second / secondsPerHour })
  }
  return activityOf(10, (account) => rows[account]!)
}

const random = new Random(11)

/** Accounts that call so many times on each of ten days. */
const daily = (accounts: number, countOn: (account: number, day: number) => number): Activity =>
  activityOf(accounts, (account) =>
    Array.from({ length: 10 }, (_, day) =>
      Array.from({ length: countOn(account, day) }, () => ({ day, hour: 8 + 10 * random.unit() })),
    ).flat(),
  )

const people = daily(60, () => 1 + Math.floor(-6 * Math.log(random.unit())))

test('a queue that waits shows', () => {
  const outcome = sendPacing.test(sends(600, 0.5, 1), people)!
  assert.ok(outcome.pValue < 1e-6)
  assert.match(
    sendPacing.sentence(outcome),
    /^Calls of different accounts follow within \d+ ms 0 times, where \d+\.\d were/,
  )
})
test('accounts that stop at nine a day show', () => {
  const pinned = daily(30, () => 9)
  const outcome = sendPacing.test(pinned, people)!
  assert.ok(outcome.pValue < 1e-6)
  assert.match(sendPacing.sentence(outcome), /^30 of 30 accounts stop at one count per day/)
})

test('nothing is made of people who send when they please', () => {
  for (let seed = 1; seed <= 30; seed += 1)
    assert.ok(!(pOf(sendPacing.test(sends(300, 0, seed), people)) <= 0.01), `${seed}`)
  assert.ok(
    pOf(
      sendPacing.test(
        daily(30, () => 1 + Math.floor(-6 * Math.log(random.unit()))),
        people,
      ),
    ) > 0.05,
  )
})
test('where everybody of a plan is limited, a group that is, is nothing', () =>
  assert.ok(
    pOf(
      sendPacing.test(
        daily(30, () => 9),
        daily(60, () => 9),
      ),
    ) > 0.5,
  ))
test('a queue that adds jitter as long as its pause is hardly seen (evasion)', () => {
  const jittered = new Random(5)
  assert.ok(
    pOf(
      sendPacing.test(
        daily(30, () => 4 + jittered.below(9)),
        people,
      ),
    ) > 0.05,
  )
})
