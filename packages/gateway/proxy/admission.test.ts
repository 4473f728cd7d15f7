/** Shows who passes and who does not, and what a refused client is told. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Verdict } from '@stillhunt/core/policy'
import type { KeyGrant } from '../key.ts'
import { type Enforcer, indexTable } from '../verdict.ts'
import { type Answered, GatewayFixture, key, send } from './gateway.fixture.ts'
import { answering, FakeUpstream } from '../double.ts'

const chat = '/v1/chat/completions'
const anthropic = ['x-api-key', key, 'anthropic-version', '2023-06-01']

function errorOf({ body }: Answered): { message: string; type: string; code?: string; verification_url?: string } {
  return (JSON.parse(body.toString()) as { error: ReturnType<typeof errorOf> }).error
}

/** Verdicts in force, as the engine will serve them. */
function obeying(...verdicts: readonly Partial<Verdict>[]): Enforcer {
  const all = verdicts.map((verdict, i): Verdict => ({
    id: `v${i}`,
    subject: { kind: 'account', id: 'acct_1' },
    because: 'Unusual use.',
    measure: { step: 'suspend' },
    expiresMs: Date.now() + 60_000,
    ...verdict,
  }))
  const index = indexTable(
    { version: 1, sequence: 1, issuedMs: 0, verdicts: all, campaigns: { 'c-1': ['acct_1', 'acct_2'] } },
    1,
  )
  return { of: (asker, nowMs) => index.of(asker, nowMs), sequence: 1, close: () => {} }
}

test('no key, a wrong key and a revoked key get one and the same 401, in the provider’s shape', async () => {
  await using upstream = await FakeUpstream.start()
  await using gateway = await GatewayFixture.start({ upstream: upstream.url })
  const wrong = await send(`${gateway.url}${chat}`, { body: '{}', headers: ['authorization', 'Bearer shk_other'] })
  assert.equal(wrong.status, 401)
  assert.equal(errorOf(wrong).code, 'invalid_api_key')
  const none = await send(`${gateway.url}/v1/messages`, { body: '{}', headers: ['anthropic-version', '2023-06-01'] })
  assert.equal(none.status, 401)
  assert.equal(errorOf(none).type, 'authentication_error')
  assert.equal(none.headers['x-should-retry'], 'false')
  assert.equal(upstream.arrived.length, 0)
  assert.doesNotMatch(gateway.logged.join('\n'), /shk_/)
})

test('a key that is bound to models passes with those only, whatever else is named beside them', async () => {
  const bound: KeyGrant = { id: 'k_2', account: 'acct_2', models: ['gpt-4o-mini', 'open-*'] }
  await using upstream = await FakeUpstream.start()
  await using gateway = await GatewayFixture.start({ upstream: upstream.url, grants: { shk_bound: bound } })
  const ask = (body: string): Promise<Answered> =>
    send(`${gateway.url}${chat}`, { body, headers: ['authorization', 'Bearer shk_bound'] })
  assert.equal((await ask('{"model":"gpt-4o-mini"}')).status, 200)
  assert.equal((await ask('{"model":"open-7b"}')).status, 200)
  for (const body of [
    '{"model":"gpt-5"}',
    '{"model":"gpt-4o-mini","model":"gpt-5"}',
    '{"model":"gpt-5","model":"gpt-4o-mini"}',
    '{"model":"gpt-4o-mini","\\u006dodel":"gpt-5"}',
    '{"model":"gpt-4o-mini "}',
    '{}',
  ]) {
    const refused = await ask(body)
    assert.equal(refused.status, 404, body)
    assert.equal(errorOf(refused).code, 'model_not_found')
  }
  assert.equal(upstream.arrived.length, 2)
})

