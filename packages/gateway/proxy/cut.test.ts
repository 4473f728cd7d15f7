/** Shows what happens when somebody goes away, is slow, or says more than is wanted. */
import assert from 'node:assert/strict'
import { connect, type Socket } from 'node:net'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { GatewayFixture, key, send } from './gateway.fixture.ts'
import { answering, FakeUpstream, streaming } from '../double.ts'

const event = (text: string): string => `data: {"id":"c","choices":[{"index":0,"delta":{"content":"${text}"}}]}\n\n`
const endless = Buffer.from(event('word ').repeat(10_000))
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Opens a connection and sends what is given as it stands. */
function dial(port: number, text: string): Socket {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {})
  socket.write(text)
  return socket
}

function post(path: string, body: string, more = ''): string {
  return `POST ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n${more}\r\n${body}`
}

async function until(condition: () => boolean, ms = 2000): Promise<void> {
  const end = performance.now() + ms
  while (!condition() && performance.now() < end) await wait(1)
  assert.ok(condition(), 'it did not come to that')
}

test('a client that goes away in the middle of a stream closes the upstream within 50 ms, and what was served is recorded', async () => {
  await using upstream = await FakeUpstream.start(streaming(endless, 100, 5))
  await using gateway = await GatewayFixture.start({ upstream: upstream.url })
  const delays: number[] = []
  for (let i = 0; i < 5; i++) {
    const socket = dial(gateway.listener.port, post('/v1/chat/completions', '{"model":"m","stream":true}'))
    await new Promise((resolve) => socket.once('data', resolve))
    await wait(20)
    const leftAt = performance.now()
    socket.destroy()
    await until(() => upstream.abortedAt.length === i + 1)
    delays.push(upstream.abortedAt[i]! - leftAt)
  }
  assert.ok(delays.sort((a, b) => a - b)[2]! < 50, String(delays))
  const records = await gateway.recorded(5)
  for (const { outcome } of records) {
    assert.equal(outcome?.ending, 'client aborted')
    assert.equal(outcome?.status, 200)
    assert.match(JSON.stringify(outcome?.response), /word word/)
  }
})

for (const [name, compress] of [
  ['', undefined],
  [', compressed', gzipSync],
] as const)
  test(`a client that leaves at the end marker has had its whole answer, as official kits do${name}`, async () => {
    const usage = 'data: {"id":"c","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4}}\n\n'
    const whole = Buffer.from(`${event('one')}${usage}data: [DONE]\n\n`)
    const sent = compress === undefined ? whole : compress(whole)
    await using upstream = await FakeUpstream.start((_, response) => {
      const encoding = compress === undefined ? {} : { 'content-encoding': 'gzip' }
      response.writeHead(200, { 'content-type': 'text/event-stream', ...encoding }).write(sent)
    })
    await using gateway = await GatewayFixture.start({ upstream: upstream.url })
    const body = '{"model":"m","stream":true,"stream_options":{"include_usage":true}}'
    const socket = dial(gateway.listener.port, post('/v1/chat/completions', body))
    let received = Buffer.alloc(0)
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk])
      if (received.includes(sent)) socket.destroy()
    })
    const [record] = await gateway.recorded(1)
    assert.equal(record?.outcome?.ending, 'complete')
    assert.deepEqual(record?.outcome?.usage, { inputTokens: 3, outputTokens: 4 })
    await until(() => upstream.abortedAt.length === 1)
  })

test('a client that goes away before there is an answer closes the upstream too', async () => {
  await using upstream = await FakeUpstream.start(() => {})
  await using gateway = await GatewayFixture.start({ upstream: upstream.url })
  const socket = dial(gateway.listener.port, post('/v1/messages', '{"model":"m"}'))
  await until(() => upstream.arrived.length === 1)
  socket.destroy()
  await until(() => upstream.abortedAt.length === 1)
  assert.equal((await gateway.recorded(1))[0]?.outcome?.status, 499)
})

for (const [name, headers] of [
  ['a stream', { 'content-type': 'text/event-stream' }],
  ['a body of announced length', { 'content-type': 'application/json', 'content-length': '1000' }],
] as const)
  test(`an upstream that is cut in the middle of ${name} is a cut for the client, with what came before`, async () => {
    await using upstream = await FakeUpstream.start(async (_, response) => {
      response.writeHead(200, headers)
      response.write(event('one'))
      await wait(30)
      response.socket!.destroy()
    })
    await using gateway = await GatewayFixture.start({ upstream: upstream.url })
    const answered = await send(`${gateway.url}/v1/chat/completions`, {
      body: '{"model":"m","stream":true,"stream_options":{"include_usage":true}}',
    })
    assert.equal(answered.isCut, true)
    assert.equal(answered.body.toString(), event('one'))
    assert.equal((await gateway.recorded(1))[0]?.outcome?.ending, 'upstream cut')
  })

