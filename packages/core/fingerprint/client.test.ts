// Of a client its network, its TLS fingerprint and the headers that it always sends are kept, and nothing of a single call.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Client } from '../interaction.ts'
import { addressPrefix, fingerprintClient } from './client.ts'
import { KeyedHash, secretBytes } from './keyed-hash.ts'

const hash = new KeyedHash(new Uint8Array(secretBytes).fill(6))
const read = (client: Client | undefined): ReturnType<typeof fingerprintClient> => fingerprintClient(hash, client)

const prefixes: readonly (readonly [address: string, prefix: string])[] = [
  ['203.0.113.7', '203.0.113'],
  ['203.0.113.255', '203.0.113'],
  ['2001:db8:1:2::9', '2001:db8:1'],
  ['2001:DB8:0001:ffff::', '2001:db8:1'],
  ['2001:db8::1', '2001:db8:0'],
  ['::1', '0:0:0'],
  ['::ffff:203.0.113.7', '203.0.113'],
  ['::FFFF:203.0.113.7', '203.0.113'],
  ['localhost', ''],
  ['', ''],
]

for (const [address, prefix] of prefixes)
  test(`the network of ${address || 'nothing'} is ${prefix || 'unknown'}`, () =>
    assert.equal(addressPrefix(address), prefix))

test('neighbours share their network, not their address', () => {
  const [a, b, far] = ['198.51.100.1', '198.51.100.2', '198.51.101.1'].map((ip) => read({ ip }))
  assert.notEqual(a!.address, b!.address)
  assert.equal(a!.prefix, b!.prefix)
  assert.notEqual(a!.prefix, far!.prefix)
})

test('an IPv4 address in IPv6 clothes is the same address', () => {
  assert.deepEqual(read({ ip: '::ffff:198.51.100.1' }), read({ ip: '198.51.100.1' }))
  assert.deepEqual(read({ ip: '2001:DB8::A' }), read({ ip: '2001:db8::a' }))
})

test('what a record lacks stays 0', () => {
  const nothing = { address: 0n, prefix: 0n, ja4: 0n, headers: 0n }
  for (const client of [undefined, {}, { asn: 64500, country: 'FR' }, { ip: '' }])
    assert.deepEqual(read(client), nothing)
  assert.deepEqual({ ...read({ ja4: 'x' }), ja4: 0n }, nothing)
  assert.deepEqual({ ...read({ userAgent: 'x' }), headers: 0n }, nothing)
})

const agent: Client = {
  userAgent: 'tool/1.0',
  sdk: 'sdk/2',
  headers: [
    ['accept', '*/*'],
    ['x-stainless-os', 'Linux'],
  ],
}

const ofOneCall: readonly (readonly [name: string, value: string])[] = [
  ['x-request-id', 'r1'],
  ['content-length', '512'],
  ['authorization', 'Bearer secret'],
  ['x-api-key', 'k'],
  ['cookie', 'c=1'],
  ['date', 'today'],
  ['traceparent', '00-1'],
  ['x-stainless-retry-count', '1'],
  ['x-stainless-timeout', '600'],
  ['idempotency-key', 'i'],
  ['x-forwarded-for', '10.0.0.1'],
  ['session-id', 's'],
]

for (const header of ofOneCall)
  test(`${header[0]} belongs to one call and is left out`, () =>
    assert.equal(read({ ...agent, headers: [...agent.headers!, header] }).headers, read(agent).headers))

const ofTheClient: readonly (readonly [what: string, client: Client])[] = [
  ['the user agent', { ...agent, userAgent: 'tool/1.1' }],
  ['the SDK', { ...agent, sdk: 'sdk/3' }],
  [
    'the value of a header',
    {
      ...agent,
      headers: [
        ['accept', '*/*'],
        ['x-stainless-os', 'MacOS'],
      ],
    },
  ],
  ['one more header', { ...agent, headers: [...agent.headers!, ['x-app', 'cli']] }],
  ['the order of headers', { ...agent, headers: agent.headers!.toReversed() }],
]

for (const [what, client] of ofTheClient)
  test(`${what} tells clients apart`, () => assert.notEqual(read(client).headers, read(agent).headers))
