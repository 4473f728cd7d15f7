/** Shows that tokens are reserved, corrected and paid for however a call ends, and that usage is seen where it is hidden. */
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test } from 'node:test'
import { type Answered, GatewayFixture, key, send } from './gateway.fixture.ts'
import { answering, FakeUpstream, streaming } from '../double.ts'

const chat = '/v1/chat/completions'

/** What is left of an account's tokens, as the next answer tells. */
function left({ headers }: Answered): number {
  return Number(headers['x-ratelimit-remaining-tokens'] ?? headers['anthropic-ratelimit-tokens-remaining'])
}

const limits = { account: { tokensPerMinute: 10_000 } }
const ask = '{"model":"m","max_tokens":1000}'
const reserved = 8 + 1000

async function told(upstream: FakeUpstream, gateway: GatewayFixture): Promise<number> {
  upstream.script = answering('{"error":{}}', 400)
  return left(await send(`${gateway.url}${chat}`, { body: ask })) + reserved
}

test('tokens are reserved before a call and corrected by what the provider counted', async () => {
  await using upstream = await FakeUpstream.start(
    answering(JSON.stringify({ choices: [], usage: { prompt_tokens: 30, completion_tokens: 470 } })),
  )
  await using gateway = await GatewayFixture.start({ upstream: upstream.url, limits })
  assert.equal(left(await send(`${gateway.url}${chat}`, { body: ask })), 10_000 - reserved)
  const now = await told(upstream, gateway)
  assert.ok(Math.abs(now - (10_000 - 500)) < 30, String(now))
})

test('more than was reserved is owed', async () => {
  await using upstream = await FakeUpstream.start(
    answering(JSON.stringify({ choices: [], usage: { prompt_tokens: 30, completion_tokens: 20_000 } })),
  )
  await using gateway = await GatewayFixture.start({ upstream: upstream.url, limits })
  await send(`${gateway.url}${chat}`, { body: ask })
  const refused = await send(`${gateway.url}${chat}`, { body: ask })
  assert.equal(refused.status, 429)
  assert.ok(Number(refused.headers['retry-after']) > 60)
})

test('an error costs no tokens', async () => {
  await using upstream = await FakeUpstream.start(answering('{"error":{}}', 500))
  await using gateway = await GatewayFixture.start({ upstream: upstream.url, limits })
  for (let i = 0; i < 20; i++) assert.equal((await send(`${gateway.url}${chat}`, { body: ask })).status, 500)
})

const chunk = (text: string): string =>
  `data: ${JSON.stringify({ id: 'c', choices: [{ index: 0, delta: { content: text } }], usage: null })}\n\n`
const usageChunk = `data: ${JSON.stringify({ id: 'c', choices: [], usage: { prompt_tokens: 11, completion_tokens: 22 } })}\n\n`
const stream = `${chunk('a')}${chunk('b')}${usageChunk}data: [DONE]\n\n`

test('usage of a stream is asked for where the client does not, and taken out again', async () => {
  await using upstream = await FakeUpstream.start(streaming(Buffer.from(stream), 10))
  await using gateway = await GatewayFixture.start({ upstream: upstream.url, limits })
  const body = '{"model":"m","stream":true}'
  const hidden = await send(`${gateway.url}${chat}`, { body })
  assert.equal(
    upstream.arrived[0]!.body.toString(),
    '{"model":"m","stream":true,"stream_options":{"include_usage":true}}',
  )
  assert.equal(hidden.body.toString(), `${chunk('a')}${chunk('b')}data: [DONE]\n\n`.replaceAll(',"usage":null', ''))
  const asked = '{"model":"m","stream":true,"stream_options":{"include_usage":true}}'
  const shown = await send(`${gateway.url}${chat}`, { body: asked })
  assert.equal(upstream.arrived[1]!.body.toString(), asked)
  assert.equal(shown.body.toString(), stream)
  const other = '{"model":"m","stream":true,"stream_options": {"include_obfuscation":false} }'
  await send(`${gateway.url}${chat}`, { body: other })
  assert.equal(
    upstream.arrived[2]!.body.toString(),
    '{"model":"m","stream":true,"stream_options": {"include_obfuscation":false,"include_usage":true} }',
  )
  for (const { outcome } of await gateway.recorded(3))
    assert.deepEqual(outcome?.usage, { inputTokens: 11, outputTokens: 22 })
})

test('usage is asked for in every place where a parser could look for the wish', async () => {
  await using upstream = await FakeUpstream.start(streaming(Buffer.from(stream)))
  await using gateway = await GatewayFixture.start({ upstream: upstream.url })
  const wish = '"stream_options":{"include_usage":true}'
  for (const options of [
    '"stream_options":{"include_usage":true},"stream_options":{"include_usage":false}',
    '"stream_options":{"include_usage":false},"stream_options":{"include_usage":false,"include_usage":true}',
  ]) {
    const answered = await send(`${gateway.url}${chat}`, { body: `{"model":"m","stream":true,${options}}` })
    assert.equal(upstream.arrived.at(-1)!.body.toString(), `{"model":"m","stream":true,${wish},${wish}}`)
    assert.doesNotMatch(answered.body.toString(), /prompt_tokens/)
  }
})

