// A backtest sees nothing of what comes later, says the same whatever things are called, and ends about where a scan does.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test, type TestContext } from 'node:test'
import { consumerChat, developer, exampleSpec, generateWorld, operator, type World } from '@stillhunt/lab/world'
import { type BacktestFinding, type Finding, renderJson } from '../report.ts'
import { backtest, type BacktestOptions } from './backtest.ts'
import { assertSameReport, operatorAccounts, put, scratch, world } from './hunt.fixture.ts'

const dayMs = 86_400_000
const hourMs = 3_600_000
const example = generateWorld(exampleSpec)
const startMs = Date.parse(example.records[0]!.ts)

const text = (items: readonly unknown[]): string => items.map((item) => JSON.stringify(item)).join('\n')
const registryOf = (folder: string, accounts: World['accounts']): string =>
  put(folder, 'accounts.jsonl', text(accounts))

const takenFoundMin = 5

type More = Partial<BacktestOptions> & Pick<BacktestOptions, 'stepMs'>

/** Replays the world as one file. The clock stands still. */
function replayed(t: TestContext, { records, accounts }: Pick<World, 'records' | 'accounts'>, more: More) {
  const folder = scratch(t)
  const logs = [put(folder, 'a.jsonl', text(records))]
  return backtest({ logs, accounts: registryOf(folder, accounts), clock: () => 0, ...more })
}

/** Who is named in a campaign of that kind, and since when. */
const namedIn = ({ report }: Finding): Map<string, string> =>
  new Map(
    report.campaigns
      .filter(({ kind }) => kind !== 'coordinated')
      .flatMap(({ kind, accounts }) => accounts.map((one) => [`${kind} ${one.account}`, one.detected_at] as const)),
  )

const stepMs = 6 * hourMs
const toMs = startMs + 6.25 * dayMs

test('what comes later changes nothing of who is named and when, be it left out or cut off', async (t) => {
  const hidden = await replayed(t, example, { stepMs, toMs })
  const cut = { ...example, records: example.records.filter(({ ts }) => Date.parse(ts) < toMs) }
  const truncated = await replayed(t, cut, { stepMs })
  assertSameReport(renderJson(hidden.report), renderJson(truncated.report))
  assert.deepEqual(hidden.replay, truncated.replay)
  assert.ok(truncated.report.campaigns.length > 0)
  await assertForetold(t, hidden)
})

/** Who had been named by the end of `before`, and when, is what a replay of everything says of that time. */
async function assertForetold(t: TestContext, before: BacktestFinding): Promise<void> {
  const [whole, part] = [namedIn(await replayed(t, example, { stepMs })), namedIn(before)]
  const released = new Set(before.replay.released.map(({ account }) => account))
  for (const [name, detectedAt] of whole)
    if (Date.parse(detectedAt) < toMs && !released.has(name.split(' ')[1]!))
      assert.equal(part.get(name), detectedAt, `${name}, of what came before`)
  for (const [name, detectedAt] of part)
    if (whole.has(name)) assert.equal(whole.get(name), detectedAt, `${name}, of everything`)
}

/** Another name, and another place in the order of names. */
const renamed = (account: string): string => `n${createHash('sha256').update(account).digest('hex').slice(0, 12)}`

test('two runs give the same bytes, and so do the lines in another order and dealt over files', async (t) => {
  const once = await replayed(t, world, { stepMs })
  const folder = scratch(t)
  const dealt = [0, 1, 2].map((file) =>
    put(folder, `${file}.jsonl`, text(world.records.filter((_, i) => (i * 7) % 3 === file).reverse())),
  )
  const other = await backtest({
    logs: dealt.reverse(),
    accounts: registryOf(folder, world.accounts),
    clock: () => 0,
    stepMs,
  })
  assertSameReport(renderJson(other.report), renderJson(once.report))
  assert.deepEqual(other.replay, once.replay)
})

test('renaming accounts changes nothing but the names', async (t) => {
  const rename = <T extends { readonly account: string }>(line: T): T => ({ ...line, account: renamed(line.account) })
  const other = { records: world.records.map(rename), accounts: world.accounts.map(rename) }
  const [before, after] = [await replayed(t, world, { stepMs }), await replayed(t, other, { stepMs })]
  const entries = ({ report }: BacktestFinding, name: (account: string) => string): unknown[] =>
    report.campaigns.map(({ accounts, ...rest }) => ({
      ...rest,
      id: 0,
      accounts: accounts.map((one) => JSON.stringify({ ...one, evidence: 0, account: name(one.account) })).sort(),
      evidence: rest.evidence.map(({ signal, nats, statement }) => [signal, nats, statement]),
    }))
  const same = (account: string): string => account
  assert.deepEqual(entries(after, same), entries(before, renamed))
  assert.deepEqual(after.replay.leakage, before.replay.leakage)
  assert.equal(after.replay.nearMisses.length, before.replay.nearMisses.length)
})

const burgled = generateWorld({
  seed: 'burgled',
  from: '2026-06-01T00:00:00Z',
  days: 8,
  parts: [
    operator({ name: 'thief', accounts: 8, takenOver: 6, requestsPerDay: 9, policy: 'round-robin', failover: 2 }),
    developer({ accounts: 12, requestsPerDay: 2 }),
    consumerChat({ accounts: 80, requestsPerDay: 1 }),
  ],
})

test('an account that is taken over is named from then on, and not before', async (t) => {
  const finding = await replayed(t, burgled, { stepMs: 3 * hourMs })
  const named = namedIn(finding)
  const taken = burgled.labels.filter(({ taken_over }) => taken_over !== undefined)
  assert.equal(taken.length, 6)
  const found = taken.filter(({ account, taken_over }) => {
    const detectedAt = named.get(`extraction ${account}`)
    if (detectedAt !== undefined)
      assert.ok(detectedAt > taken_over!, `${account} at ${detectedAt}, before ${taken_over}`)
    return detectedAt !== undefined
  })
  assert.ok(found.length >= takenFoundMin, `${found.length} of ${taken.length} are named`)
  const benign = new Set(burgled.labels.filter(({ kind }) => kind === 'benign').map(({ account }) => account))
  assert.deepEqual(
    [...named.keys()].filter((name) => benign.has(name.split(' ')[1]!)),
    [],
  )
})

test("an ordinary account behind the operator's own address and client is not named, at any step", async (t) => {
  const { client } = world.records.find(({ account }) => account === operatorAccounts[0])!
  const count = Map.groupBy(world.records, ({ account }) => account)
  const innocents = world.labels.filter(({ kind }) => kind === 'benign').map(({ account }) => account)
  const [neighbour] = innocents.sort((a, b) => (count.get(b)?.length ?? 0) - (count.get(a)?.length ?? 0))
  const records = world.records.map((record) =>
    record.account === neighbour ? { ...record, client: client! } : record,
  )
  const { report, replay } = await replayed(t, { ...world, records }, { stepMs: 6 * hourMs })
  assert.deepEqual(
    report.campaigns.map(({ accounts }) => accounts.map(({ account }) => account).sort()),
    [operatorAccounts],
  )
  assert.deepEqual(replay.released, [])
})
