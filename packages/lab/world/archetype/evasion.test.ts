/** Every trick of an operator does what it says, and nothing else. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  generateWorld,
  greyReseller,
  operator,
  type OperatorOptions,
  type RecordLine,
  type World,
  type WorldSpec,
} from '../../world.ts'

function play(options: OperatorOptions, spec: Partial<WorldSpec> = {}): World {
  return generateWorld({
    seed: 9,
    from: '2026-06-01T00:00:00Z',
    days: 6,
    errorShare: 0,
    parts: [operator(options)],
    ...spec,
  })
}

interface Message {
  readonly role: string
  readonly content: unknown
}

function messagesOf({ request }: RecordLine): readonly Message[] {
  return request['messages'] as unknown as readonly Message[]
}

/** The records of each conversation, told apart by the words that open it. */
function conversations(records: readonly RecordLine[]): readonly (readonly RecordLine[])[] {
  return [...Map.groupBy(records, (record) => JSON.stringify(messagesOf(record)[0])).values()]
}

function distinct<T>(items: Iterable<T | undefined>): number {
  return new Set([...items].filter((item) => item !== undefined)).size
}

function found(value: unknown, pattern: RegExp): readonly string[] {
  return [...JSON.stringify(value ?? null).matchAll(pattern)].map(([, id]) => id ?? '')
}

function harvestOf({ labels }: World): ReadonlySet<string> {
  return new Set(labels.flatMap(({ harvest = [] }) => harvest))
}

const agentic = { task: 'agentic', dialect: 'anthropic.messages', accounts: 6 } as const

test('strict affinity keeps every conversation on one account, failures included', () => {
  const { records } = play({ ...agentic, affinity: 'strict', failover: 3 }, { errorShare: 0.2 })
  const talks = conversations(records)
  assert.ok(talks.length > 20)
  assert.ok(talks.every((talk) => distinct(talk.map(({ account }) => account)) === 1))
  const bodies = Map.groupBy(records, ({ request }) => JSON.stringify(request))
  assert.ok([...bodies.values()].some(({ length }) => length > 1))
})

test('with rewritten ids nothing that the provider minted ever comes back, and calls still match their results', () => {
  const { records } = play({ ...agentic, disguises: ['rewritten-ids'] })
  const minted = new Set(records.flatMap(({ response }) => found(response, /"(toolu_\w+)"/g)))
  const presented = records.flatMap(({ request }) => found(request, /"id":"(toolu_\w+)"/g))
  assert.ok(minted.size > 50 && presented.length > 50)
  assert.ok(presented.every((id) => !minted.has(id)))
  for (const { request } of records) {
    const calls = found(request, /"id":"(toolu_\w+)"/g)
    assert.deepEqual(found(request, /"tool_use_id":"(toolu_\w+)"/g), calls)
    assert.ok(!JSON.stringify(request).includes('"signature"'))
  }
})

test('a relay that does not rewrite sends the ids back', () => {
  const { records } = play(agentic)
  const minted = new Set(records.flatMap(({ response }) => found(response, /"(toolu_\w+)"/g)))
  assert.ok(records.flatMap(({ request }) => found(request, /"id":"(toolu_\w+)"/g)).every((id) => minted.has(id)))
})

test('with an edited history no request of three turns begins as the one before it', () => {
  const { records } = play({ ...agentic, disguises: ['edited-history'] })
  const openings = new Set(
    records.filter((record) => messagesOf(record).length === 1).map((record) => JSON.stringify(messagesOf(record)[0])),
  )
  const later = records.filter((record) => messagesOf(record).length > 2)
  assert.ok(later.length > 50)
  assert.ok(later.every((record) => !openings.has(JSON.stringify(messagesOf(record)[0]))))
})

test('zero-width characters are inside words of requests only; without them the template is there again', () => {
  const plain = play({ task: 'code', accounts: 4 })
  const cloaked = play({ task: 'code', accounts: 4, disguises: ['zero-width'] })
  const text = (record: RecordLine): string => JSON.stringify(record.request)
  assert.ok(cloaked.records.every((record) => text(record).includes('\u200b')))
  assert.ok(cloaked.records.every(({ response }) => !JSON.stringify(response).includes('\u200b')))
  assert.deepEqual(
    cloaked.records.map((record) => text(record).replaceAll('\u200b', '')).toSorted(),
    plain.records.map(text).toSorted(),
  )
})

/** The largest share of the requests in which one and the same sentence is, numbers aside. */
function commonestSentenceShare(records: readonly RecordLine[]): number {
  const counts = new Map<string, number>()
  for (const record of records) {
    const text = String(messagesOf(record)[0]?.content).replaceAll(/\d+/g, '#')
    for (const sentence of new Set(text.split(/[.:\n]+\s*/).filter(({ length }) => length > 25)))
      counts.set(sentence, (counts.get(sentence) ?? 0) + 1)
  }
  return Math.max(...counts.values()) / records.length
}

test('worded anew every time, requests have no sentence in common; from one template they have', () => {
  const task = { task: 'advice', accounts: 8 } as const
  assert.ok(commonestSentenceShare(play({ ...task, paraphrases: 'every' }).records) < 0.05)
  assert.ok(commonestSentenceShare(play(task).records) > 0.9)
})

