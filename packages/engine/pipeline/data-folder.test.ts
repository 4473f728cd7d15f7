// What is kept in a data folder: enough to go on from, nothing that anybody wrote, and nothing that was there before.
import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { openEmbeddedStore, StoreError } from '../store.ts'
import { assertSameReport, hunt, lines, put, reportOf, scratch, world } from './hunt.fixture.ts'
import { review } from './scan.ts'

const registry = world.accounts.map((line) => JSON.stringify(line))

test('scanning day after day comes to the same as scanning all days at once', async (t) => {
  const folder = scratch(t)
  const early = put(folder, 'early.jsonl', lines.slice(0, 350).join('\n'))
  const late = put(folder, 'late.jsonl', lines.slice(350).join('\n'))
  const data = join(folder, 'data')
  const first = await hunt([early], { data })
  assert.deepEqual([first.added, first.report.data.interactions], [350, 350])
  const second = await hunt([late], { data })
  assert.deepEqual([second.added, second.report.data.interactions], [lines.length - 350, lines.length])
  // Another folder has another secret, which must not show.
  assertSameReport(
    JSON.stringify(second.report, null, 1),
    JSON.stringify((await hunt([early, late], { data: join(folder, 'other') })).report, null, 1),
  )
  assert.deepEqual((await review(data, () => 0)).report, second.report)
})

test('scanning a file again changes nothing', async (t) => {
  const folder = scratch(t)
  const data = join(folder, 'data')
  const log = put(folder, 'a.jsonl', [...lines, ...lines.slice(0, 9)].join('\n'))
  const accounts = put(folder, 'accounts.jsonl', registry.join('\n'))
  const once = await reportOf([log], { data, accounts })
  assert.match(once, /"duplicates": 9,/)
  assertSameReport(await reportOf([log], { data, accounts }), once)
  const again = await hunt([put(folder, 'part.jsonl', lines.slice(0, 100).join('\n'))], { data })
  assert.deepEqual([again.added, again.report.data.duplicates, again.report.data.interactions], [0, 0, lines.length])
})

const sentinel = 'zwxqkvjy'

/** A record of every dialect's shape with the sentinel wherever text can be. */
function planted(): string[] {
  const records = world.records.slice(0, 60)
  return [...records, ...records.slice(0, 2).map(asCompletion), ...records.slice(0, 2).map(asEmbedding)].map(
    (record) => {
      const text = JSON.stringify(record)
      return text.replaceAll(
        /"(content|text|arguments|user_agent|output|input|prompt|suffix)":"/g,
        (key) => `${key}${sentinel} `,
      )
    },
  )
}

type WorldRecord = (typeof world.records)[number]

/** The dialects in which nobody of a world speaks. */
const asCompletion = (record: WorldRecord): object => ({
  ...record,
  id: `${record.id}-completion`,
  dialect: 'openai.completions',
  request: { prompt: 'Once upon', suffix: 'ever after.' },
  response: { choices: [{ index: 0, text: ' a time', finish_reason: 'stop' }] },
})
const asEmbedding = (record: WorldRecord): object => ({
  ...record,
  id: `${record.id}-embedding`,
  dialect: 'openai.embeddings',
  request: { input: 'Once upon a time' },
  response: { data: [] },
})

function* filesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) yield join(entry.parentPath, entry.name)
}

/** Where the text is found: in the files as they are, and in every column of text as the engine reads it. */
async function findText(data: string, text: string): Promise<string[]> {
  const found: string[] = []
  for (const path of filesBelow(data)) if (readFileSync(path).includes(text)) found.push(path)
  const store = await openEmbeddedStore(data, true)
  try {
    const columns = await store.query<{ table: string; name: string }>(
      `SELECT database || '.' || table AS table, name FROM system.columns
       WHERE type LIKE '%String%' AND database NOT IN ('system', 'INFORMATION_SCHEMA', 'information_schema')`,
    )
    assert.ok(columns.length >= 10, `saw only ${columns.length} columns of text`)
    for (const { table, name } of columns) {
      const [row] = await store.query<{ n: string }>(
        `SELECT count() AS n FROM ${table} WHERE position(toString(${name}), {text:String}) > 0`,
        { text },
      )
      if (row?.n !== '0') found.push(`${table}.${name}`)
    }
  } finally {
    await store.close()
  }
  return found
}

test('no text is kept of prompts, answers, system prompts, clients or the registry', async (t) => {
  const folder = scratch(t)
  const data = join(folder, 'data')
  const log = put(folder, 'a.jsonl', planted().join('\n'))
  assert.ok(readFileSync(log, 'utf8').split(sentinel).length > 200)
  const hidden = world.accounts.map((line) =>
    JSON.stringify({ ...line, payment: `card-${sentinel}`, email_domain: `${sentinel}.example`, referral: sentinel }),
  )
  const accounts = put(folder, 'accounts.jsonl', hidden.join('\n'))
  await hunt([log], { data, accounts })
  assert.deepEqual(await findText(data, sentinel), [])

  await hunt([log], { data, keepText: true })
  assert.deepEqual(await findText(data, sentinel), ['stillhunt.text.line'])
})

test('only its owner may look into a data folder, and the secret never changes', async (t) => {
  const data = join(scratch(t), 'deep', 'data')
  const log = put(scratch(t), 'a.jsonl', lines.slice(0, 20).join('\n'))
  await hunt([log], { data })
  const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8)
  assert.deepEqual([mode(data), mode(join(data, 'secret'))], ['700', '600'])
  assert.deepEqual(readdirSync(data).toSorted(), ['incoming', 'secret', 'store'])
  const secret = readFileSync(join(data, 'secret'), 'utf8')
  assert.match(secret, /^[0-9a-f]{32,}\n$/)
  await hunt([log], { data })
  assert.equal(readFileSync(join(data, 'secret'), 'utf8'), secret)
})

test('a folder that holds other things is refused and left as it is', async (t) => {
  const folder = scratch(t)
  const log = put(folder, 'a.jsonl', lines.slice(0, 20).join('\n'))
  const data = join(folder, 'home')
  mkdirSync(join(data, 'incoming'), { recursive: true })
  put(data, 'thesis.txt', 'years of work')
  put(join(data, 'incoming'), 'letter.native', 'unread')
  const code = (expected: string) => (cause: unknown) => cause instanceof StoreError && cause.code === expected
  await assert.rejects(hunt([log], { data }), code('no store'))
  await assert.rejects(hunt([log], { data: log }), code('disk'))
  await assert.rejects(
    review(join(folder, 'nowhere'), () => 0),
    code('no store'),
  )
  assert.deepEqual([...filesBelow(data)].length, 2)
})

test('a data folder whose secret is damaged is not written to', async (t) => {
  const folder = scratch(t)
  const log = put(folder, 'a.jsonl', lines.slice(0, 20).join('\n'))
  const data = join(folder, 'data')
  await hunt([log], { data })
  put(data, 'secret', 'abc\n')
  await assert.rejects(hunt([log], { data }), /\[damaged\].*does not hold \d+ bytes in hex; restore it/)
})