test('a request beyond a limit is told when to come back, and the limit that it met', async () => {
  await using upstream = await FakeUpstream.start()
  await using gateway = await GatewayFixture.start({
    upstream: upstream.url,
    limits: { account: { requestsPerMinute: 2, tokensPerMinute: 10_000 } },
  })
  const first = await send(`${gateway.url}${chat}`, { body: '{"model":"m"}' })
  assert.equal(first.headers['x-ratelimit-limit-requests'], '2')
  assert.equal(first.headers['x-ratelimit-remaining-requests'], '1')
  assert.equal(first.headers['x-ratelimit-limit-tokens'], '10000')
  await send(`${gateway.url}/v1/messages`, { body: '{"model":"m"}', headers: anthropic })
  const third = await send(`${gateway.url}/v1/messages`, { body: '{"model":"m"}', headers: anthropic })
  assert.equal(third.status, 429)
  assert.equal(errorOf(third).type, 'rate_limit_error')
  assert.match(errorOf(third).message, /2 requests per minute .* account/)
  const seconds = Number(third.headers['retry-after'])
  assert.ok(seconds > 25 && seconds <= 30, String(seconds))
  assert.equal(third.headers['x-should-retry'], 'true')
  assert.equal(upstream.arrived.length, 2)
  assert.equal(gateway.records.length, 2)
})

test('of 256 calls at once against a limit exactly the limit passes', async () => {
  await using upstream = await FakeUpstream.start()
  await using gateway = await GatewayFixture.start({
    upstream: upstream.url,
    limits: { key: { requestsPerMinute: 100 }, org: { requestsPerMinute: 7 }, account: { requestsPerMinute: 60 } },
  })
  const all = await Promise.all(
    Array.from({ length: 256 }, () => send(`${gateway.url}${chat}`, { body: '{"model":"m"}' })),
  )
  assert.equal(all.filter(({ status }) => status === 200).length, 60)
  assert.equal(upstream.arrived.length, 60)
})

test('a request larger than its whole limit is told not to come back', async () => {
  await using upstream = await FakeUpstream.start()
  await using gateway = await GatewayFixture.start({ upstream: upstream.url, limits: { key: { tokensPerMinute: 50 } } })
  const refused = await send(`${gateway.url}${chat}`, { body: '{"model":"m","max_tokens":4000}' })
  assert.equal(refused.status, 429)
  assert.equal(refused.headers['x-should-retry'], 'false')
  assert.equal(errorOf(refused).code, 'insufficient_quota')
})

test('suspension, termination and step-up refuse before the body is read, and only they name the way out', async () => {
  await using upstream = await FakeUpstream.start()
  for (const [measure, status, code] of [
    [{ step: 'suspend' }, 403, 'account_suspended'],
    [{ step: 'terminate' }, 403, 'account_terminated'],
    [{ step: 'step-up', link: 'https://verify.example/a' }, 403, 'verification_required'],
  ] as const) {
    await using gateway = await GatewayFixture.start({ upstream: upstream.url, enforcer: obeying({ measure }) })
    const refused = await send(`${gateway.url}${chat}`, { body: '{"model":"m"}' })
    assert.equal(refused.status, status)
    assert.equal(errorOf(refused).code, code)
    assert.equal(errorOf(refused).message, 'Unusual use. (reference v0)')
    assert.equal(errorOf(refused).verification_url, measure.step === 'step-up' ? measure.link : undefined)
  }
  assert.equal(upstream.arrived.length, 0)
})

test('a verdict in shadow mode, or one that has expired, does nothing but count', async () => {
  await using upstream = await FakeUpstream.start()
  await using gateway = await GatewayFixture.start({
    upstream: upstream.url,
    enforcer: obeying({ shadow: true }, { expiresMs: Date.now() - 1 }),
  })
  assert.equal((await send(`${gateway.url}${chat}`, { body: '{"model":"m"}' })).status, 200)
  const text = await gateway.metrics.registry.metrics()
  assert.match(text, /enforced_total\{step="suspend",mode="shadow"\} 1/)
  assert.doesNotMatch(text, /mode="enforced"/)
})

