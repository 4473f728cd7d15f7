/** Shows that a body which is collected comes whole, however it was sent, and that afterwards all is as with any request. */
import assert from 'node:assert/strict'
import { createServer, request as sendRequest, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test, type TestContext } from 'node:test'
import { Incoming } from './incoming.ts'

/** A server that answers by `handle`; its port. */
async function listening(
  t: TestContext,
  handle: (request: Incoming, response: ServerResponse) => void,
): Promise<number> {
  const server = createServer({ IncomingMessage: Incoming }, handle)
  t.after(() => server.close().closeAllConnections())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

/** Sends these pieces one after the other, and answers what comes back. */
function sent(
  port: number,
  pieces: readonly string[],
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = sendRequest({ port, method: 'POST', headers }, (response) => {
      let text = ''
      response.on('data', (chunk: Buffer) => (text += chunk.toString())).on('end', () => resolve(text))
    })
    request.on('error', reject)
    const [piece, ...rest] = pieces
    if (piece === undefined) return void request.end()
    request.write(piece)
    setTimeout(() => request.end(rest.join('')), 20)
  })
}

function echo(request: Incoming, response: ServerResponse): void {
  const chunks: Buffer[] = []
  request.collect({
    take: (chunk) => void chunks.push(chunk),
    end: () => void response.end(Buffer.concat(chunks)),
  })
}

test('a body is collected whole, one after the other on the same connection', async (t) => {
  const port = await listening(t, echo)
  assert.equal(await sent(port, []), '')
  assert.equal(await sent(port, ['one']), 'one')
  assert.equal(await sent(port, ['one', 'two']), 'onetwo')
  assert.equal(await sent(port, ['one', 'two'], { 'content-length': '6' }), 'onetwo')
  const long = 'x'.repeat(1_000_000)
  assert.equal(await sent(port, [long, long]), long + long)
})

test('what comes when nobody collects any longer is a stream', async (t) => {
  const port = await listening(t, (request, response) => {
    request.collect({
      take: (chunk) => {
        request.release()
        let text = `${chunk.toString()}|`
        request.on('data', (later: Buffer) => (text += later.toString())).on('end', () => response.end(text))
      },
      end: () => response.end('collected'),
    })
  })
  assert.equal(await sent(port, ['one', 'two']), 'one|two')
})

test('a body of which something has come already cannot be collected', async (t) => {
  const port = await listening(t, (request, response) => {
    setTimeout(() => {
      assert.throws(() => request.collect({ take: () => {}, end: () => {} }), /come already/)
      response.end('refused')
    }, 20)
  })
  assert.equal(await sent(port, []), 'refused')
})
