/** A relay behaves as relays do. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { generateWorld, operator, type OperatorOptions, type RecordLine, type World } from '../../world.ts'

function play(options: OperatorOptions, errorShare = 0): World {
  return generateWorld({ seed: 5, from: '2026-06-01T00:00:00Z', days: 3, errorShare, parts: [operator(options)] })
}

function totals(records: readonly RecordLine[]): number[] {
  return [...Map.groupBy(records, ({ account }) => account).values()].map(({ length }) => length)
}

function messagesOf(request: RecordLine['request']): readonly { readonly content: string }[] {
  return request['messages'] as readonly { readonly content: string }[]
}

/** The records of each conversation, told apart by the words that open it. */
function conversations(records: readonly RecordLine[]): readonly (readonly RecordLine[])[] {
  return [...Map.groupBy(records, ({ request }) => JSON.stringify(messagesOf(request)[0])).values()]
}

function answerOf({ response }: RecordLine): string {
  const choices = (response?.['choices'] ?? []) as readonly { readonly message: { readonly content: string } }[]
  return choices[0]?.message.content ?? ''
}

function accountsOf(records: readonly RecordLine[]): number {
  return new Set(records.map(({ account }) => account)).size
}

test('round-robin equalises the totals', () => {
  const counts = totals(play({ policy: 'round-robin', accounts: 7 }).records)
  assert.equal(counts.length, 7)
  assert.ok(Math.max(...counts) - Math.min(...counts) <= 1)
})

test('a random choice does not', () => {
  const counts = totals(play({ policy: 'random', accounts: 7, requestsPerDay: 20 }).records)
  assert.ok(Math.max(...counts) - Math.min(...counts) > 5)
})

test('sticky conversations stay where they are, others move', () => {
  const agentic = { task: 'agentic', dialect: 'anthropic.messages', accounts: 6 } as const
  const sticky = conversations(play({ ...agentic, policy: 'sticky', stickyMs: 3_600_000 }).records)
  assert.ok(sticky.every((records) => accountsOf(records) === 1))
  const moving = conversations(play({ ...agentic, policy: 'least-recently-used' }).records)
  assert.ok(moving.filter((records) => accountsOf(records) > 1).length > moving.length / 2)
})

test('failover sends the very same body to another account, after the delay asked for', () => {
  const { records } = play({ failover: 2, failoverDelayMs: [1000, 2000], requestsPerDay: 20 }, 0.3)
  const tries = [...Map.groupBy(records, ({ request }) => JSON.stringify(request)).values()]
  const retried = tries.filter(([first]) => first?.status !== 200)
  assert.ok(retried.length > 20)
  for (const [first, second] of retried) {
    if (first === undefined || second === undefined) continue
    assert.notEqual(second.account, first.account)
    const waitedMs = Date.parse(second.ts) - Date.parse(first.ts) - (first.latency_ms ?? 0)
    assert.ok(waitedMs >= 1000 && waitedMs <= 2900)
  }
  assert.ok(retried.every((attempts) => attempts.length <= 3))
})

test('without failover a failed call is lost', () => {
  const { records } = play({ failover: 0, task: 'code' }, 0.3)
  const bodies = records.map(({ request }) => JSON.stringify(request))
  assert.equal(new Set(bodies).size, bodies.length)
})

test('rollouts play each task as often as asked', () => {
  const { records } = play({ task: 'code', rolloutsPerTask: 4 })
  const plays = [...Map.groupBy(records, ({ request }) => JSON.stringify(request)).values()]
  assert.ok(plays.slice(0, -1).every(({ length }) => length === 4))
})

test('cover is the asked share of the requests, and is not harvest', () => {
  const { records, labels } = play({ coverShare: 0.6, requestsPerDay: 30, accounts: 20 })
  const harvest = labels.flatMap((label) => label.harvest ?? []).length
  const coverShare = 1 - harvest / records.length
  assert.ok(coverShare > 0.5 && coverShare < 0.7, String(coverShare))
})

test('an echo grades answers that other accounts got before', () => {
  const { records } = play({ task: 'grading', echo: 1, policy: 'round-robin', requestsPerDay: 20 })
  const answers = new Map<string, RecordLine>()
  let echoes = 0
  for (const record of records) {
    const [message] = messagesOf(record.request)
    const graded = [...answers].find(([text]) => message?.content.includes(text))
    if (graded !== undefined) echoes += 1
    if (graded !== undefined) assert.ok(graded[1].ts < record.ts)
    const answer = answerOf(record)
    if (answer.length > 80) answers.set(answer, record)
  }
  assert.ok(echoes > records.length / 2)
})

function distinct(world: World, field: 'payment' | 'signup_ip'): number {
  return new Set(world.accounts.flatMap((account) => account[field] ?? [])).size
}

test('bulk accounts share cards, a mail domain and few addresses; own ones share nothing', () => {
  const bulk = play({ accounts: 12, identity: 'bulk', network: 'shared' })
  assert.ok(distinct(bulk, 'payment') <= 2)
  assert.ok(new Set(bulk.records.flatMap(({ client }) => client?.ip ?? [])).size <= 4)
  const own = play({ accounts: 12, identity: 'own', network: 'own' })
  assert.equal(distinct(own, 'payment'), own.accounts.filter(({ payment }) => payment !== undefined).length)
  assert.ok(new Set(own.records.flatMap(({ client }) => client?.ip ?? [])).size >= 10)
})

test('a rotating network is seen from a new address almost every time', () => {
  const { records } = play({ network: 'rotating', requestsPerDay: 10 })
  const addresses = records.flatMap(({ client }) => client?.ip ?? [])
  assert.ok(new Set(addresses).size > addresses.length * 0.5)
})
