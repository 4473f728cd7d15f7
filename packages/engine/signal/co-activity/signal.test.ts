// Hours that agree beyond days and weeks tell one demand; offices and habits do not.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Random } from '@stillhunt/core/statistics'
import { activityOf, pOf, type SomeRow } from '../activity.fixture.ts'
import type { Activity } from '../activity.ts'
import { coActivity } from './signal.ts'

const days = 21

/** Accounts that call, in each hour, with this chance. */
function busy(accounts: number, chance: (hour: number, account: number) => number, seed: number): Activity {
  const random = new Random(seed)
  const rows = Array.from({ length: accounts }, (): SomeRow[] => [])
  for (let hour = 0; hour < days * 24; hour += 1)
    for (const [account, own] of rows.entries())
      if (random.unit() < chance(hour, account)) own.push({ hour: hour + random.unit() })
  return activityOf(accounts, (account) => rows[account]!)
}
const isOffice = (hour: number): boolean => hour % 24 >= 8 && hour % 24 < 17 && Math.floor(hour / 24) % 7 < 5
const people = busy(60, (hour) => (hour % 24 > 7 ? 0.1 : 0.01), 1)

const demand = new Random(5)
const bursts = Array.from({ length: days * 24 }, () => (demand.unit() < 0.1 ? 0.6 : 0.02))

test('one demand behind all accounts shows', () => {
  const outcome = coActivity.test(
    busy(20, (hour) => bursts[hour]!, 2),
    people,
  )!
  assert.equal(outcome.pValue, 0.005)
  assert.match(coActivity.sentence(outcome), /^Over 21 days the hours of 20 accounts correlate by 0\.\d\d on average/)
})

const innocent: Readonly<Record<string, Activity>> = {
  'people at all hours': busy(20, () => 0.1, 3),
  'people by day': busy(20, (hour) => (hour % 24 > 7 ? 0.15 : 0.01), 4),
  'an office': busy(20, (hour) => (isOffice(hour) ? 0.2 : 0.005), 6),
  'accounts whose hours are made their own (evasion)': busy(
    20,
    (hour, account) => bursts[(hour + 37 * account) % bursts.length]!,
    7,
  ),
}
for (const [what, group] of Object.entries(innocent))
  test(`nothing is made of ${what}`, () => assert.ok(pOf(coActivity.test(group, people)) > 0.05))

test('few days say nothing', () =>
  assert.equal(
    coActivity.test(
      activityOf(20, () => [{ hour: 1 }, { hour: 30 }]),
      people,
    ),
    null,
  ))