test('all that came before a cut arrives: half an event of a stream that is looked through, and what a slow reader has yet to read', async () => {
  await using upstream = await FakeUpstream.start(async (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(`${event('one')}data: {"id":"c","cho`)
    await wait(30)
    response.socket!.destroy()
  })
  await using gateway = await GatewayFixture.start({ upstream: upstream.url })
  const answered = await send(`${gateway.url}/v1/chat/completions`, { body: '{"model":"m","stream":true}' })
  assert.equal(answered.isCut, true)
  assert.equal(answered.body.toString(), `${event('one')}data: {"id":"c","cho`)
  const bytes = Buffer.alloc(4 * 1024 * 1024, event('padding '))
  upstream.script = (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'content-length': bytes.length + 1 }).write(bytes)
    response.socket!.destroySoon()
  }
  const socket = dial(gateway.listener.port, post('/v1/messages', '{"model":"m","stream":true}'))
  let received = 0
  socket.on('data', (chunk: Buffer) => {
    received += chunk.length
    socket.pause()
    setImmediate(() => socket.resume())
  })
  await new Promise((resolve) => socket.once('close', resolve))
  assert.ok(received > bytes.length, String(received))
})

test('a slow reader slows the upstream down: memory does not grow with what is not read', async () => {
  const bytes = Buffer.alloc(200 * 1024 * 1024, event('padding '))
  let sent = 0
  await using upstream = await FakeUpstream.start(async (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    for (let at = 0; at < bytes.length && !response.destroyed; at += 65_536) {
      const isTaken = response.write(bytes.subarray(at, at + 65_536))
      sent = at
      if (!isTaken) await new Promise<void>((resolve) => response.once('drain', resolve).once('close', () => resolve()))
    }
    response.end()
  })
  await using gateway = await GatewayFixture.start({ upstream: upstream.url, deployment: { inspectedBytesMax: 1024 } })
  const socket = dial(gateway.listener.port, post('/v1/chat/completions', '{"model":"m","stream":true}'))
  socket.pause()
  await until(() => sent > 0)
  let before = -1
  while (sent !== before) {
    before = sent
    await wait(300)
  }
  // Kernel buffers of two connections hold some megabytes; nothing else may.
  assert.ok(sent < 24 * 1024 * 1024, `the upstream could send ${sent} bytes to a reader that reads none`)
  socket.destroy()
})

test('an upstream that cannot be reached is a 502 in the provider’s shape, and names no address', async () => {
  const upstream = await FakeUpstream.start()
  const { url } = upstream
  await upstream[Symbol.asyncDispose]()
  await using gateway = await GatewayFixture.start({ upstream: url })
  const answered = await send(`${gateway.url}/v1/messages`, { body: '{"model":"m"}' })
  assert.equal(answered.status, 502)
  assert.equal((JSON.parse(answered.body.toString()) as { error: { type: string } }).error.type, 'api_error')
  assert.equal(answered.headers['x-should-retry'], 'true')
  assert.doesNotMatch(answered.body.toString(), /127\.0\.0\.1|ECONN|upstream-secret/)
  assert.equal((await gateway.recorded(1))[0]?.outcome?.status, 502)
})

test('an upstream that never begins to answer is a 504', async () => {
  await using upstream = await FakeUpstream.start(() => {})
  await using gateway = await GatewayFixture.start({ upstream: upstream.url, rule: { headersTimeoutMs: 100 } })
  const answered = await send(`${gateway.url}/v1/chat/completions`, { body: '{"model":"m"}' })
  assert.equal(answered.status, 504)
})

test('the connection goes on after errors: one after the other on the same one', async () => {
  await using upstream = await FakeUpstream.start(answering('{"ok":true}'))
  await using gateway = await GatewayFixture.start({ upstream: upstream.url })
  const socket = dial(gateway.listener.port, '')
  let text = ''
  socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')))
  const bodies = ['{"model":"m"}', 'no JSON', '{"model":"m"}', '[]', '{"model":7}', '{"model":"m"}']
  for (const [i, body] of bodies.entries()) {
    socket.write(post('/v1/chat/completions', body))
    await until(() => text.split('HTTP/1.1 ').length === i + 2)
  }
  assert.deepEqual(
    [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status),
    ['200', '400', '200', '400', '400', '200'],
  )
  assert.equal(upstream.arrived.length, 3)
  socket.destroy()
})

