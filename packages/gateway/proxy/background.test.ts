/** Shows that an answer which is made in the background is paid and recorded once, whoever fetches it how often. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BackgroundAnswers } from './background.ts'
import type { Forwarded } from './forward.ts'
import { type Answered, GatewayFixture, send } from './gateway.fixture.ts'
import { answering, FakeUpstream } from '../double.ts'

const usage = { input_tokens: 10, output_tokens: 50_000, total_tokens: 50_010 }
const answer = { id: 'resp_1', object: 'response', background: true, model: 'm', output: [] }
const queued = answering(JSON.stringify({ ...answer, status: 'queued', usage: null }))
const ending = (status: string, id = 'resp_1'): string => JSON.stringify({ ...answer, id, status, usage })

const limits = { account: { tokensPerMinute: 60_000 } }
const ask = '{"model":"m","input":"x","background":true,"max_output_tokens":2000}'
const left = ({ headers }: Answered): number => Number(headers['x-ratelimit-remaining-tokens'])

/** All tokens that were counted as used so far. */
async function paidIn(gateway: GatewayFixture): Promise<number> {
  const text = await gateway.metrics.registry.metrics()
  return [...text.matchAll(/tokens_total\{.*\} (\d+)/g)].reduce((sum, [, tokens]) => sum + Number(tokens), 0)
}

/** With responses that its account made earlier. */
async function started(upstream: FakeUpstream): Promise<GatewayFixture> {
  const gateway = await GatewayFixture.start({ upstream: upstream.url, limits })
  for (let i = 0; i < 7; i++)
    await gateway.owners.note({ kind: 'response', id: `resp_${i}`, account: 'acct_1', server: upstream.url.href })
  return gateway
}

const fetchIt = (gateway: GatewayFixture, path = 'resp_1'): Promise<Answered> =>
  send(`${gateway.url}/v1/responses/${path}`, { method: 'GET' })

test('asking costs what is reserved, the first fetch of the end the rest, further ones nothing', async () => {
  await using upstream = await FakeUpstream.start(queued)
  await using gateway = await started(upstream)
  await send(`${gateway.url}/v1/responses`, { body: ask })
  await fetchIt(gateway)
  const asked = await paidIn(gateway)
  assert.ok(asked >= 2000 && asked < 2100, String(asked))
  upstream.script = answering(ending('completed'))
  for (let i = 0; i < 4; i++) await fetchIt(gateway)
  assert.equal(await paidIn(gateway), 50_010)
  // The bucket has filled a little since.
  assert.ok(left(await fetchIt(gateway)) < 40_000)
  const records = await gateway.recorded(2)
  assert.equal(records.length, 2)
  assert.deepEqual(records[1]!.outcome?.usage, { inputTokens: 10, outputTokens: 50_000 })
  assert.equal(records[1]!.intent.model, 'm')
})

test('every end of an answer is recorded, a stream of it as well, and cancelling', async () => {
  await using upstream = await FakeUpstream.start()
  await using gateway = await started(upstream)
  for (const [i, status] of ['completed', 'incomplete', 'failed', 'cancelled'].entries()) {
    upstream.script = answering(JSON.stringify({ ...answer, id: `resp_${i}`, status, usage: null }))
    for (let round = 0; round < 3; round++) await fetchIt(gateway, `resp_${i}`)
    assert.equal((await gateway.recorded(i + 1)).length, i + 1, status)
  }
  const event = { type: 'response.completed', response: { ...answer, id: 'resp_5', status: 'completed', usage: null } }
  upstream.script = answering(`event: response.completed\ndata: ${JSON.stringify(event)}\n\n`, 200, {
    'content-type': 'text/event-stream',
  })
  for (let round = 0; round < 2; round++) await fetchIt(gateway, 'resp_5?stream=true')
  assert.equal((await gateway.recorded(5)).length, 5)
  upstream.script = answering(JSON.stringify({ ...answer, id: 'resp_6', status: 'cancelled' }))
  await send(`${gateway.url}/v1/responses/resp_6/cancel`, { body: '' })
  await fetchIt(gateway, 'resp_6')
  assert.equal((await gateway.recorded(6)).length, 6)
})

test('a request is not over before what it fetched is recorded', async () => {
  await using upstream = await FakeUpstream.start(answering(ending('completed')))
  const slowly = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 100))
  await using gateway = await GatewayFixture.start({ upstream: upstream.url, open: slowly })
  await gateway.owners.note({ kind: 'response', id: 'resp_1', account: 'acct_1', server: upstream.url.href })
  await fetchIt(gateway)
  await gateway.passages.over()
  assert.equal(gateway.records[0]?.outcome?.status, 200)
})

test('what is not final is not recorded, nor is what was made during its call', async () => {
  await using upstream = await FakeUpstream.start(queued)
  await using gateway = await started(upstream)
  await fetchIt(gateway)
  upstream.script = answering(JSON.stringify({ ...answer, background: false, status: 'completed', usage }))
  await send(`${gateway.url}/v1/responses`, { body: '{"model":"m","input":"x"}' })
  const before = left(await fetchIt(gateway))
  assert.ok(left(await fetchIt(gateway)) >= before)
  assert.equal((await gateway.recorded(1)).length, 1)
})

test('the memory of answers is bounded', () => {
  const answers = new BackgroundAnswers(2)
  const forwarded = (id: string): Forwarded => ({
    status: 200,
    ending: 'complete',
    refusal: undefined,
    inspected: {
      response: { id, status: 'completed' },
      isRecordable: false,
      usage: undefined,
      malformedEvents: 0,
      streamError: undefined,
      isComplete: true,
      seenBytes: 0,
    },
    headAt: 0,
    firstByteAt: 0,
    upstreamEndAt: 0,
    endedAt: 0,
  })
  const isNew = (id: string): boolean => answers.take(forwarded(id)) !== undefined
  assert.deepEqual(['a', 'a', 'b', 'a', 'c', 'a'].map(isNew), [true, false, true, false, true, true])
})
