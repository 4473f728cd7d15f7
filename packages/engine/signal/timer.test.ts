// Clocks ask at fixed minutes; people, and accounts that a scheduler uses, do not.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Random } from '@stillhunt/core/statistics'
import { activityOf, type SomeRow } from './activity.fixture.ts'
import { isTimer } from './timer.ts'

const random = new Random(12)
const is = (rows: readonly SomeRow[]): boolean =>
  isTimer(
    activityOf(1, () => rows),
    0,
  )
const seconds = (most: number): number => (random.unit() * most) / 3600
const starts = (count: number, hourOf: (at: number) => number): SomeRow[] =>
  Array.from({ length: count }, (_, at) => ({ hour: hourOf(at) }))

const clocks: Readonly<Record<string, SomeRow[]>> = {
  'a daily digest': starts(20, (at) => at * 24 + 7 + seconds(20)),
  'four fixed hours a day': starts(40, (at) => Math.floor(at / 4) * 24 + [2, 9, 13, 20][at % 4]! + seconds(20)),
  'every ten minutes': starts(40, (at) => at / 6 + seconds(20)),
}
for (const [what, rows] of Object.entries(clocks)) test(`${what} is a clock`, () => assert.equal(is(rows), true))

const others: Readonly<Record<string, SomeRow[]>> = {
  'a person': starts(40, (at) => at * 3 + 3 * random.unit()),
  'an account that a scheduler uses': starts(40, (at) => at + 0.3 * random.unit()),
  'somebody with a few calls': starts(5, (at) => at * 24),
  'one long conversation': starts(30, (at) => at).map((row) => ({ ...row, opening: 'one' })),
}
for (const [what, rows] of Object.entries(others)) test(`${what} is no clock`, () => assert.equal(is(rows), false))
