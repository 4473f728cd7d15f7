/** Shows that no upstream and no client, however odd, ends the process, hangs a client or holds a place for ever. */
import assert from 'node:assert/strict'
import { connect, createServer, type AddressInfo } from 'node:net'
import { test } from 'node:test'
import { FakeUpstream } from '../double.ts'
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
