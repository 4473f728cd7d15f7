// New accounts that come right after others went dead tell a fleet from coming and going.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Random } from '@stillhunt/core/statistics'
import { activityOf, pOf, type SomeRow } from '../activity.fixture.ts'
import type { Activity } from '../activity.ts'
import { accountReplacement } from './signal.ts'

const nobody = activityOf(0, () => [])
const p = (group: Activity): number => pOf(accountReplacement.test(group, nobody))

/** Calls every hour and a half from `from` to `to` (hours), the last one with this status. */
const lives = (from: number, to: number, status: number): SomeRow[] => {
  const rows: SomeRow[] = []
  for (let hour = from; hour < to; hour += 1.5) rows.push({ hour })
  return [...rows, { hour: to, status }]
}

/** 12 lines of accounts over ten days; each account is refused after a while and followed by the next `delay` hours later. */
function fleet(delay: () => number, status = 403): Activity {
  const random = new Random(8)
  const accounts: SomeRow[][] = []
  for (let line = 0; line < 12; line += 1) {
    let from = random.unit() * 5
    while (from < 200) {
      const to = Math.min(239, from + 40 + random.unit() * 90)
      accounts.push(lives(from, to, to === 239 ? 200 : status))
      from = to === 239 ? Infinity : to + delay()
    }
  }
  return activityOf(accounts.length, (account) => accounts[account]!)
}

test('a fleet that replaces what is banned within minutes shows', () => {
  const outcome = accountReplacement.test(
    fleet(() => 0.1),
    nobody,
  )!
  assert.equal(outcome.pValue, 0.001)
  assert.match(
    accountReplacement.sentence(outcome),
    /^\d+ accounts went dead; \d+ new ones began after that, typically \d+ minutes/,
  )
})
test('accounts that stop without a refusal count, too', () => assert.ok(p(fleet(() => 0.1, 200)) < 0.01))

test('nothing is made of people who come and go', () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const random = new Random(seed)
    const people = activityOf(40, () => {
      const from = random.unit() * 180
      return lives(from, Math.min(239, from + 5 + random.unit() * 80), 200)
    })
    assert.ok(p(people) > 0.01, `${seed}: ${p(people)}`)
  }
})
test('a fleet that waits for days is not seen (evasion)', () => {
  const random = new Random(2)
  assert.ok(p(fleet(() => 10 + 40 * random.unit())) > 0.05)
})
test('where nobody ends nothing is said', () => assert.ok(Number.isNaN(p(activityOf(20, () => lives(0, 239, 200))))))
