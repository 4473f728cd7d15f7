/** Shows that no upstream and no client, however odd, ends the process, hangs a client or holds a place for ever. */
import assert from 'node:assert/strict'
import { connect, createServer, type AddressInfo } from 'node:net'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { answering, FakeUpstream } from '../double.ts'
import { type Enforcer, nothing } from '../verdict.ts'
import { GatewayFixture, key, send } from './gateway.fixture.ts'

/** A server that answers every connection with these bytes. */
async function raw(answer: Buffer): Promise<{ url: URL } & AsyncDisposable> {
  const server = createServer((socket) => socket.on('error', () => {}).once('data', () => socket.end(answer)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    [Symbol.asyncDispose]: () => new Promise((resolve) => void server.close(() => resolve())),
  }
}

const model = '{"model":"m"}'

for (const reason of ['Requ\xeate incorrecte', 'Requ\xc3\xaate incorrecte'])
  test(`an answer passes whatever its reason phrase: ${JSON.stringify(reason)}`, async () => {
    await using upstream = await raw(
      Buffer.from(`HTTP/1.1 400 ${reason}\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}`, 'latin1'),
    )
    await using gateway = await GatewayFixture.start({ upstream: upstream.url })
    const { status, body } = await send(`${gateway.url}/v1/chat/completions`, { body: model })
    assert.deepEqual([status, body.toString()], [400, '{}'])
  })

test('a stream of announced length ends for the client though its usage was taken out', { timeout: 5000 }, async () => {
  const events = 'data: {"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":1}}\n\ndata: [DONE]\n\n'
  await using upstream = await FakeUpstream.start(
    (_, response) =>
      void response
        .writeHead(200, { 'content-type': 'text/event-stream', 'content-length': String(events.length) })
        .end(events),
  )
  await using gateway = await GatewayFixture.start({ upstream: upstream.url })
  const answered = await send(`${gateway.url}/v1/chat/completions`, { body: '{"model":"m","stream":true}' })
  assert.deepEqual([answered.isCut, answered.body.toString()], [false, 'data: [DONE]\n\n'])
})

test('a client that never reads gives its places back', { timeout: 8000 }, async () => {
  const piece = `data: ${'x'.repeat(65_000)}\n\n`
  await using upstream = await FakeUpstream.start((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    const fill = (): void => {
      while (!response.destroyed && response.write(piece));
    }
    response.on('drain', fill)
    fill()
  })
  await using gateway = await GatewayFixture.start({ upstream: upstream.url, rule: { idleTimeoutMs: 500 } })
  const socket = connect(gateway.listener.port, '127.0.0.1').on('error', () => {})
  const body = '{"model":"m","stream":true}'
  socket.pause()
  socket.write(
    `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  )
  for (let i = 0; i < 60 && gateway.records[0]?.outcome === undefined; i++)
    await new Promise((resolve) => setTimeout(resolve, 50))
  socket.destroy()
  assert.equal(gateway.records[0]?.outcome?.ending, 'client aborted')
  assert.equal(upstream.abortedAt.length, 1)
})

test('the log tells why an upstream did not answer, and the client does not hear where it is', async () => {
  await using gateway = await GatewayFixture.start({ upstream: new URL('http://127.0.0.1:1') })
  const answered = await send(`${gateway.url}/v1/chat/completions`, { body: model })
  assert.equal(answered.status, 502)
  assert.doesNotMatch(answered.body.toString(), /127\.0\.0\.1/)
  assert.match(gateway.logged.join('\n'), /"upstream":"http:\/\/127\.0\.0\.1:1","code":"ECONNREFUSED"/)
})

test('a secret that no header can hold is told as such', async () => {
  const upstream = new URL('http://127.0.0.1:1')
  await assert.rejects(GatewayFixture.start({ upstream, rule: { secret: 'a\nb' } }), /secret of upstream http:\/\/127/)
})

test('an answer that came compressed though it must be hardened is withheld for that reason', async () => {
  const steps = { of: () => ({ ...nothing, stripsLogprobs: true }), close: () => {} } as unknown as Enforcer
  await using upstream = await FakeUpstream.start(
    answering(gzipSync('{}'), 200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }),
  )
  await using gateway = await GatewayFixture.start({ upstream: upstream.url, enforcer: steps })
  assert.equal((await send(`${gateway.url}/v1/chat/completions`, { body: model })).status, 502)
  assert.match(gateway.logged.join('\n'), /"reason":"upstream compressed"/)
})

test('a refused request without a body leaves its connection open', async () => {
  await using gateway = await GatewayFixture.start({ upstream: new URL('http://127.0.0.1:1') })
  const socket = connect(gateway.listener.port, '127.0.0.1')
  socket.write('GET /nowhere HTTP/1.1\r\nhost: x\r\n\r\n')
  const answer = await new Promise<string>((resolve) => socket.once('data', (bytes: Buffer) => resolve(String(bytes))))
  socket.destroy()
  assert.match(answer, /^HTTP\/1\.1 404/)
  assert.doesNotMatch(answer, /connection: close/i)
})

test('garbage in the middle of an answer cuts it, and nothing is written into it', async () => {
  await using upstream = await FakeUpstream.start(
    (_, response) => void response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: {}\n\n'),
  )
  await using gateway = await GatewayFixture.start({ upstream: upstream.url })
  const socket = connect(gateway.listener.port, '127.0.0.1').on('error', () => {})
  let all = ''
  const head = `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\n`
  socket.write(`${head}content-length: ${model.length}\r\n\r\n${model}`)
  socket.on('data', (bytes: Buffer) => {
    all += bytes.toString()
    if (all.includes('data: {}')) socket.write('\0garbage\r\n\r\n')
  })
  await new Promise((resolve) => socket.once('close', resolve))
  assert.doesNotMatch(all, /400/)
})

test('what a client calls its model takes 128 characters of a log line at most', async () => {
  await using upstream = await FakeUpstream.start()
  await using gateway = await GatewayFixture.start({ upstream: upstream.url })
  await send(`${gateway.url}/v1/chat/completions`, { body: `{"model":"${'m'.repeat(10_000)}"}` })
  await gateway.recorded(1)
  assert.ok(gateway.logged.length > 0 && gateway.logged.every((line) => line.length < 600))
})

test('where GET is, OPTIONS tells of HEAD', async () => {
  await using gateway = await GatewayFixture.start({ upstream: new URL('http://127.0.0.1:1') })
  const { headers } = await send(`${gateway.url}/v1/models`, { method: 'OPTIONS' })
  assert.match(String(headers.allow), /HEAD/)
})
