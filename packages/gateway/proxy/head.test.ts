/** A connection says the same again and again, until it does not. */
import assert from 'node:assert/strict'
import type { IncomingMessage } from 'node:http'
import { test } from 'node:test'
import { Connection } from './connection.ts'
import type { Upstream } from './upstream.ts'

const rule = { trustedProxies: undefined, ja4Header: undefined }

function requestOf(socket: object, headers: Readonly<Record<string, string>>): IncomingMessage {
  return { socket, headers, rawHeaders: Object.entries(headers).flat() } as unknown as IncomingMessage
}

/** What is seen of a client that sends these one after the other. */
function seenOn(connection: Connection, request: IncomingMessage, by: object = rule): object {
  return connection.headOf(request).clientOf(request, by as typeof rule)
}

test('requests of a connection that say the same share what is seen of the client, whatever the length of their bodies', () => {
  const [connection, socket] = [new Connection(), { remoteAddress: '127.0.0.1' }]
  const first = seenOn(connection, requestOf(socket, { accept: '*/*', 'content-length': '1' }))
  assert.deepEqual(first, { ip: '127.0.0.1', headers: { accept: '*/*' } })
  assert.equal(seenOn(connection, requestOf(socket, { accept: '*/*', 'content-length': '2' })), first)
})

test('what a connection says anew is seen anew, and so is what another one or another rule makes of it', () => {
  const [connection, socket] = [new Connection(), { remoteAddress: '127.0.0.1' }]
  const first = seenOn(connection, requestOf(socket, { accept: '*/*' }))
  assert.deepEqual(seenOn(connection, requestOf(socket, { accept: 'text/html' })), {
    ip: '127.0.0.1',
    headers: { accept: 'text/html' },
  })
  assert.deepEqual(seenOn(connection, requestOf(socket, { 'x-other': '*/*' })), {
    ip: '127.0.0.1',
    headers: { 'x-other': '*/*' },
  })
  const more = seenOn(connection, requestOf(socket, { 'user-agent': 'a', accept: '*/*' }))
  assert.deepEqual(more, { ip: '127.0.0.1', user_agent: 'a', headers: { accept: '*/*' } })
  assert.notEqual(seenOn(new Connection(), requestOf({ remoteAddress: '127.0.0.2' }, { accept: '*/*' })), first)
  const again = seenOn(connection, requestOf(socket, { accept: '*/*' }))
  assert.notEqual(seenOn(connection, requestOf(socket, { accept: '*/*' }), { ...rule }), again)
})

test('a connection that shows another key, or none, is not taken for who showed the one before', () => {
  const [connection, socket] = [new Connection(), { remoteAddress: '127.0.0.1' }]
  const secretOf = (headers: Readonly<Record<string, string>>): string | undefined =>
    connection.headOf(requestOf(socket, headers)).secret
  assert.equal(secretOf({ authorization: 'Bearer a' }), 'a')
  assert.equal(secretOf({ authorization: 'Bearer b' }), 'b')
  assert.equal(secretOf({}), undefined)
})

test('headers for another server, or with another encoding, are not those of the call before', () => {
  const [connection, socket] = [new Connection(), { remoteAddress: '127.0.0.1' }]
  const head = connection.headOf(requestOf(socket, { authorization: 'Bearer a', 'accept-encoding': 'br' }))
  const [one, other] = ['1', '2'].map((secret) => ({ credentials: ['x-api-key', secret] }) as unknown as Upstream)
  const same = { ofAnswer: false, ofBody: false }
  const first = head.headersTo(one!, same)
  assert.deepEqual(first, ['accept-encoding', 'br', 'x-api-key', '1'])
  assert.equal(head.headersTo(one!, same), first)
  assert.deepEqual(head.headersTo(other!, same), ['accept-encoding', 'br', 'x-api-key', '2'])
  assert.deepEqual(head.headersTo(other!, { ofAnswer: true, ofBody: false }), ['x-api-key', '2'])
})