test('a verdict on an end user or a campaign reaches those and no others', async () => {
  await using upstream = await FakeUpstream.start()
  await using gateway = await GatewayFixture.start({
    upstream: upstream.url,
    grants: { shk_two: { id: 'k_2', account: 'acct_2' }, shk_three: { id: 'k_3', account: 'acct_3' } },
    enforcer: obeying(
      { subject: { kind: 'user', id: 'u-7', account: 'acct_1' } },
      { subject: { kind: 'campaign', id: 'c-1' }, measure: { step: 'shape', limits: { requestsPerMinute: 3 } } },
    ),
  })
  const ask = (secret: string, body = '{"model":"m"}'): Promise<Answered> =>
    send(`${gateway.url}${chat}`, { body, headers: ['authorization', `Bearer ${secret}`] })
  assert.equal((await ask(key, '{"model":"m","user":"u-7"}')).status, 403)
  assert.equal((await ask('shk_two', '{"model":"m","user":"u-7"}')).status, 200)
  assert.equal((await ask(key)).status, 200)
  assert.equal((await ask('shk_two')).status, 200)
  const fourth = await ask(key)
  assert.equal(fourth.status, 429)
  assert.doesNotMatch(fourth.body.toString(), /campaign|c-1/)
  for (let i = 0; i < 5; i++) assert.equal((await ask('shk_three')).status, 200)
})

test('a verdict on an end user holds wherever the request names it, and whoever is named beside it', async () => {
  await using upstream = await FakeUpstream.start()
  await using gateway = await GatewayFixture.start({
    upstream: upstream.url,
    enforcer: obeying(
      { subject: { kind: 'user', id: 'evil', account: 'acct_1' } },
      { measure: { step: 'label', label: 'seen' } },
    ),
  })
  for (const body of [
    '{"model":"m","user":"evil"}',
    '{"model":"m","user":"ok","user":"evil"}',
    '{"model":"m","user":"evil","user":"ok"}',
    '{"model":"m","safety_identifier":"ok","user":"evil"}',
    '{"model":"m","metadata":{"user_id":"ok","user_id":"evil"}}',
    '{"model":"m","metadata":{"user_id":"evil","user_id":"ok"}}',
    '{"model":"m","metadata":{"user_id":"evil"},"metadata":{"user_id":"ok"}}',
  ])
    assert.equal((await send(`${gateway.url}${chat}`, { body })).status, 403, body)
  assert.equal((await send(`${gateway.url}${chat}`, { body: '{"model":"m","user":"a","user":"b"}' })).status, 200)
  assert.match(await gateway.metrics.registry.metrics(), /enforced_total\{step="label",mode="enforced"\} 8/)
})

test('of several end users named, the limits of each hold', async () => {
  await using upstream = await FakeUpstream.start()
  await using gateway = await GatewayFixture.start({
    upstream: upstream.url,
    limits: { user: { requestsPerMinute: 1 } },
  })
  const ask = async (body: string): Promise<number> => (await send(`${gateway.url}${chat}`, { body })).status
  assert.equal(await ask('{"model":"m","user":"a"}'), 200)
  assert.equal(await ask('{"model":"m","safety_identifier":"b","user":"a"}'), 429)
  assert.equal(await ask('{"model":"m","safety_identifier":"b"}'), 200)
})

test('restrictions bind models and tools', async () => {
  await using upstream = await FakeUpstream.start()
  await using gateway = await GatewayFixture.start({
    upstream: upstream.url,
    enforcer: obeying(
      { measure: { step: 'restrict', models: ['small*'] } },
      { measure: { step: 'restrict', tools: 'none' } },
    ),
  })
  const status = async (body: string): Promise<number> => (await send(`${gateway.url}${chat}`, { body })).status
  assert.equal(await status('{"model":"small-1"}'), 200)
  assert.equal(await status('{"model":"small-1","tools":[]}'), 200)
  assert.equal(await status('{"model":"large-1"}'), 403)
  assert.equal(await status('{"model":"small-1","tools":[{"type":"function"}]}'), 403)
  assert.equal(await status('{"model":"small-1","functions":[{"name":"f"}]}'), 403)
})

test('hardening: log-probabilities are not asked for, choices are capped, the rest of the request is what it was', async () => {
  await using upstream = await FakeUpstream.start()
  await using gateway = await GatewayFixture.start({
    upstream: upstream.url,
    enforcer: obeying({ measure: { step: 'harden', logprobs: 'strip', choicesMax: 1 } }),
  })
  await send(`${gateway.url}${chat}`, {
    body: '{"model":"m", "logprobs":true,"top_logprobs":5, "n":8,"messages":[ {"role":"user"} ]}',
  })
  assert.equal(upstream.arrived[0]!.body.toString(), '{"model":"m", "n":1,"messages":[ {"role":"user"} ]}')
})