test('a list of tasks is dealt out evenly, and shards have no task in common', () => {
  const { records } = play({ task: 'code', tasks: 30, shards: 3, accounts: 9 })
  const tasks = Map.groupBy(records, ({ request }) => JSON.stringify(request))
  assert.equal(tasks.size, 30)
  const counts = [...tasks.values()].map(({ length }) => length)
  assert.ok(Math.max(...counts) - Math.min(...counts) <= 2)
  const shards = new Set(
    [...tasks.values()].map((own) => [...new Set(own.map(({ account }) => account))].sort().join()),
  )
  assert.equal(shards.size, 3)
  assert.equal(distinct([...shards].flatMap((shard) => shard.split(','))), 9)
})

test('mirrored tasks are asked once in each language, with the same numbers', () => {
  const languages = ['en', 'zh', 'ar'] as const
  const { records } = play({ task: 'knowledge', languages, isMirrored: true, accounts: 4 })
  const numbers = Map.groupBy(records, (record) =>
    [...String(messagesOf(record)[0]?.content).matchAll(/\d+/g)].map(String).toSorted().join(),
  )
  const whole = [...numbers.values()].filter(({ length }) => length === languages.length)
  assert.ok(whole.length >= numbers.size - 1)
  for (const own of whole) assert.equal(distinct(own.map(({ request }) => JSON.stringify(request))), languages.length)
})

test('a frozen client is one outdated tuple for all accounts, however they were bought', () => {
  const own = { identity: 'own', network: 'own', accounts: 10 } as const
  const agents = ({ records }: World): number => distinct(records.map(({ client }) => client?.user_agent))
  assert.equal(agents(play({ ...own, client: 'frozen' })), 1)
  assert.ok(agents(play(own)) > 3)
})

test('personas have unequal shares and hours of their own, and keep to their quota', () => {
  const { records } = play({ policy: 'persona', requestsPerDayMax: 7, accounts: 20, requestsPerDay: 3, task: 'code' })
  const totals = [...Map.groupBy(records, ({ account }) => account).values()]
    .map(({ length }) => length)
    .toSorted((a, b) => a - b)
  assert.ok((totals.at(-1) ?? 0) > 2.5 * (totals[2] ?? 0), totals.join())
  const days = Map.groupBy(records, ({ account, ts }) => `${account} ${ts.slice(0, 10)}`)
  assert.ok([...days.values()].every(({ length }) => length <= 7))
})

test('a banned account is refused with 403, given up, and replaced by one that was made for it', () => {
  const { records, accounts } = play({ churnDays: 2, accounts: 5, requestsPerDay: 20, failover: 2, identity: 'own' })
  assert.ok(accounts.length >= 10)
  const byAccount = Map.groupBy(records, ({ account }) => account)
  const banned = [...byAccount.values()].filter((own) => own.some(({ status }) => status === 403))
  assert.ok(banned.length >= 5)
  for (const own of banned)
    assert.equal(
      own.findIndex(({ status }) => status === 403),
      own.length - 1,
    )
  const made = new Map(accounts.map(({ account, created }) => [account, created ?? '']))
  const replacements = [...made].filter(([, created]) => created > '2026-06-01')
  assert.ok(replacements.length >= 5)
  for (const [account, created] of replacements) assert.ok((byAccount.get(account)?.[0]?.ts ?? '9') > created)
})

test('an account that was taken over harvests only from then on, and was used before', () => {
  const world = play({ accounts: 2, takenOver: 6, requestsPerDay: 6 })
  const taken = world.labels.filter((label) => label.taken_over !== undefined)
  assert.equal(taken.length, 6)
  for (const { account, taken_over: takenOver = '', harvest = [] } of taken) {
    const own = world.records.filter((record) => record.account === account)
    assert.ok(own.some(({ ts }) => ts < takenOver))
    assert.ok(harvest.length > 0)
    assert.ok(own.every(({ id, ts }) => ts >= takenOver || !harvest.includes(id)))
  }
})

test('personas talk of their own affairs on every account, which is no harvest', () => {
  const world = play({ ownUsePerDay: 2, accounts: 5, identity: 'aged' })
  const harvest = harvestOf(world)
  const own = world.records.filter(({ id }) => !harvest.has(id))
  assert.equal(distinct(own.map(({ account }) => account)), 5)
  assert.ok(world.accounts.every(({ created = '2020' }) => created < '2024-07'))
})

test('logs without failures have none, and logs without clients say nothing of who called', () => {
  const noisy = { errorShare: 0.3 }
  assert.ok(play({}, noisy).records.some(({ status }) => status !== 200))
  assert.ok(play({}, { ...noisy, unlogged: ['failures'] }).records.every(({ status }) => status === 200))
  const bare = play({}, { unlogged: ['clients'] }).records
  assert.ok(bare.length > 100 && bare.every(({ client, key }) => client === undefined && key === undefined))
})

test('sticky conversations stay for as long as asked', () => {
  const parts = (stickyMs: number): WorldSpec['parts'] => [
    greyReseller({ accounts: 8, stickyMs, failover: 0, dialect: 'anthropic.messages' }),
  ]
  const moved = (stickyMs: number): number =>
    conversations(play({}, { parts: parts(stickyMs) }).records).filter(
      (talk) => distinct(talk.map(({ account }) => account)) > 1,
    ).length
  assert.ok(moved(10_000) > 2 * moved(600_000))
  assert.equal(moved(Infinity), 0)
})