test('an upstream that is not to be asked for usage is not', async () => {
  await using upstream = await FakeUpstream.start(streaming(Buffer.from(stream)))
  await using gateway = await GatewayFixture.start({ upstream: upstream.url, rule: { injectsUsage: false } })
  const body = '{"model":"m","stream":true}'
  const answered = await send(`${gateway.url}${chat}`, { body })
  assert.equal(upstream.arrived[0]!.body.toString(), body)
  assert.equal(answered.body.toString(), stream)
})

test('a stream that the client closes early is paid for: its input and what was served', async () => {
  const words = Buffer.from(chunk('twelve bytes').repeat(4000))
  await using upstream = await FakeUpstream.start(streaming(words, 4000, 2))
  await using gateway = await GatewayFixture.start({ upstream: upstream.url, limits })
  const body = `{"model":"m","stream":true,"max_tokens":1,"messages":[{"role":"user","content":"${'x y '.repeat(1000)}"}]}`
  const socket = connect(gateway.listener.port, '127.0.0.1')
  socket.write(
    `POST ${chat} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  )
  let bytes = 0
  await new Promise<void>((resolve) => {
    socket.on('data', (data) => {
      bytes += data.length
      if (bytes > 100_000) resolve()
    })
  })
  socket.destroy()
  await gateway.recorded(1)
  const paid = 10_000 - (await told(upstream, gateway))
  // 1,000 tokens of input, and about 1,000 events of twelve bytes.
  assert.ok(paid > 3000 && paid < 6500, String(paid))
})

/** All tokens that were counted as used so far. */
async function paidIn(gateway: GatewayFixture): Promise<number> {
  const text = await gateway.metrics.registry.metrics()
  return [...text.matchAll(/tokens_total\{.*\} (\d+)/g)].reduce((sum, [, tokens]) => sum + Number(tokens), 0)
}

/** Sends a request on a connection of its own, which is closed when `isEnough` says so of what came. */
async function leave(gateway: GatewayFixture, body: string, isEnough: (text: string) => boolean): Promise<void> {
  const socket = connect(gateway.listener.port, '127.0.0.1')
  const host = `host: x\r\nauthorization: Bearer ${key}\r\ncontent-length: ${body.length}`
  socket.write(`POST ${chat} HTTP/1.1\r\n${host}\r\n\r\n${body}`)
  let text = ''
  await new Promise<void>((resolve) => {
    socket.on('data', (data) => {
      text += data.toString()
      if (isEnough(text)) resolve()
    })
    if (isEnough(text)) setTimeout(resolve, 100)
  })
  socket.destroy()
}

test('who leaves before the usage is told pays what was reserved: the model may have worked unseen', async () => {
  const body = '{"model":"m","stream":true,"max_tokens":1000}'
  for (const [events, isEnough] of [
    [chunk('Answer 42'), (text: string) => text.includes('42')],
    [chunk('a').replace('}]', '},"finish_reason":"stop"]'), (text: string) => text.includes('stop')],
    ['', () => true],
  ] as const) {
    await using upstream = await FakeUpstream.start((_, response) => {
      if (events === '') return
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(events)
    })
    await using gateway = await GatewayFixture.start({ upstream: upstream.url, limits })
    await leave(gateway, body, isEnough)
    await gateway.recorded(1)
    const paid = await paidIn(gateway)
    assert.ok(paid >= 1000 && paid < 1030, `${events}: ${paid}`)
    assert.ok((await told(upstream, gateway)) < 9600)
  }
})

test('usage that a stream told before it was left counts where it is more than what was reserved', async () => {
  const events = `${usageChunk.replace('22', '5000')}`
  await using upstream = await FakeUpstream.start((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(`${events}${chunk('there')}`)
  })
  await using gateway = await GatewayFixture.start({ upstream: upstream.url, limits })
  await leave(gateway, '{"model":"m","stream":true,"max_tokens":1000}', (text) => text.includes('there'))
  await gateway.recorded(1)
  assert.equal(await paidIn(gateway), 11 + 5000)
  assert.ok((await told(upstream, gateway)) < 7000)
})

test('places for streams are free again when streams end, however they end', async () => {
  await using upstream = await FakeUpstream.start(streaming(Buffer.from(stream), 10, 5))
  await using gateway = await GatewayFixture.start({
    upstream: upstream.url,
    limits: { key: { concurrentStreams: 2 } },
  })
  const body = '{"model":"m","stream":true}'
  for (let round = 0; round < 3; round++) {
    const all = await Promise.all([1, 2, 3].map(() => send(`${gateway.url}${chat}`, { body })))
    assert.deepEqual(all.map(({ status }) => status).sort(), [200, 200, 429])
  }
  upstream.script = (_, response) =>
    void response.writeHead(200, { 'content-type': 'text/event-stream' }).write(chunk('a'), () => response.destroy())
  for (let i = 0; i < 5; i++) assert.equal((await send(`${gateway.url}${chat}`, { body })).isCut, true)
})
