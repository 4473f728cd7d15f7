/** A world is what its specification says, byte for byte, and holds together. */
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import * as lab from '../world.ts'
import {
  classroom,
  consumerChat,
  declaredReseller,
  developer,
  generateWorld,
  operator,
  publishedTranscript,
  twoAccounts,
  writeWorld,
  type Part,
  type World,
  type WorldSpec,
} from '../world.ts'

const everyArchetype: readonly ((options: { readonly accounts: number }) => Part)[] = readdirSync(
  new URL('archetype/', import.meta.url),
)
  .filter((file) => !file.endsWith('.test.ts'))
  .map((file) => {
    const name = file.replace('.ts', '').replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
    return (lab as unknown as Record<string, (options: { readonly accounts: number }) => Part>)[name] as never
  })

const bare: Omit<WorldSpec, 'parts'> = {
  seed: 11,
  from: '2026-06-01T00:00:00Z',
  days: 4,
  incidents: [{ fromHour: 30, hours: 2 }],
}

const whole = generateWorld({ ...bare, parts: everyArchetype.map((archetype) => archetype({ accounts: 4 })) })

function bytes(world: World): string {
  return JSON.stringify(world)
}

test('the door exports every archetype under the name of its file', () => {
  assert.ok(everyArchetype.length >= 16)
  assert.ok(everyArchetype.every((archetype) => typeof archetype === 'function'))
})

test('the same specification gives the same bytes, another seed gives others', () => {
  const parts = [operator({ accounts: 4 }), consumerChat({ accounts: 5 })]
  const once = bytes(generateWorld({ ...bare, parts }))
  assert.equal(bytes(generateWorld({ ...bare, parts })), once)
  assert.notEqual(bytes(generateWorld({ ...bare, seed: 12, parts })), once)
})

test('adding a part leaves the lines of the others as they are', () => {
  const before = generateWorld({ ...bare, parts: [operator({ accounts: 4 }), classroom({ accounts: 5 })] })
  const after = generateWorld({
    ...bare,
    parts: [
      developer({ accounts: 3 }),
      operator({ accounts: 4 }),
      classroom({ accounts: 5 }),
      operator({ name: 'late' }),
    ],
  })
  const old = new Set(before.accounts.map(({ account }) => account))
  const kept = (lines: readonly { readonly account: string }[]): string =>
    JSON.stringify(lines.filter(({ account }) => old.has(account)))
  assert.equal(kept(after.records), JSON.stringify(before.records))
  assert.equal(kept(after.accounts), JSON.stringify(before.accounts))
  assert.equal(kept(after.labels), JSON.stringify(before.labels))
})

test('two parts of one name are refused', () => {
  const parts = [operator({ name: 'same' }), consumerChat({ name: 'same' })]
  assert.throws(() => generateWorld({ ...bare, parts }), /two parts of the world are called same/)
})

test('records are in order of time, within the days of the world, with ids of their own', () => {
  const times = whole.records.map(({ ts }) => ts)
  assert.deepEqual(times.toSorted(), times)
  assert.ok((times[0] ?? '') >= '2026-06-01')
  assert.ok((times.at(-1) ?? '') < '2026-06-05')
  assert.equal(new Set(whole.records.map(({ id }) => id)).size, whole.records.length)
})

test('registry and labels have every account once', () => {
  const accounts = whole.accounts.map(({ account }) => account)
  assert.deepEqual(
    whole.labels.map(({ account }) => account),
    accounts,
  )
  assert.equal(new Set(accounts).size, accounts.length)
  const known = new Set(accounts)
  assert.ok(whole.records.every(({ account }) => known.has(account)))
})

test('harvest names answered records of its own account', () => {
  const records = new Map(whole.records.map((record) => [record.id, record]))
  for (const { account, harvest = [] } of whole.labels) {
    for (const id of harvest) {
      assert.equal(records.get(id)?.account, account)
      assert.equal(records.get(id)?.status, 200)
    }
  }
})