test('hardening takes reasoning out of bodies and streams, and the record has what was served', async () => {
  const thinking = { type: 'thinking', thinking: 'SECRET STEPS', signature: 'sig' }
  const answer = {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    content: [thinking, { type: 'text', text: 'four' }],
  }
  await using upstream = await FakeUpstream.start(answering(JSON.stringify(answer)))
  await using gateway = await GatewayFixture.start({
    upstream: upstream.url,
    enforcer: obeying({ measure: { step: 'harden', reasoning: 'drop' } }),
  })
  const whole = await send(`${gateway.url}/v1/messages`, {
    body: '{"model":"m"}',
    headers: [...anthropic, 'accept-encoding', 'gzip'],
  })
  assert.doesNotMatch(whole.body.toString(), /SECRET/)
  assert.match(whole.body.toString(), /"signature":"sig".*four/)
  assert.equal(Number(whole.headers['content-length'] ?? whole.body.length), whole.body.length)
  assert.equal(upstream.arrived[0]!.headers['accept-encoding'], undefined)
  const events = [
    { type: 'message_start', message: { id: 'msg_1', type: 'message', role: 'assistant', content: [] } },
    { type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '', signature: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'SECRET STEPS' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'signature_delta', signature: 'sig' } },
    { type: 'content_block_stop', index: 0 },
    { type: 'content_block_start', index: 1, content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: 'four' } },
    { type: 'content_block_stop', index: 1 },
    { type: 'message_stop' },
  ]
  const stream = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('')
  upstream.script = async (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    for (const byte of Buffer.from(stream)) response.write(Buffer.from([byte]))
    response.end()
  }
  const streamed = await send(`${gateway.url}/v1/messages`, { body: '{"model":"m","stream":true}', headers: anthropic })
  assert.doesNotMatch(streamed.body.toString(), /SECRET/)
  assert.match(streamed.body.toString(), /signature_delta.*four.*message_stop/s)
  const records = await gateway.recorded(2)
  assert.doesNotMatch(
    JSON.stringify(
      records.map(({ outcome }) =>
        String(
          outcome?.response instanceof Uint8Array ? Buffer.from(outcome.response) : JSON.stringify(outcome?.response),
        ),
      ),
    ),
    /SECRET/,
  )
  assert.deepEqual(records[1]!.outcome?.verdicts, ['v0'])
})

test('an answer that must be hardened and cannot be looked at is not served', async () => {
  await using upstream = await FakeUpstream.start(
    answering('SECRET', 200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }),
  )
  await using gateway = await GatewayFixture.start({
    upstream: upstream.url,
    enforcer: obeying({ measure: { step: 'harden', reasoning: 'drop' } }),
  })
  const answered = await send(`${gateway.url}/v1/messages`, { body: '{"model":"m"}', headers: anthropic })
  assert.equal(answered.status, 502)
  assert.doesNotMatch(answered.body.toString(), /SECRET/)
  assert.equal((await gateway.recorded(1))[0]?.outcome?.status, 502)
})

