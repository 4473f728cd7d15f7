/** A permuted world keeps every layer of what it is made from, and nothing of how the layers belong together. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  consumerChat,
  enterprisePool,
  generateWorld,
  operator,
  permutedWorld,
  supportDesk,
  type RecordLine,
  type World,
} from '../../world.ts'
import { conversationsOf } from './conversations-of.ts'

const world = generateWorld({
  seed: 8,
  from: '2026-06-01T00:00:00Z',
  days: 6,
  errorShare: 0.05,
  parts: [
    operator({
      name: 'mill',
      task: 'agentic',
      dialect: 'anthropic.messages',
      accounts: 8,
      failover: 2,
      requestsPerDay: 12,
    }),
    consumerChat({ accounts: 80 }),
    supportDesk({ name: 'desk', accounts: 6 }),
    enterprisePool({ accounts: 4 }),
  ],
})
const permuted = permutedWorld(world, 'one')
const labelOf = new Map(world.labels.map((label) => [label.account, label]))

function tokens({ request, response }: RecordLine): readonly string[] {
  return [
    ...JSON.stringify([request, response ?? null]).matchAll(/"(toolu_\w+|call_\w{20,}|msg_\w{20,}|Eq\w{40,}=)"/g),
  ].map(String)
}

function total(lines: readonly RecordLine[]): number {
  return lines.reduce((sum, { request }) => sum + JSON.stringify(request).length, 0)
}

test('every record is still there, and conversations begin when others did, give or take half an hour', () => {
  assert.equal(permuted.records.length, world.records.length)
  assert.equal(total(permuted.records), total(world.records))
  const now = new Map(permuted.records.map(({ id, ts }) => [id, Date.parse(ts)]))
  const begins = conversationsOf(world.records).map(([first]) => ({ before: Date.parse(first!.ts), id: first!.id }))
  const ascending = (times: readonly number[]): readonly number[] => times.toSorted((a, b) => a - b)
  const [before, after] = [
    ascending(begins.map((one) => one.before)),
    ascending(begins.map(({ id }) => now.get(id) ?? 0)),
  ]
  assert.ok(before.every((timeMs, at) => Math.abs(timeMs - after[at]!) <= 1_800_000))
  const stayed = begins.filter((one) => Math.abs((now.get(one.id) ?? 0) - one.before) <= 3_600_000)
  assert.ok(stayed.length < 0.1 * begins.length, `${stayed.length} of ${begins.length}`)
})

test('accounts keep the number of their conversations, organisations keep theirs', () => {
  const counts = ({ records }: World): Map<string, number> => {
    const byOwner = Map.groupBy(conversationsOf(records), (talk) => talk[0]?.account ?? '')
    return new Map([...byOwner].map(([account, talks]) => [account, talks.length]))
  }
  const [before, after] = [counts(world), counts(permuted)]
  for (const [account, count] of before) assert.ok(Math.abs((after.get(account) ?? 0) - count) <= 2, account)
  const ofPool = ({ records }: World): string[] =>
    records
      .filter(({ org }) => org !== undefined)
      .map(({ id }) => id)
      .toSorted()
  assert.deepEqual(ofPool(permuted), ofPool(world))
})

test('no conversation crosses accounts outside organisations, and no token does', () => {
  const own = permuted.records.filter(({ org }) => org === undefined)
  for (const talk of conversationsOf(own)) assert.equal(new Set(talk.map(({ account }) => account)).size, 1)
  const holder = new Map<string, string>()
  for (const record of own)
    for (const token of tokens(record)) {
      assert.equal(holder.get(token) ?? record.account, record.account)
      holder.set(token, record.account)
    }
  assert.ok(holder.size > 100)
})

test("the operator's work is spread over everybody who speaks its dialect, the desk's stays at the desk", () => {
  const isWork = ({ request }: RecordLine): boolean =>
    /working folder|container|<task root/.test(JSON.stringify(request))
  const workers = new Set(permuted.records.filter(isWork).map(({ account }) => account))
  assert.ok(workers.size > 15, String(workers.size))
  const desk = permuted.records.filter(({ request }) => /Reply to this customer/.test(JSON.stringify(request)))
  assert.ok(desk.length > 10 && desk.every(({ account }) => labelOf.get(account)?.group === 'desk'))
})

test('registry rows are the same rows, on other accounts, but for organisations', () => {
  const rows = ({ accounts }: World): string[] =>
    accounts.map((line) => JSON.stringify({ ...line, account: '' })).toSorted()
  assert.deepEqual(rows(permuted), rows(world))
  const row = new Map(world.accounts.map((line) => [line.account, line]))
  const moved = permuted.accounts.filter((line) => line.created !== row.get(line.account)?.created)
  assert.ok(moved.length > 60)
  for (const line of permuted.accounts.filter(({ org }) => org !== undefined))
    assert.deepEqual(line, row.get(line.account))
})

test('nobody is labelled as an operator', () => {
  assert.equal(permuted.labels.length, world.labels.length)
  assert.ok(permuted.labels.every(({ kind, campaign }) => kind === 'benign' && campaign === null))
})

test('the same seed gives the same world, another seed another', () => {
  assert.deepEqual(permutedWorld(world, 'one'), permuted)
  assert.notDeepEqual(permutedWorld(world, 'two').records, permuted.records)
})

test('traffic without labels and registry is permuted too', () => {
  const bare = permutedWorld({ records: world.records, accounts: [] }, 'bare')
  assert.equal(bare.records.length, world.records.length)
  assert.equal(bare.accounts.length, 0)
})
