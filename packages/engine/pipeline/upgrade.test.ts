// A folder that an earlier version wrote is brought up to date when it is opened, and goes on from there.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { openEmbeddedStore } from '../store.ts'
import { hunt, lines, put, scratch } from './hunt.fixture.ts'

/** What 004-machine.sql adds. */
const added = [
  'language',
  'artefacts',
  'claimed_system',
  'described_system',
  'home',
  'claimed_language',
  'client_product',
  'client_version',
  'latency_ms',
]

test('a folder without the columns of machines gets them, and what was in it stays', async (t) => {
  const folder = scratch(t)
  const data = join(folder, 'data')
  await hunt([put(folder, 'early.jsonl', lines.slice(0, 400).join('\n'))], { data })
  const before = await openEmbeddedStore(data, true)
  await before.run(`ALTER TABLE interaction ${added.map((column) => `DROP COLUMN ${column}`).join(', ')}`)
  await before.run("DELETE FROM migration WHERE name = '004-machine.sql'")
  await before.close()

  const { report } = await hunt([put(folder, 'late.jsonl', lines.slice(400).join('\n'))], { data })
  assert.equal(report.data.interactions, lines.length)
  const after = await openEmbeddedStore(data, true)
  const [row] = await after.query<{ old: number; named: number; asked: number }>(
    'SELECT toFloat64(countIf(client_product = 0)) AS old, toFloat64(countIf(client_product != 0)) AS named, toFloat64(countIf(language != 0)) AS asked FROM interaction',
  )
  await after.close()
  assert.ok(row!.old >= 400 && row!.named > 0 && row!.asked > 0, JSON.stringify(row))
})