test('a body that is too large is refused: announced before it is read, unannounced at the byte too much', async () => {
  await using upstream = await FakeUpstream.start()
  await using gateway = await GatewayFixture.start({ upstream: upstream.url, request: { bodyBytesMax: 1000 } })
  const announced = dial(
    gateway.listener.port,
    `POST /v1/messages HTTP/1.1\r\nhost: x\r\nx-api-key: ${key}\r\ncontent-length: 1001\r\n\r\n`,
  )
  const [chunk] = (await once(announced)) as [Buffer]
  assert.match(chunk.toString(), /^HTTP\/1\.1 413 .*request_too_large/s)
  const chunked = dial(
    gateway.listener.port,
    `POST /v1/messages HTTP/1.1\r\nhost: x\r\nx-api-key: ${key}\r\ntransfer-encoding: chunked\r\n\r\n3e9\r\n${'x'.repeat(1001)}\r\n`,
  )
  const [other] = (await once(chunked)) as [Buffer]
  assert.match(other.toString(), /^HTTP\/1\.1 413 /)
  assert.equal(upstream.arrived.length, 0)
  announced.destroy()
  chunked.destroy()
})

function once(socket: Socket): Promise<unknown[]> {
  return new Promise((resolve) => socket.once('data', (...chunks) => resolve(chunks)))
}

test('a body of 50 MB passes', async () => {
  await using upstream = await FakeUpstream.start()
  await using gateway = await GatewayFixture.start({ upstream: upstream.url })
  const body = Buffer.from(
    `{"model":"m","messages":[{"role":"user","content":"${'x'.repeat(50 * 1024 * 1024 - 100)}"}]}`,
  )
  const answered = await send(`${gateway.url}/v1/chat/completions`, { body })
  assert.equal(answered.status, 200)
  assert.ok(upstream.arrived[0]!.body.equals(body))
})

test('slow heads and slow bodies end, and hold nothing of the upstream', async () => {
  await using upstream = await FakeUpstream.start()
  await using gateway = await GatewayFixture.start({
    upstream: upstream.url,
    request: { headersTimeoutMs: 300, bodyTimeoutMs: 300 },
  })
  const head = dial(gateway.listener.port, 'POST /v1/messages HTTP/1.1\r\nhost: x\r\nx-a: ')
  const headText = text(head)
  const drip = setInterval(() => head.write('a'), 50)
  const body = dial(
    gateway.listener.port,
    `POST /v1/messages HTTP/1.1\r\nhost: x\r\nx-api-key: ${key}\r\ncontent-length: 100\r\n\r\n{`,
  )
  const bodyText = text(body)
  const dripBody = setInterval(() => body.write(' '), 50)
  assert.match(await bodyText, /^HTTP\/1\.1 408 .*timeout_error/s)
  assert.match(await headText, /^HTTP\/1\.1 408 /)
  clearInterval(drip)
  clearInterval(dripBody)
  assert.equal(upstream.arrived.length, 0)
})

/** All that comes until the other side ends. */
function text(socket: Socket): Promise<string> {
  let all = ''
  socket.on('data', (chunk: Buffer) => (all += chunk.toString('latin1')))
  return new Promise((resolve) => socket.once('close', () => resolve(all)))
}

test('a client that waits for 100 is told to go on only when its key is good', async () => {
  await using upstream = await FakeUpstream.start()
  await using gateway = await GatewayFixture.start({ upstream: upstream.url })
  const head = (secret: string): string =>
    `POST /v1/messages HTTP/1.1\r\nhost: x\r\nx-api-key: ${secret}\r\nexpect: 100-continue\r\ncontent-length: 13\r\n\r\n`
  const good = dial(gateway.listener.port, head(key))
  const [first] = (await once(good)) as [Buffer]
  assert.match(first.toString(), /^HTTP\/1\.1 100 Continue\r\n\r\n$/)
  good.write('{"model":"m"}')
  const [second] = (await once(good)) as [Buffer]
  assert.match(second.toString(), /^HTTP\/1\.1 200 OK/)
  good.destroy()
  const bad = dial(gateway.listener.port, head('shk_wrong'))
  assert.match(await text(bad), /^HTTP\/1\.1 401 /)
  assert.equal(upstream.arrived.length, 1)
})

test('OPTIONS is answered here, HEAD goes where GET goes', async () => {
  await using upstream = await FakeUpstream.start()
  await using gateway = await GatewayFixture.start({ upstream: upstream.url })
  const options = await send(`${gateway.url}/v1/messages`, { method: 'OPTIONS', headers: [] })
  assert.equal(options.status, 204)
  assert.equal(options.headers.allow, 'POST, OPTIONS')
  assert.equal(upstream.arrived.length, 0)
  const head = await send(`${gateway.url}/v1/models`, { method: 'HEAD' })
  assert.equal(head.status, 200)
  assert.equal(upstream.arrived[0]?.method, 'HEAD')
})
