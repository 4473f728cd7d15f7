// A directory finds its accounts by name and by hash, and says what the log and the registry say of them.
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { Directory } from './directory.ts'
import { readView } from './view.ts'
import { withImported } from './scan.ts'

const names = ['bo', 'ana', 'cy', 'dé']
const dayMs = 86_400_000
const atMs = (day: number): number => Date.UTC(2026, 0, 1) + day * dayMs

let folder: string
let directory: Directory

const put = (name: string, lines: readonly object[]): string => {
  const path = join(folder, name)
  writeFileSync(path, lines.map((line) => JSON.stringify(line)).join('\n'))
  return path
}

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stillhunt-test-'))
  const calls = names.flatMap((account, i) =>
    Array.from({ length: i + 1 }, (_, day) => ({
      id: `${account}-${day}`,
      ts: new Date(atMs(day)).toISOString(),
      account,
      dialect: 'openai.chat',
      model: 'model-1',
      status: 200,
      request: { messages: [{ role: 'user', content: `said by ${account}` }] },
      response: { usage: { prompt_tokens: 1, completion_tokens: 10 } },
    })),
  )
  const accounts = put('accounts.jsonl', [
    { account: 'ana', plan: 'team', org: 'org-1' },
    { account: 'cy', plan: 'team', country: 'FR', org: 'org-1' },
    { account: 'elsewhere', plan: 'free' },
  ])
  await withImported({ logs: [put('a.jsonl', calls)], accounts, clock: () => 0 }, async (store) => {
    directory = await readView(store)
  })
})

after(() => rmSync(folder, { recursive: true, force: true }))

test('accounts stand in the order of their names and are found by them', () => {
  assert.deepEqual(directory.names(), ['ana', 'bo', 'cy', 'dé'])
  assert.deepEqual(
    directory.names().map((name) => directory.indexOfName(name)),
    [0, 1, 2, 3],
  )
  assert.equal(directory.indexOfName('elsewhere'), undefined)
})

test('accounts are found by their hashes; others are not', () => {
  const hashes = BigUint64Array.of(directory.hash(2), 1n, directory.hash(0))
  assert.deepEqual([...directory.indicesOf(hashes)], [2, -1, 0])
  assert.equal(directory.indexOf(directory.hash(3)), 3)
  assert.equal(directory.indexOf(1n), undefined)
})

test('an entry says what the log and the registry say', () => {
  const { interactions, firstMs, lastMs, plan, country, registered } = directory.entry(2)
  assert.deepEqual([interactions, firstMs, lastMs], [3, atMs(0), atMs(2)])
  assert.deepEqual([plan, country, registered], ['team', 'FR', true])
  assert.deepEqual([directory.entry(1).plan, directory.entry(1).registered], ['', false])
  assert.deepEqual(directory.span, { fromMs: atMs(0), toMs: atMs(3) })
  assert.equal(directory.whole.interactions, 10)
})

test('accounts of one organisation have one number, and those without none', () =>
  assert.deepEqual([...directory.population.org], [0, -1, 0, -1]))
