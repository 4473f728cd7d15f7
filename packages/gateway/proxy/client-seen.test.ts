/** A connection says the same again and again, until it does not. */
import assert from 'node:assert/strict'
import type { IncomingMessage } from 'node:http'
import { test } from 'node:test'
import { clientSeen } from './client-seen.ts'

const rule = { trustedProxies: undefined, ja4Header: undefined }

function requestOf(socket: object, headers: Readonly<Record<string, string>>): IncomingMessage {
  return { socket, headers, rawHeaders: Object.entries(headers).flat() } as unknown as IncomingMessage
}

test('requests of a connection that say the same share what is seen of the client, whatever the length of their bodies', () => {
  const socket = { remoteAddress: '127.0.0.1' }
  const first = clientSeen(requestOf(socket, { accept: '*/*', 'content-length': '1' }), rule)
  assert.deepEqual(first, { ip: '127.0.0.1', headers: { accept: '*/*' } })
  assert.equal(clientSeen(requestOf(socket, { accept: '*/*', 'content-length': '2' }), rule), first)
})

test('what a connection says anew is seen anew, and so is what another one or another rule makes of it', () => {
  const socket = { remoteAddress: '127.0.0.1' }
  const first = clientSeen(requestOf(socket, { accept: '*/*' }), rule)
  assert.deepEqual(clientSeen(requestOf(socket, { accept: 'text/html' }), rule)['headers'], { accept: 'text/html' })
  assert.deepEqual(clientSeen(requestOf(socket, { 'x-other': '*/*' }), rule)['headers'], { 'x-other': '*/*' })
  const more = clientSeen(requestOf(socket, { 'user-agent': 'a', accept: '*/*' }), rule)
  assert.deepEqual(more, { ip: '127.0.0.1', user_agent: 'a', headers: { accept: '*/*' } })
  assert.notEqual(clientSeen(requestOf({ remoteAddress: '127.0.0.2' }, { accept: '*/*' }), rule), first)
  const again = clientSeen(requestOf(socket, { accept: '*/*' }), rule)
  assert.notEqual(clientSeen(requestOf(socket, { accept: '*/*' }), { ...rule }), again)
})
