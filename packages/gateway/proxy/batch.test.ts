/** Shows that a batch is as many requests as are in it: counted, paid for, looked up and recorded one by one. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { userScopeId } from '@stillhunt/core/policy'
import type { Enforcer } from '../verdict.ts'
import { nothing } from '../verdict.ts'
import { batchEntriesMax } from '../wire.ts'
import { type Answered, type FixtureOptions, GatewayFixture, key, send } from './gateway.fixture.ts'
import { answering, FakeUpstream } from '../double.ts'

const made = answering('{"id":"msgbatch_1","processing_status":"in_progress"}')
const limits = { account: { tokensPerMinute: 50_000 } }

async function started(upstream: FakeUpstream, options: Partial<FixtureOptions> = {}): Promise<GatewayFixture> {
  return GatewayFixture.start({ ...options, upstream: upstream.url })
}

function make(gateway: GatewayFixture, body: string, headers: readonly string[] = []): Promise<Answered> {
  const own = ['x-api-key', key, 'anthropic-version', '2023-06-01', ...headers]
  return send(`${gateway.url}/v1/messages/batches`, { body, headers: own })
}

const entry = (params: object, i = 0): object => ({ custom_id: `r${i}`, params })
const batch = (...params: readonly object[]): string => JSON.stringify({ requests: params.map(entry) })
const left = ({ headers }: Answered): number => Number(headers['anthropic-ratelimit-tokens-remaining'])

/** Suspends one end user. */
const suspending: Enforcer = {
  of: ({ user, account }) =>
    user !== 'evil'
      ? nothing
      : {
          ...nothing,
          refusal: {
            id: 'v',
            subject: { kind: 'user', id: userScopeId(account, user) },
            because: 'Unusual use.',
            measure: { step: 'suspend' },
            expiresMs: Infinity,
          },
        },
  sequence: 1,
  close: () => {},
}

test('every request of a batch is recorded with its own bytes, model and end user; the headers once', async () => {
  await using upstream = await FakeUpstream.start(made)
  await using gateway = await started(upstream)
  const bodies = [
    '{"model":"a", "max_tokens":500,"seed":12345678901234567890,"metadata":{"user_id":"u1"}}',
    '{"model":"b","messages":[{"role":"user","content":"},{\\"params\\":"}],"max_tokens":5}',
    '{"model":"c","max_tokens":5,"metadata":{"user_id":"u2"}}',
  ]
  const body = `{ "requests" : [ {"custom_id":"x","params": ${bodies.join('},{"params":')} } ] }`
  assert.equal((await make(gateway, body, ['x-mark', 'here'])).status, 200)
  assert.equal(upstream.arrived[0]!.body.toString(), body)
  const records = await gateway.recorded(3)
  const told = records.map(({ intent: { request, model, client } }) => [
    Buffer.from(request).toString(),
    model,
    client?.['end_user'],
    (client?.['headers'] as Record<string, string> | undefined)?.['x-mark'],
  ])
  assert.deepEqual(told, [
    [bodies[0], 'a', 'u1', 'here'],
    [bodies[1], 'b', undefined, undefined],
    [bodies[2], 'c', 'u2', undefined],
  ])
  assert.equal(new Set(records.map(({ intent }) => intent.id)).size, 3)
})

test('a batch costs what is reserved for each of its requests, and goes on costing it when it is made', async () => {
  await using upstream = await FakeUpstream.start(made)
  await using gateway = await started(upstream, { limits })
  const requests = Array.from({ length: 10 }, () => ({ model: 'm', max_tokens: 2000, messages: [] }))
  const first = await make(gateway, batch(...requests))
  assert.ok(left(first) <= 50_000 - 20_000 + 5000, String(left(first)))
  const second = await make(gateway, batch(...requests))
  assert.ok(left(second) <= 50_000 - 40_000 + 5000, String(left(second)))
  assert.equal((await make(gateway, batch(...requests))).status, 429)
  upstream.script = answering('{"error":{}}', 400)
  const failed = await make(gateway, batch({ model: 'm', max_tokens: 4000 }))
  const after = await make(gateway, batch({ model: 'm', max_tokens: 1 }))
  assert.ok(left(after) > left(failed) + 3500, 'an error costs nothing')
})

