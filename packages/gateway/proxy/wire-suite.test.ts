/** Shows that the gateway survives everything that the published table of a transparent proxy's trials has, row by row. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { folder, skip } from './published.fixture.ts'
import { answerRows } from './wire-answer-row.fixture.ts'
import { Bench } from './wire-row.fixture.ts'
import { streamRows } from './wire-stream-row.fixture.ts'

const rows = { ...streamRows, ...answerRows }
const visited = new Set<number>()

for (const [number, { must, run }] of Object.entries(rows))
  test(`row ${number}: ${must}`, { skip, timeout: 120_000 }, async () => {
    await using bench = await Bench.start()
    await run(bench)
    assert.deepEqual(
      bench.gateway.logged.filter((line) => line.includes('fault')),
      [],
    )
    visited.add(Number(number))
  })

test('every row of the table was visited', { skip }, () => {
  const table = readFileSync(`${folder}/README.md`, 'utf8').split('## What a transparent proxy must survive')[1]!
  const numbers = [...table.matchAll(/^\| (\d+) \|/gm)].map(([, number]) => Number(number))
  assert.equal(numbers.length, 32)
  assert.deepEqual(
    [...visited].sort((a, b) => a - b),
    numbers,
  )
})
