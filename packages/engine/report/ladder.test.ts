// A ladder says how long it took until the first, half and nearly all accounts of a campaign were named.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exampleFinding } from './example.fixture.ts'
import { delayMs, formatDelay, formatLeak, formatLeakShare, ladderOf, namedShare } from './ladder.ts'
import type { CampaignEntry } from './report.ts'

const HOUR_MS = 3_600_000
const START_MS = Date.UTC(2026, 5, 1)

/** A campaign first seen at the start whose accounts are named after so many hours, each with half of its 10 denied. */
function campaignNamedAfter(...hours: readonly number[]): CampaignEntry {
  const [entry] = exampleFinding.report.campaigns
  const [account] = entry!.accounts
  const time = (hour: number): string => new Date(START_MS + hour * HOUR_MS).toISOString()
  return {
    ...entry!,
    first_seen: time(0),
    interactions: 10 * hours.length,
    accounts: hours.map((hour) => ({ ...account!, detected_at: time(hour), interactions_after: 5 })),
  }
}

test('shares of accounts are reached in the order in which they were named, whatever the order of the entry', () => {
  const ladder = ladderOf(campaignNamedAfter(9, 2, 5, 3, 1, 10, 4, 8, 7, 6))
  assert.deepEqual(
    [0, 0.01, 0.1, 0.5, 0.9, 1].map((share) => delayMs(ladder, share)! / HOUR_MS),
    [1, 1, 1, 5, 9, 10],
  )
  assert.deepEqual(
    [0, 1, 4.5, 10, 99].map((hour) => namedShare(ladder, START_MS + hour * HOUR_MS)),
    [0, 0.1, 0.4, 1, 1],
  )
})

test('what came before naming leaked', () => {
  const ladder = ladderOf(campaignNamedAfter(1, 2))
  assert.equal(ladder.leaked, 10)
  assert.equal(formatLeak(ladder), '10 of 20')
  assert.equal(formatLeakShare(ladder), '50\u00a0%')
})

test('a campaign without accounts or interactions has no delay and no leak, and nothing is not a number', () => {
  const ladder = ladderOf(campaignNamedAfter())
  assert.equal(formatDelay(ladder, 0.5), '-')
  assert.equal(namedShare(ladder, START_MS), 0)
  assert.equal(formatLeakShare(ladder), '0\u00a0%')
})

test('a time before the campaign was seen is no negative delay', () => {
  assert.equal(delayMs(ladderOf(campaignNamedAfter(-3)), 0), 0)
})
