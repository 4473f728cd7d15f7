// A template is produced with when it is filled often: dozens of times, or much of what a pool sent when it is nobody else's.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UsageTable } from './usage-table.ts'
import { SlotTally } from './usage-tally.ts'

const template = 7

/** Prompts of a template as the tally counts them productive: `uses` of `prompts`, by a pool whose own it is or is not. */
function productive(uses: number, prompts: number, isOwn: boolean): number {
  const table = new UsageTable()
  for (let at = 0; at < uses; at += 1)
    table.put(0, { timeMs: at, outputTokens: 1, shares: [0, 0, 0, 0, 0], slot: at + 1, values: [template] })
  const tally = new SlotTally(table, new Set([template]))
  return tally.count(new Map([[0, table.spanOf(0)]]), { prompts, isOwn: () => isOwn }).productive
}

const cases: readonly (readonly [what: string, uses: number, prompts: number, isOwn: boolean, productive: number])[] = [
  ['thirty uses are production, however much else there was and whoever else says it', 30, 5000, false, 30],
  ['one in twenty-five of few prompts is, in words that are nobody else’s', 12, 300, true, 12],
  ['… and in words that others use is not', 12, 300, false, 0],
  ['… nor is less than that', 12, 400, true, 0],
  ['… nor are fewer than ten, of however few prompts', 9, 20, true, 0],
]
for (const [what, uses, prompts, isOwn, expected] of cases)
  test(what, () => assert.equal(productive(uses, prompts, isOwn), expected))

test('what was production of few prompts need not be of many', () => {
  const table = new UsageTable()
  for (let at = 0; at < 12; at += 1)
    table.put(0, { timeMs: at, outputTokens: 1, shares: [0, 0, 0, 0, 0], slot: at + 1, values: [template] })
  const tally = new SlotTally(table, new Set([template]))
  const spans = new Map([[0, table.spanOf(0)]])
  assert.equal(tally.count(spans, { prompts: 100, isOwn: () => true }).productive, 12)
  assert.equal(tally.count(spans, { prompts: 400, isOwn: () => true }).productive, 0)
})
