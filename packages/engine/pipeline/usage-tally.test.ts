// A template is produced with when it is filled often: dozens of times, or as often as two accounts send where nobody else has it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UsageTable } from './usage-table.ts'
import { SlotTally } from './usage-tally.ts'

const template = 7
const accounts = 10

/** A pool of ten accounts that fills the template so often; the answer says how many of its prompts are productive. */
function poolFilling(uses: number): (prompts: number, isOwn: boolean) => number {
  const table = new UsageTable()
  for (let account = 0; account < accounts; account += 1)
    for (let at = account; at < uses; at += accounts)
      table.put(account, { timeMs: at, outputTokens: 1, shares: [0, 0, 0, 0, 0], slot: at + 1, values: [template] })
  const spans = new Map(Array.from({ length: accounts }, (_, account) => [account, table.spanOf(account)]))
  const tally = new SlotTally(table, new Set([template]))
  return (prompts, isOwn) => tally.count(spans, { prompts, isOwn: () => isOwn }).productive
}

const cases: readonly (readonly [what: string, uses: number, prompts: number, isOwn: boolean, productive: number])[] = [
  ['thirty uses are production, however much else there was and whoever else says it', 30, 5000, false, 30],
  ['as much as two of ten accounts send is, in words that are nobody else’s', 12, 60, true, 12],
  ['… and in words that others use is not', 12, 60, false, 0],
  ['… nor is less than that', 12, 70, true, 0],
  ['… nor are fewer than ten, of however few prompts', 9, 20, true, 0],
]
for (const [what, uses, prompts, isOwn, productive] of cases)
  test(what, () => assert.equal(poolFilling(uses)(prompts, isOwn), productive))

test('what was production of few prompts need not be of many', () => {
  const productiveOf = poolFilling(12)
  assert.deepEqual([productiveOf(60, true), productiveOf(400, true)], [12, 0])
})