test('every record is a valid interaction, and presents only what was minted before', async (t) => {
  const door = await import('@stillhunt/core/interaction').catch(() => undefined)
  if (door === undefined) return t.skip('@stillhunt/core/interaction is not there yet')
  const minted = new Set<string>()
  let presentedCount = 0
  for (const record of whole.records) {
    const parsed: ReturnType<typeof door.parseRecord> = door.parseRecord(JSON.stringify(record))
    assert.ok(parsed.ok, `${record.id}: ${JSON.stringify(parsed)}`)
    const conversation: typeof parsed.value.conversation = parsed.value.conversation
    assert.ok(conversation.turns.length > 0)
    assert.equal(conversation.answers.length, record.status === 200 ? 1 : 0)
    for (const token of conversation.presented) assert.ok(minted.has(token), `${record.id} presents ${token}`)
    for (const token of conversation.minted) minted.add(token)
    presentedCount += conversation.presented.length
  }
  assert.ok(presentedCount > 100)
})

test('ordinary people present only what was minted for their own account', async (t) => {
  const door = await import('@stillhunt/core/interaction').catch(() => undefined)
  if (door === undefined) return t.skip('@stillhunt/core/interaction is not there yet')
  const parts = [consumerChat({ accounts: 12 }), developer({ accounts: 6 }), classroom({ accounts: 6 })]
  const owner = new Map<string, string>()
  for (const record of generateWorld({ ...bare, parts }).records) {
    const parsed: ReturnType<typeof door.parseRecord> = door.parseRecord(JSON.stringify(record))
    assert.ok(parsed.ok)
    for (const token of parsed.value.conversation.presented) assert.equal(owner.get(token), record.account)
    for (const token of parsed.value.conversation.minted) owner.set(token, record.account)
  }
  assert.ok(owner.size > 100)
})

test('every account line is a valid one', async (t) => {
  const door = await import('@stillhunt/core/interaction').catch(() => undefined)
  if (door === undefined) return t.skip('@stillhunt/core/interaction is not there yet')
  for (const line of whole.accounts) assert.ok(door.parseAccount(JSON.stringify(line)).ok, JSON.stringify(line))
})

test('a conversation resends all that was said', () => {
  const { records } = generateWorld({
    ...bare,
    errorShare: 0,
    incidents: [],
    parts: [developer({ accounts: 1, dialect: 'openai.chat', requestsPerDay: 20 })],
  })
  const longest = records.map(({ request }) => request['messages'] as readonly unknown[])
  const last = longest.reduce((one, other) => (other.length > one.length ? other : one), [])
  const lengths = longest.filter((messages) => JSON.stringify(last).startsWith(JSON.stringify(messages).slice(0, -1)))
  assert.ok(lengths.length > 2)
  assert.equal(new Set(lengths.map(({ length }) => length)).size, lengths.length)
})

test('an incident fails about half of the calls, other times hardly any', () => {
  const { records } = generateWorld({ ...bare, parts: [declaredReseller({ requestsPerDay: 400 }), twoAccounts()] })
  const during = records.filter(({ ts }) => ts >= '2026-06-02T06:00:00' && ts < '2026-06-02T08:00:00')
  const failedShare = (lines: typeof records): number =>
    lines.filter(({ status }) => status !== 200).length / lines.length
  assert.ok(failedShare(during) > 0.3)
  assert.ok(failedShare(records.filter((record) => !during.includes(record))) < 0.03)
})

test('a world is written as three files of lines, and nothing else is left', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'stillhunt-world-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const world = generateWorld({ ...bare, parts: [publishedTranscript({ accounts: 4 })] })
  writeWorld(world, folder)
  assert.deepEqual(readdirSync(folder).toSorted(), ['accounts.jsonl', 'interactions.jsonl', 'labels.jsonl'])
  const lines = readFileSync(join(folder, 'interactions.jsonl'), 'utf8').trimEnd().split('\n')
  assert.deepEqual(
    lines.map((line) => JSON.parse(line) as unknown),
    world.records,
  )
})
