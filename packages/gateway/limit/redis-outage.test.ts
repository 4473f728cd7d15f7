// Redis killed, hung, full or read-only: decisions go on within the timeout, counters say so, and Redis is returned to.
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { askOf, passing, scopeOf, until } from './limit.fixture.ts'
import type { Decision } from './limiter.ts'
import { RedisLimiter, type RedisLimiterOptions } from './redis-limiter.ts'
import { type RedisServer, startRedis, withoutRedis } from '../double.ts'

const skip = withoutRedis

/** A server and a limiter on it, both gone after the test. */
async function opened(
  context: TestContext,
  options: Partial<RedisLimiterOptions> = {},
  args: readonly string[] = [],
): Promise<{ server: RedisServer; limiter: RedisLimiter }> {
  const server = await startRedis(args)
  const limiter = new RedisLimiter({ address: { url: server.url }, timeoutMs: 250, ...options })
  context.after(async () => {
    server.signal('SIGCONT')
    await limiter.close()
    await server.stop()
  })
  assert.ok(await limiter.connected())
  return { server, limiter }
}

/** Asks again and again until Redis decides. */
async function untilRedisDecides(limiter: RedisLimiter): Promise<void> {
  const { redisPassed } = limiter.counters()
  const endMs = performance.now() + 10_000
  while (limiter.counters().redisPassed === redisPassed) {
    assert.ok(performance.now() < endMs, 'Redis decides again')
    // oxlint-disable-next-line no-await-in-loop
    await limiter.reserve(askOf([scopeOf({ requestsPerMinute: 1e6 }, { id: 'prober' })], { billing: 'prober' }))
    // oxlint-disable-next-line no-await-in-loop
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

test(
  'killed and started again: the share passes meanwhile, at once, and then Redis decides as before',
  { skip },
  async (context) => {
    const changes: unknown[] = []
    const onChange: RedisLimiterOptions['onChange'] = (...change) => void changes.push(change)
    const { server, limiter } = await opened(context, { gateways: 4, onChange, holdMs: 900 })
    const limits = { requestsPerMinute: 100, concurrentRequests: 100, tokensPerDay: 1e6 }
    const held = askOf(limits)
    assert.equal((await limiter.reserve(held)).ok, true)

    await server.kill()
    const startMs = performance.now()
    const meanwhile = askOf(limits)
    assert.equal((await limiter.reserve(meanwhile)).ok, true)
    assert.equal(await passing([limiter], 255, () => askOf(limits)), 24)
    assert.ok(performance.now() - startMs < 250, 'nobody waited')
    limiter.settle(held, 500)
    const down = limiter.counters()
    assert.equal(down.fallbackPassed, 25)
    assert.equal(down.fallbackRefused, 231)
    await until(() => limiter.counters().settlementsQueued === 1, 'the settlement waits')
    await new Promise((resolve) => setTimeout(resolve, 300))
    assert.ok(limiter.counters().fallbackSeconds >= 0.3)

    await server.start()
    await untilRedisDecides(limiter)
    const up = limiter.counters()
    assert.equal(up.settlementsQueued, 0)
    assert.equal(up.settlementsLost, 0)
    assert.equal(changes.length, 2)
    assert.deepEqual(changes[1], [true, undefined])
    await until(
      () => server.say('ZCARD', 'stillhunt:{ada}r:account:ada') === '25',
      'places of meanwhile are taken there',
    )
    limiter.settle(meanwhile, 10)
    await until(() => server.say('ZCARD', 'stillhunt:{ada}r:account:ada') === '24', 'and freed there')
    const { fallbackSeconds } = limiter.counters()
    await new Promise((resolve) => setTimeout(resolve, 50))
    assert.equal(limiter.counters().fallbackSeconds, fallbackSeconds, 'the outage is over')
  },
)

test(
  'hung: each request waits once, then none; what Redis grants too late is taken back',
  { skip },
  async (context) => {
    const { server, limiter } = await opened(context, { timeoutMs: 400 })
    const limits = { requestsPerMinute: 100, concurrentRequests: 50, tokensPerMinute: 1000 }
    const warm = askOf(limits)
    await limiter.reserve(warm)
    limiter.settle(warm, 0)
    server.signal('SIGSTOP')
    const startMs = performance.now()
    assert.equal(await passing([limiter], 10, () => askOf(limits, { tokens: 50 })), 10)
    const tookMs = performance.now() - startMs
    assert.ok(tookMs >= 395 && tookMs < 790, `${tookMs} ms`)
    const againMs = performance.now()
    assert.equal(await passing([limiter], 10, () => askOf(limits, { tokens: 50 })), 10)
    assert.ok(performance.now() - againMs < 200, 'the breaker is open')
    assert.equal(limiter.counters().failures.timeout, 10)
    server.signal('SIGCONT')
    await until(() => limiter.counters().lateUndone === 10, 'ten came late')
    await untilRedisDecides(limiter)
    const { standings } = await limiter.reserve(askOf(limits))
    assert.deepEqual(
      standings.slice(0, 2).map(({ remaining }) => remaining),
      [98, 999],
    )
  },
)

test('killed with 2,000 requests on their way: every one is decided, in time', { skip }, async (context) => {
  const { server, limiter } = await opened(context)
  await limiter.reserve(askOf({ requestsPerMinute: 1e5 }))
  const asks = Array.from({ length: 2_000 }, () => askOf({ requestsPerMinute: 1e5, concurrentRequests: 1e5 }))
  const startMs = performance.now()
  const deciding = asks.map((ask) => limiter.reserve(ask))
  server.signal('SIGKILL')
  assert.ok((await Promise.all(deciding)).every(({ ok }) => ok))
  assert.ok(performance.now() - startMs < 2_000)
  for (const ask of asks) limiter.settle(ask, 1)
  const { redisPassed, fallbackPassed } = limiter.counters()
  assert.equal(redisPassed + fallbackPassed, 2_001)
  assert.ok(fallbackPassed > 0)
})

test('full: the fallback decides until there is memory', { skip }, async (context) => {
  const { server, limiter } = await opened(context)
  await limiter.reserve(askOf({ requestsPerMinute: 5 }))
  server.say('CONFIG', 'SET', 'maxmemory', '1')
  assert.equal((await limiter.reserve(askOf({ requestsPerMinute: 5 }))).ok, true)
  assert.equal(limiter.counters().fallbackPassed, 1)
  assert.ok(limiter.counters().failures.memory >= 1)
  server.say('CONFIG', 'SET', 'maxmemory', '0')
  await untilRedisDecides(limiter)
})

test('a replica that only reads is no Redis to decide by', { skip }, async (context) => {
  const { server, limiter } = await opened(context)
  server.say('REPLICAOF', '127.0.0.1', '1')
  assert.equal((await limiter.reserve(askOf({ requestsPerMinute: 5 }))).ok, true)
  assert.equal(limiter.counters().fallbackPassed, 1)
  assert.ok(limiter.counters().failures['read only'] + limiter.counters().failures.cluster >= 1)
  server.say('REPLICAOF', 'NO', 'ONE')
  await untilRedisDecides(limiter)
})

test('not there when the gateway starts: it decides by itself until there is one', { skip }, async (context) => {
  const server = await startRedis()
  await server.kill()
  const limiter = new RedisLimiter({ address: { url: server.url } })
  context.after(async () => {
    await limiter.close()
    await server.stop()
  })
  assert.equal(await limiter.connected(50), false)
  assert.equal(await passing([limiter], 20, () => askOf({ requestsPerMinute: 5 })), 5)
  await server.start()
  await untilRedisDecides(limiter)
})

test('settlements queue up to their bound, and what is beyond is counted', { skip }, async (context) => {
  const { server, limiter } = await opened(context, { settlementsMax: 3 })
  const asks = Array.from({ length: 8 }, () => askOf({ concurrentRequests: 9 }))
  for (const ask of asks) assert.equal(((await limiter.reserve(ask)) as Decision).ok, true)
  await server.kill()
  await limiter.reserve(askOf({ concurrentRequests: 9 }))
  for (const ask of asks) limiter.settle(ask, 1)
  await until(() => limiter.counters().settlementsLost === 5, 'five are lost')
  assert.equal(limiter.counters().settlementsQueued, 3)
})

test(
  'a campaign whose node is away is limited by the share, and its leased part is spent first',
  { skip },
  async (context) => {
    const { server, limiter } = await opened(context, { gateways: 10, leaseShare: 1 / 20 })
    const scope = scopeOf({ requestsPerMinute: 100 }, { kind: 'campaign', id: 'c' })
    assert.equal((await limiter.reserve(askOf([scope]))).ok, true)
    await server.kill()
    await until(() => !(limiter as unknown as { gate: { isReady(): boolean } }).gate.isReady(), 'it is gone')
    const passed = await passing([limiter], 50, () => askOf([scope]))
    assert.ok(passed >= 10 && passed <= 14, `${passed}`)
  },
)
