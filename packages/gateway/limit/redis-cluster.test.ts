// A cluster of three: one decision lies on one node, and a node that is gone takes only its own subjects along.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { askOf, passing, scopeOf } from './limit.fixture.ts'
import type { Ask } from './limiter.ts'
import { slotOf } from './redis-link.ts'
import { RedisLimiter } from './redis-limiter.ts'
import { keyBase } from './redis-script.ts'
import { type RedisServer, startCluster, startReplica, withoutRedis } from '../double.ts'

const skip = withoutRedis
let servers: readonly RedisServer[] = []
let limiters: RedisLimiter[] = []

before(async () => {
  if (skip !== false) return
  servers = await startCluster()
  const nodes = servers.slice(0, 2).map(({ url }) => url)
  limiters = [1, 2].map(() => new RedisLimiter({ address: { nodes }, prefix: 'c:', timeoutMs: 1_000 }))
  for (const limiter of limiters) assert.ok(await limiter.connected(5_000))
})
after(async () => {
  await Promise.all(limiters.map((limiter) => limiter.close()))
  await Promise.all(servers.map((server) => server.stop()))
})

/** Who is billed decides the node. */
const askFor = (billing: string, requestsPerMinute: number): Ask =>
  askOf([scopeOf({ requestsPerMinute, concurrentRequests: 1000 }, { id: billing })], { billing })

test('slots are those of Redis', { skip }, () => {
  for (const key of ['123456789', '{}x', 'x{y', 'a{b}c{d}', '', 'naïve', keyBase('c:', 'ada')])
    assert.equal(`${slotOf(key)}`, servers[0]!.say('CLUSTER', 'KEYSLOT', key), key)
})

test(
  'of 256 calls over two gateways exactly the limit passes, on every node and for a campaign',
  { skip },
  async () => {
    for (const billing of ['a', 'b', 'c', 'd', 'e', 'f'])
      assert.equal(await passing(limiters, 256, () => askFor(billing, 100)), 100)
    const campaign = scopeOf({ requestsPerMinute: 60 }, { kind: 'campaign', id: 'c' })
    assert.equal(await passing(limiters, 256, () => askOf([scopeOf({ requestsPerMinute: 999 }), campaign])), 60)
    assert.ok(
      servers.every((server) => server.say('DBSIZE') !== '0'),
      'every node has something',
    )
  },
)

/** Thirty subjects ask, who lie on all nodes; who decided. */
async function decided(limiter: RedisLimiter): Promise<{ redis: number; fallback: number }> {
  const earlier = limiter.counters()
  for (let at = 0; at < 30; at += 1) {
    // oxlint-disable-next-line no-await-in-loop
    await limiter.reserve(askFor(`b${at}`, 1e6))
  }
  const later = limiter.counters()
  return { redis: later.redisPassed - earlier.redisPassed, fallback: later.fallbackPassed - earlier.fallbackPassed }
}

async function untilAllByRedis(limiter: RedisLimiter): Promise<void> {
  const endMs = performance.now() + 30_000
  // oxlint-disable-next-line no-await-in-loop
  while ((await decided(limiter)).fallback > 0) {
    assert.ok(performance.now() < endMs, 'all by Redis again')
    // oxlint-disable-next-line no-await-in-loop
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

test(
  'a killed node: its subjects by fallback, the others by Redis, all by Redis when it is back',
  { skip },
  async () => {
    const [limiter] = limiters
    await untilAllByRedis(limiter!)
    await servers[2]!.kill()
    const { redis, fallback } = await decided(limiter!)
    assert.ok(redis >= 10 && fallback >= 4 && redis + fallback === 30, `${redis} by Redis, ${fallback} by fallback`)
    await servers[2]!.start()
    await untilAllByRedis(limiter!)
  },
)

test('a replica that takes the place of a killed node is found', { skip }, async () => {
  const [limiter] = limiters
  const replica = await startReplica(servers[1]!)
  try {
    await untilAllByRedis(limiter!)
    await servers[1]!.kill()
    assert.ok((await decided(limiter!)).fallback >= 4)
    await untilAllByRedis(limiter!)
  } finally {
    await replica.stop()
  }
})

test(
  'a cluster that is not there when the gateway starts: it decides by itself, and can be closed',
  { skip },
  async () => {
    const limiter = new RedisLimiter({ address: { nodes: ['redis://127.0.0.1:1', 'redis://127.0.0.1:2'] } })
    assert.equal(await limiter.connected(100), false)
    assert.equal(await passing([limiter], 20, () => askFor('a', 5)), 5)
    await limiter.close()
  },
)

test('a cluster that comes after the gateway is found', { skip }, async () => {
  const late = await startCluster()
  await Promise.all(late.map((server) => server.kill()))
  const limiter = new RedisLimiter({ address: { nodes: late.map(({ url }) => url) }, timeoutMs: 1_000 })
  try {
    await limiter.reserve(askFor('a', 5))
    assert.equal(limiter.counters().fallbackPassed, 1)
    await Promise.all(late.map((server) => server.start()))
    assert.ok(await limiter.connected(10_000))
    const endMs = performance.now() + 10_000
    while (limiter.counters().redisPassed === 0) {
      assert.ok(performance.now() < endMs, 'Redis decides')
      // oxlint-disable-next-line no-await-in-loop
      await limiter.reserve(askFor('b', 1e6))
      // oxlint-disable-next-line no-await-in-loop
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  } finally {
    await limiter.close()
    await Promise.all(late.map((server) => server.stop()))
  }
})
