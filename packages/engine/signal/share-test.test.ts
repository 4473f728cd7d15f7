// The comparison of shares holds its level when nothing is different, and tells when something is.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Random } from '@stillhunt/core/statistics'
import { activityOf, pOf } from './activity.fixture.ts'
import { type ShareTest, sharesSaid, testShares } from './share-test.ts'

/** Accounts of which a figure is drawn from the account's first call's output. */
const shares: ShareTest = {
  figure: (activity, account) => activity.outputTokens[activity.rowsOf(account)[0]!]!,
  limit: 1,
}

function sides(random: Random, members: number, share: number, others: number, otherShare: number): number {
  const side = (count: number, of: number) => activityOf(count, () => [{ outputTokens: random.unit() < of ? 1 : 0 }])
  return pOf(testShares(side(members, share), side(others, otherShare), shares))
}

test('under its null p-values are at most as small as they say', () => {
  const random = new Random(1)
  const pValues = Array.from({ length: 1500 }, () => sides(random, 12, 0.3, 40, 0.3))
  for (const level of [0.01, 0.05, 0.2])
    assert.ok(pValues.filter((p) => p <= level).length <= level * 1500 * 1.2 + 3, `at ${level}`)
})

test('a share that is clearly higher shows', () => assert.ok(sides(new Random(2), 40, 0.6, 160, 0.1) < 1e-6))

test('a slight excess is none, however many accounts make it significant', () =>
  assert.equal(sides(new Random(3), 3000, 0.56, 3000, 0.5), 1))

test('too few that can be judged say nothing', () => {
  const few = activityOf(4, () => [{ outputTokens: 1 }])
  const many = activityOf(40, () => [{ outputTokens: 0 }])
  assert.equal(testShares(few, many, shares), null)
  assert.equal(testShares(many, few, shares), null)
})

test('Fisher’s tea: three of four against one of four', () => {
  const side = (showing: number) => activityOf(8, (account) => [{ outputTokens: account < showing ? 1 : 0 }])
  // With 8 of 16 drawn and 8 marked: (28·28 + 8·8 + 1) of 12,870 draws hold six marked or more.
  const outcome = testShares(side(6), side(2), shares)
  assert.ok(Math.abs(pOf(outcome) - 849 / 12_870) < 1e-12)
  assert.equal(sharesSaid(outcome!), '6 of 8 accounts, and 2 of 8 comparable ones')
})