test('a batch is as many requests as are in it, all of them or none', async () => {
  await using upstream = await FakeUpstream.start(made)
  await using gateway = await started(upstream, { limits: { account: { requestsPerMinute: 10 } } })
  const of = (count: number): string => batch(...Array.from({ length: count }, () => ({ model: 'm', max_tokens: 1 })))
  const requestsLeft = ({ headers }: Answered): string => String(headers['anthropic-ratelimit-requests-remaining'])
  assert.equal(requestsLeft(await make(gateway, of(7))), '3')
  const refused = await make(gateway, of(4))
  assert.equal(refused.status, 429)
  assert.ok(Number(refused.headers['retry-after']) <= 6)
  assert.equal(requestsLeft(await make(gateway, of(3))), '0')
  const never = await make(gateway, of(11))
  assert.equal(never.status, 429)
  assert.match(never.body.toString(), /larger than the limit of 10 requests per minute/)
  assert.equal(never.headers['x-should-retry'], 'false')
  assert.equal(upstream.arrived.length, 2)
})

test('an end user or a model that is not allowed is not allowed in any request of a batch', async () => {
  await using upstream = await FakeUpstream.start(made)
  const grants = { shk_bound: { id: 'k_2', account: 'acct_2', models: ['small'] } }
  await using gateway = await started(upstream, { enforcer: suspending, grants })
  const good = { model: 'small', max_tokens: 1 }
  assert.equal((await make(gateway, batch(good, { ...good, metadata: { user_id: 'evil' } }))).status, 403)
  assert.equal((await make(gateway, batch({ ...good, metadata: { user_id: 'evil' } }, good))).status, 403)
  const bound = async (body: string): Promise<number> =>
    (await send(`${gateway.url}/v1/messages/batches`, { body, headers: ['x-api-key', 'shk_bound'] })).status
  assert.equal(await bound(batch(good, { model: 'large' })), 404)
  assert.equal(await bound(batch(good, { max_tokens: 1 })), 404)
  assert.equal(await bound('{"requests":[{"params":{"model":"large","model":"small"}}]}'), 404)
  assert.equal(await bound(batch(good, good)), 200)
})

test('limits of end users hold for each that a batch names, and for no more than can be decided at once', async () => {
  await using upstream = await FakeUpstream.start(made)
  await using gateway = await started(upstream, { limits: { user: { requestsPerMinute: 3 } } })
  const of = (...users: readonly string[]): string =>
    batch(...users.map((user_id) => ({ model: 'm', max_tokens: 1, metadata: { user_id } })))
  assert.equal((await make(gateway, of('a', 'b', 'a'))).status, 200)
  assert.equal((await make(gateway, of('c', 'b'))).status, 429)
  assert.equal((await make(gateway, of('c'))).status, 200)
  assert.equal((await make(gateway, of(...Array.from({ length: 65 }, (_, i) => `u${i}`)))).status, 400)
})

test('a batch with too many requests is refused before they are read, one with the most passes', async () => {
  await using upstream = await FakeUpstream.start(made)
  await using gateway = await started(upstream)
  const many = (count: number): string => `{"requests":[${Array(count).fill('{"params":{"model":"m"}}').join()}]}`
  assert.equal((await make(gateway, many(batchEntriesMax))).status, 200)
  assert.equal((await make(gateway, many(batchEntriesMax + 1))).status, 400)
  assert.equal((await make(gateway, `{"requests":[${'{"\\u0070arams":{}},'.repeat(500_000)}{}]}`)).status, 400)
  assert.equal(upstream.arrived.length, 1)
})

test('a batch that two parsers could read in two ways is refused', async () => {
  await using upstream = await FakeUpstream.start(made)
  await using gateway = await started(upstream)
  for (const body of [
    '{"requests":[],"requests":[{"params":{"model":"m"}}]}',
    '{"Requests":[]}',
    '{"requests":{}}',
    '{}',
    '{"requests":[{"params":{"model":"m"},"params":{"model":"n"}}]}',
    '{"requests":[{"params":{"model":"m"},"Params":{"model":"n"}}]}',
    '{"requests":[{"custom_id":"a"}]}',
    '{"requests":[{"params":[]}]}',
    '{"requests":[7]}',
    '{"requests":[{"params":{"max_tokens":"7"}}]}',
  ])
    assert.equal((await make(gateway, body)).status, 400, body)
  assert.equal(upstream.arrived.length, 0)
  assert.equal((await make(gateway, '{"requests":[ ]}')).status, 200)
})
