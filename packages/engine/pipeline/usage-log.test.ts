// What the log says of a group at a moment is what a plain recount of the records until then says.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { RecordLine } from '@stillhunt/lab/world'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Analysis, analyse } from './analysis.ts'
import type { FoundGroup } from './judgement.ts'
import { lines, operatorAccounts, put, world } from './hunt.fixture.ts'
import { withImported } from './scan.ts'
import { UsageLog } from './usage-log.ts'

let analysis: Analysis
let log: UsageLog
let mill: FoundGroup

before(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stillhunt-test-'))
  try {
    const logs = [put(folder, 'a.jsonl', lines.join('\n'))]
    await withImported({ logs, clock: () => 0 }, async (store) => {
      analysis = await analyse(store)
      const everybody = [...analysis.directory.firstMs.keys()]
      log = await UsageLog.read(store, analysis.directory, analysis.traits, everybody)
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  mill = analysis.groups.find(({ claim }) => claim?.kind === 'extraction')!
})

const indexOf = (name: string): number => analysis.directory.indexOfName(name)!
const ofAccount = (name: string, beforeMs: number): RecordLine[] =>
  world.records.filter(({ account, ts }) => account === name && Date.parse(ts) < beforeMs)
const startMs = Date.parse(world.records[0]!.ts)
const moments = [0.5, 1.3, 2, 3.7, 9].map((days) => startMs + days * 86_400_000)

/** Answered, and the first thing said in its conversation. */
const isOpening = ({ status, request }: RecordLine): boolean => {
  const said = JSON.stringify(request)
  return status < 400 && !/"role":"(assistant|tool)"|previous_response_id|function_call/.test(said)
}
const tokensOf = ({ usage }: RecordLine): number => Number(usage?.['output_tokens'] ?? 0)
/** 162 of 180 when this was written. */
const fillingsSeenShareMin = 0.85
const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)

test('records, tokens, first and last moment and openings of each member are those of its lines', () => {
  for (const beforeMs of moments) {
    const { ofAccount: usageOf } = log.usageOf(mill.whole, analysis.traits, beforeMs)
    for (const name of operatorAccounts) {
      const own = ofAccount(name, beforeMs)
      const usage = usageOf.get(indexOf(name))
      assert.equal(usage?.interactions ?? 0, own.length)
      if (usage === undefined) continue
      assert.equal(usage.outputTokens, sum(own.map(tokensOf)))
      assert.deepEqual([usage.firstMs, usage.lastMs], [Date.parse(own[0]!.ts), Date.parse(own.at(-1)!.ts)])
      assert.equal(usage.prompts, own.filter(isOpening).length)
    }
  }
})

test('what fills a template is what the operator harvested, and hardly any filling is taken for another', () => {
  const harvest = new Set(world.labels.flatMap((label) => label.harvest ?? []))
  const endMs = moments.at(-1)!
  const usage = log.usageOf(mill.whole, analysis.traits, endMs)
  const pool = operatorAccounts.filter((name) => mill.whole.pool.accounts.has(indexOf(name)))
  const filled = pool.flatMap((name) => ofAccount(name, endMs).filter((one) => harvest.has(one.id) && isOpening(one)))
  assert.equal(sum(pool.map((name) => usage.ofAccount.get(indexOf(name))!.templated)), filled.length)
  const fillings = new Set(filled.map(({ request }) => JSON.stringify(request['messages']))).size
  // Sums that differ in a number or two may have one sketch: fillings are counted rather too low, never too high.
  assert.ok(usage.slots <= fillings && usage.slots >= fillingsSeenShareMin * fillings, `${usage.slots} of ${fillings}`)
  assert.equal(usage.slotUsesMedian, 1)
})

test('counts, times and openings of any account at any moment are those of its lines', () => {
  for (const { account } of world.accounts) {
    const index = indexOf(account)
    if (index === undefined) continue
    const times = ofAccount(account, Infinity).map(({ ts }) => Date.parse(ts))
    assert.deepEqual([...log.timesOf(index)], times)
    for (const beforeMs of moments) {
      const own = ofAccount(account, beforeMs)
      assert.equal(log.countBefore([index], beforeMs), own.length)
      const openings = log.openings([index], beforeMs).map(({ timeMs }) => timeMs)
      assert.equal(log.countOpenings([index], beforeMs), openings.length)
      assert.deepEqual(
        openings,
        own.filter(isOpening).map(({ ts }) => Date.parse(ts)),
      )
    }
  }
})

test('what was measured in the analysis is what the log says of the end', () =>
  assert.deepEqual(log.usageOf(mill.whole, analysis.traits, Infinity), mill.measured))