test('an answer that must be hardened and is not what it says it is ends before anything of it is served', async () => {
  const secret = {
    choices: [{ index: 0, delta: { reasoning_content: 'SECRET' }, message: { reasoning_content: 'SECRET' } }],
  }
  await using upstream = await FakeUpstream.start()
  await using gateway = await GatewayFixture.start({
    upstream: upstream.url,
    enforcer: obeying({ measure: { step: 'harden', reasoning: 'drop' } }),
  })
  for (const [type, body] of [
    ['application/octet-stream', `data: ${JSON.stringify(secret)}\n\n`],
    ['application/json', `${JSON.stringify(secret)}]`],
    ['text/html', `<p>${JSON.stringify(secret)}</p>`],
    ['text/event-stream', JSON.stringify(secret)],
    ['text/event-stream', `${JSON.stringify(secret)}\n\n`],
  ] as const) {
    upstream.script = answering(body, 200, { 'content-type': type })
    const asked = send(`${gateway.url}${chat}`, { body: '{"model":"m","stream":true}' })
    const answered = await asked.catch(() => undefined)
    assert.doesNotMatch(answered?.body.toString() ?? '', /SECRET/, type)
    assert.notEqual(answered?.isCut, false, type)
  }
  const odd = [
    'SECRET',
    '"SECRET"',
    '["SECRET"]',
    `${JSON.stringify(secret)} SECRET`,
    JSON.stringify(secret).slice(0, -1),
  ]
  upstream.script = answering(
    `${odd.map((data) => `data: ${data}\n\n`).join('')}data: {"choices":[]}\n\ndata: [DONE]\n\n`,
    200,
    { 'content-type': 'text/event-stream' },
  )
  const rest = await send(`${gateway.url}${chat}`, { body: '{"model":"m","stream":true}' })
  assert.equal(rest.body.toString(), 'data: {"choices":[]}\n\ndata: [DONE]\n\n')
  assert.equal(gateway.records.at(-1)?.outcome?.stream?.malformedEvents, odd.length)
  upstream.script = answering(`: ping\n\nevent: x\n\ndata: ${JSON.stringify(secret)}\n\ndata: [DONE]\n\n`, 200, {
    'content-type': 'text/event-stream',
  })
  const whole = await send(`${gateway.url}${chat}`, { body: '{"model":"m","stream":true}' })
  assert.match(whole.body.toString(), /^: ping\n\nevent: x\n\n.*\[DONE\]\n\n$/s)
  assert.doesNotMatch(whole.body.toString(), /SECRET/)
  upstream.script = answering('', 200, { 'content-type': 'application/json' })
  assert.equal((await send(`${gateway.url}${chat}`, { body: '{"model":"m"}' })).status, 200)
})

test('who is served hardened answers only has no batches, no results of them and no stored items', async () => {
  await using upstream = await FakeUpstream.start()
  for (const [measure, status] of [
    [{ step: 'harden', reasoning: 'drop' }, 403],
    [{ step: 'harden', logprobs: 'strip' }, 403],
    [{ step: 'harden', choicesMax: 1 }, 200],
  ] as const) {
    await using gateway = await GatewayFixture.start({
      upstream: upstream.url,
      enforcer: obeying({ measure }),
    })
    const [kind, account, server] = ['batch', 'acct_1', upstream.url.href] as const
    await gateway.owners.note({ kind, id: 'b', account, server })
    await gateway.owners.note({ kind: 'response', id: 'resp_1', account, server })
    const body = '{"requests":[{"params":{"model":"m","max_tokens":1}}]}'
    const answers = [
      await send(`${gateway.url}/v1/messages/batches`, { body, headers: anthropic }),
      await send(`${gateway.url}/v1/messages/batches/b/results`, { method: 'GET', headers: anthropic }),
      await send(`${gateway.url}/v1/responses/resp_1/input_items`, { method: 'GET' }),
    ]
    for (const answered of answers) assert.equal(answered.status, status)
    if (status === 403) assert.match(errorOf(answers[0]!).message, /reference v0/)
    const looked = await send(`${gateway.url}/v1/messages/batches/b`, { method: 'GET', headers: anthropic })
    assert.equal(looked.status, 200)
  }
})

test('where a call cannot be recorded it is not forwarded, and what it reserved is free again', async () => {
  await using upstream = await FakeUpstream.start()
  await using gateway = await GatewayFixture.start({
    upstream: upstream.url,
    limits: { account: { concurrentRequests: 1, tokensPerMinute: 150 } },
    open: () => Promise.reject(new Error('full')),
  })
  for (let i = 0; i < 3; i++) assert.equal((await send(`${gateway.url}${chat}`, { body: '{"model":"m"}' })).status, 503)
  assert.equal(upstream.arrived.length, 0)
})

test('no path of the provider’s but the known ones is reached', async () => {
  await using upstream = await FakeUpstream.start()
  await using gateway = await GatewayFixture.start({ upstream: upstream.url })
  for (const path of ['/v1/files', '/v1/responses/../files', '/v1/chat/completions/', '/', '/metrics'])
    assert.equal((await send(`${gateway.url}${path}`, { body: '{}' })).status, 404, path)
  assert.equal(upstream.arrived.length, 0)
})
