// Templates of more accounts than can be taken apart into pairs still show who is of one campaign.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Detector } from '@stillhunt/core/campaign'
import { Evidence } from '@stillhunt/core/link'
import { graphWorld } from './graph-world.ts'

const accounts = 40_000
const groupsOf = (seed: number): number[][] => {
  const detector = new Detector(new Evidence(graphWorld(accounts, seed).known))
  detector.look()
  return detector.groups().map(({ members }) => members.map(({ account }) => account))
}
const groups = groupsOf(3)

test('a campaign of a thousand accounts that share templates and hand little over is found as one group', () => {
  const planted = new Set(graphWorld(accounts, 3).campaigns[0])
  const inside = groups[0]!.filter((account) => planted.has(account)).length
  assert.equal(planted.size, 1000)
  assert.ok(inside >= 0.95 * planted.size && inside >= 0.95 * groups[0]!.length, `${inside} of ${groups[0]!.length}`)
})

test('the same world has the same groups', () => assert.deepEqual(groupsOf(3), groups))
