// Who we are to Redis is told to Redis and to nobody else.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { askOf } from './limit.fixture.ts'
import { openRedisLink, RedisAddressError } from './redis-link.ts'
import { RedisLimiter } from './redis-limiter.ts'
import { startRedis, withoutRedis } from '../double.ts'

const secret = 'hunter2-Pa55'

for (const address of [
  {},
  { url: 'redis://a', nodes: ['redis://b'] },
  { url: `redis://:${secret}@` },
  { url: `http://:${secret}@host:1` },
  { url: `redis://user:${secret}%@host:99999` },
  { url: `redis://user:${secret}%@host:1` },
  { url: `redis://user:${secret}@host:1/${secret}` },
  { nodes: [`//${secret}`] },
])
  test(`an address that is none: ${JSON.stringify(address).replaceAll(secret, '…')}`, () => {
    assert.throws(
      () => openRedisLink(address),
      (error) => error instanceof RedisAddressError && !inspect(error, { depth: 9 }).includes(secret),
    )
  })

test(
  'user and password come from the url or beside it; wrong ones are a fallback, and no secret shows',
  { skip: withoutRedis },
  async () => {
    const server = await startRedis(['--requirepass', secret], secret)
    server.say('ACL', 'SETUSER', 'gateway', 'on', `>${secret}!`, '~own:*', '+@all', '-@admin')
    const changes: unknown[] = []
    // A busy machine needs more than the usual 50 ms for a process's first decision.
    const limiters = [
      { url: `redis://:${secret}@127.0.0.1:${server.port}/0` },
      { url: server.url, password: secret },
      { url: `redis://gateway:${encodeURIComponent(`${secret}!`)}@127.0.0.1:${server.port}` },
      { url: server.url, username: 'gateway', password: `${secret}?` },
    ].map(
      (address) =>
        new RedisLimiter({ address, prefix: 'own:', timeoutMs: 2000, onChange: (...change) => changes.push(change) }),
    )
    try {
      const decided: boolean[] = []
      for (const limiter of limiters) {
        // oxlint-disable-next-line no-await-in-loop
        await limiter.connected(2000)
        // oxlint-disable-next-line no-await-in-loop
        await limiter.reserve(askOf({ requestsPerMinute: 9 }))
        decided.push(limiter.counters().redisPassed === 1)
      }
      assert.deepEqual(decided, [true, true, true, false])
      assert.ok(!inspect(changes, { depth: 9 }).includes(secret))
    } finally {
      await Promise.all(limiters.map((limiter) => limiter.close()))
      await server.stop()
    }
  },
)

/** A certificate for `localhost` that vouches for itself, and its key; undefined without the program that makes one. */
function certificate(folder: string): string | undefined {
  const files = ['-keyout', `${folder}/key.pem`, '-out', `${folder}/cert.pem`]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
  try {
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', ...subject, ...files], {
      stdio: 'ignore',
    })
    return readFileSync(`${folder}/cert.pem`, 'utf8')
  } catch {
    return undefined
  }
}

test(
  'over TLS a server is believed that its authority vouches for, and no other',
  { skip: withoutRedis },
  async (context) => {
    const folder = mkdtempSync(`${tmpdir()}/stillhunt-tls-`)
    context.after(() => rmSync(folder, { recursive: true, force: true }))
    const ca = certificate(folder)
    if (ca === undefined) return context.skip('openssl is not installed')
    const tlsPort = 20_000 + Math.floor(Math.random() * 10_000)
    const files = [
      '--tls-cert-file',
      `${folder}/cert.pem`,
      '--tls-key-file',
      `${folder}/key.pem`,
      '--tls-auth-clients',
      'no',
    ]
    const server = await startRedis(['--tls-port', String(tlsPort), ...files])
    const url = `rediss://localhost:${tlsPort}`
    const trusting = new RedisLimiter({ address: { url, tls: { ca } }, timeoutMs: 1_000 })
    const wary = new RedisLimiter({ address: { url }, timeoutMs: 1_000 })
    try {
      assert.equal(await trusting.connected(), true)
      await trusting.reserve(askOf({ requestsPerMinute: 9 }))
      assert.equal(trusting.counters().redisPassed, 1)
      assert.equal(await wary.connected(300), false)
    } finally {
      await Promise.all([trusting.close(), wary.close()])
      await server.stop()
    }
  },
)
