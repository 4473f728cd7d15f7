/** Shows that bytes pass unchanged, both ways: every published stream and body, in any pieces, headers included. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { readConversation } from '@stillhunt/core/interaction'
import { GatewayFixture, key, send } from './gateway.fixture.ts'
import { bodyFiles, pathOf, skip, streams } from './published.fixture.ts'
import { answering, FakeUpstream, streaming } from '../double.ts'

const body = JSON.stringify({ model: 'm', stream: true, stream_options: { include_usage: true }, messages: [] })

for (const [name, chunkBytes] of [
  ['whole', Infinity],
  ['pieces of 1024 bytes', 1024],
  ['pieces of 7 bytes', 7],
  ['single bytes', 1],
] as const)
  test(`every published stream arrives byte for byte: ${name}`, { skip, timeout: 120_000 }, async () => {
    await using upstream = await FakeUpstream.start()
    await using gateway = await GatewayFixture.start({ upstream: upstream.url })
    // Single bytes of the longest streams take minutes and show nothing new.
    const all = streams().filter(({ bytes }) => bytes.length / chunkBytes < 30_000)
    assert.ok(all.length >= 50, String(all.length))
    for (const { name: stream, path, bytes } of all) {
      upstream.script = streaming(bytes, Math.min(chunkBytes, bytes.length))
      const answered = await send(`${gateway.url}${path}`, { body })
      assert.equal(answered.status, 200)
      assert.ok(answered.body.equals(bytes), stream)
    }
    assert.deepEqual(
      gateway.logged.filter((line) => line.includes('fault')),
      [],
    )
  })

test('line endings of the other kind arrive as they are, and read the same', { skip }, async () => {
  await using upstream = await FakeUpstream.start()
  await using gateway = await GatewayFixture.start({ upstream: upstream.url })
  for (const { name, path, bytes } of streams('\r\n')) {
    upstream.script = streaming(bytes, 1000)
    const answered = await send(`${gateway.url}${path}`, { body })
    assert.ok(answered.body.equals(bytes), name)
  }
})

test('every published body arrives byte for byte, and is recorded as what it is', { skip }, async () => {
  await using upstream = await FakeUpstream.start()
  await using gateway = await GatewayFixture.start({ upstream: upstream.url })
  let count = 0
  for (const file of bodyFiles()) {
    const path = pathOf(file)
    const bytes = readFileSync(file)
    upstream.script = answering(bytes)
    const answered = await send(`${gateway.url}${path}`, { body: '{"model":"m"}' })
    assert.ok(answered.body.equals(bytes), file)
    count += 1
    const { intent, outcome } = (await gateway.recorded(count)).at(-1)!
    const response = JSON.parse(Buffer.from(outcome!.response as Uint8Array).toString()) as unknown
    assert.deepEqual(
      readConversation(intent.dialect, {}, response),
      readConversation(intent.dialect, {}, JSON.parse(bytes.toString())),
    )
  }
  assert.ok(count >= 60, String(count))
})

test('compressed answers arrive as they are, and a copy is read', async () => {
  const plain = Buffer.from(JSON.stringify({ id: 'c', choices: [], usage: { prompt_tokens: 7, completion_tokens: 5 } }))
  const compressed = { gzip: gzipSync(plain), br: brotliCompressSync(plain), zstd: zstdCompressSync(plain) }
  await using upstream = await FakeUpstream.start()
  await using gateway = await GatewayFixture.start({ upstream: upstream.url })
  let count = 0
  for (const [encoding, bytes] of Object.entries(compressed)) {
    upstream.script = answering(bytes, 200, { 'content-type': 'application/json', 'content-encoding': encoding })
    const answered = await send(`${gateway.url}/v1/chat/completions`, { body: '{"model":"m"}' })
    assert.equal(answered.headers['content-encoding'], encoding)
    assert.ok(answered.body.equals(bytes), encoding)
    count += 1
    const { outcome } = (await gateway.recorded(count)).at(-1)!
    assert.deepEqual(outcome?.usage, { inputTokens: 7, outputTokens: 5 })
  }
})

test('a request goes on byte for byte: unknown members, duplicates, large numbers, white space, unknown headers', async () => {
  await using upstream = await FakeUpstream.start()
  await using gateway = await GatewayFixture.start({ upstream: upstream.url })
  const odd =
    '{ "model":"a", "model" : "b",\r\n "seed":12345678901234567890, "x_new":{"ä":[1e400,"\\ud83d"]}, "messages":[] }'
  const headers = [
    'Authorization',
    `Bearer ${key}`,
    'Content-Type',
    'application/json',
    'User-Agent',
    'My SDK/1.0 (ÿ)',
    'X-Weird-CASE',
    'kept',
    'x-weird-case',
    'twice',
    'OpenAI-Beta',
    'assistants=v2',
    'X-Empty',
    '',
  ]
  await send(`${gateway.url}/v1/chat/completions?beta=true&x=%20y`, { body: odd, headers })
  const arrived = upstream.arrived[0]!
  assert.equal(arrived.body.toString(), odd)
  assert.equal(arrived.url, '/v1/chat/completions?beta=true&x=%20y')
  assert.deepEqual(arrived.rawHeaders.slice(0, 2), ['host', upstream.url.host])
  const shown = arrived.rawHeaders.join('\n')
  for (const pair of [
    'User-Agent\nMy SDK/1.0 (ÿ)',
    'X-Weird-CASE\nkept\nx-weird-case\ntwice',
    'OpenAI-Beta\nassistants=v2',
    'X-Empty\n',
  ])
    assert.ok(shown.includes(pair), `${pair} in ${shown}`)
  assert.equal(arrived.headers.authorization, 'Bearer upstream-secret')
  assert.ok(!shown.includes(key))
})

test('answers of every status pass with their words, headers and bodies', async () => {
  await using upstream = await FakeUpstream.start()
  await using gateway = await GatewayFixture.start({ upstream: upstream.url })
  const html = '<html><head><title>502 Bad Gateway</title></head></html>'
  for (const [status, type, text] of [
    [502, 'text/html', html],
    [529, 'application/json', '{"type":"error","error":{"type":"overloaded_error"}}'],
    [429, 'application/json', '{"error":{"code":"insufficient_quota"}}'],
    [400, 'application/json', '{"error":'],
    [500, 'text/plain', ''],
    [299, 'application/octet-stream', '\0\u00ff'],
  ] as const) {
    upstream.script = answering(text, status, {
      'Content-Type': type,
      'Retry-After-Ms': '7',
      'x-should-retry': 'false',
      'X-Request-Id': 'req_9',
    })
    const answered = await send(`${gateway.url}/v1/messages`, { body: '{"model":"m"}' })
    assert.equal(answered.status, status)
    assert.equal(answered.body.toString(), text)
    for (const [name, value] of [
      ['Retry-After-Ms', '7'],
      ['x-should-retry', 'false'],
      ['X-Request-Id', 'req_9'],
    ] as const)
      assert.equal(answered.rawHeaders[answered.rawHeaders.indexOf(name) + 1], value)
  }
})

test('an answer differs from the upstream’s in the headers that the guide lists, and no others', async () => {
  await using upstream = await FakeUpstream.start(
    answering('{"id":"x"}', 200, {
      'content-type': 'application/json',
      date: 'Thu, 01 Jan 2026 00:00:00 GMT',
      'set-cookie': 'a=1',
      server: 'model',
    }),
  )
  await using gateway = await GatewayFixture.start({ upstream: upstream.url })
  const direct = await send(new URL('/v1/chat/completions', upstream.url).href, { body: '{}' })
  const through = await send(`${gateway.url}/v1/chat/completions`, { body: '{}' })
  const without = (raw: readonly string[], ...names: readonly string[]): string[] =>
    raw.filter((_, i) => !names.includes(raw[i - (i % 2)]!.toLowerCase()))
  const ours = ['x-stillhunt-id', 'connection', 'keep-alive', 'transfer-encoding', 'set-cookie']
  assert.deepEqual(without(through.rawHeaders, ...ours), without(direct.rawHeaders, ...ours))
  assert.match(through.headers['x-stillhunt-id'] as string, /^[0-9a-f-]{36}$/)
  assert.equal(through.headers['set-cookie'], undefined)
})

test('the organisation and the project that pay are the operator’s to choose', async () => {
  await using upstream = await FakeUpstream.start()
  await using gateway = await GatewayFixture.start({ upstream: upstream.url })
  const own = ['OpenAI-Organization', 'org_other', 'openai-project', 'proj_other', 'OpenAI-Beta', 'kept']
  await send(`${gateway.url}/v1/chat/completions`, { body: '{}', headers: ['authorization', `Bearer ${key}`, ...own] })
  const { headers } = upstream.arrived[0]!
  assert.equal(headers['openai-beta'], 'kept')
  assert.equal(headers['openai-organization'], undefined)
  assert.equal(headers['openai-project'], undefined)
})

test('where anything limits a request the upstream’s own limits are not told, whether ours have headers or not', async () => {
  const told = { 'x-ratelimit-remaining-tokens': '7', 'anthropic-ratelimit-requests-limit': '8' }
  await using upstream = await FakeUpstream.start(answering('{}', 200, told))
  for (const [limits, isTold] of [
    [{ account: { tokensPerDay: 1000 } }, false],
    [{ key: { concurrentRequests: 5 } }, false],
    [{ global: { concurrentStreams: 5 } }, false],
    [{ account: {} }, true],
    [{}, true],
  ] as const) {
    await using gateway = await GatewayFixture.start({ upstream: upstream.url, limits })
    const { headers } = await send(`${gateway.url}/v1/embeddings`, { body: '{"model":"m"}' })
    assert.equal(headers['x-ratelimit-remaining-tokens'] !== undefined, isTold, JSON.stringify(limits))
    const message = { body: '{"model":"m","max_tokens":1}', headers: ['x-api-key', key] }
    const anthropic = await send(`${gateway.url}/v1/messages`, message)
    assert.equal(anthropic.headers['anthropic-ratelimit-requests-limit'] !== undefined, isTold, JSON.stringify(limits))
  }
})
