// Two gateways on one Redis: exactly the limit, places that outlive neither their holder nor their deadline, small keys.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { limitNames } from '@stillhunt/core/policy'
import { askOf, passing, scopeOf, until } from './limit.fixture.ts'
import { RedisLimiter, type RedisLimiterOptions } from './redis-limiter.ts'
import { type RedisServer, startRedis, withoutRedis } from '../double.ts'

const skip = withoutRedis
let server: RedisServer
let prefixes = 0
const limiters: RedisLimiter[] = []

before(async () => {
  if (skip === false) server = await startRedis()
})
after(async () => {
  await Promise.all(limiters.map((limiter) => limiter.close()))
  await server?.stop()
})

/** Gateways of one deployment that nobody else is in. A slow machine may take its time. */
async function gateways(count: number, options: Partial<RedisLimiterOptions> = {}): Promise<RedisLimiter[]> {
  prefixes += 1
  const shared = { address: { url: server.url }, prefix: `t${prefixes}:`, timeoutMs: 2_000, ...options }
  const made = Array.from({ length: count }, () => new RedisLimiter(shared))
  limiters.push(...made)
  for (const { connected } of await Promise.all(
    made.map(async (limiter) => ({ connected: await limiter.connected() })),
  ))
    assert.ok(connected)
  return made
}

test(
  'of 256 calls at one time over two gateways exactly the limit passes, whichever limit it is',
  { skip },
  async () => {
    for (const name of limitNames) {
      const pair = await gateways(2)
      assert.equal(await passing(pair, 256, () => askOf({ [name]: 100 }, { isStream: true })), 100, name)
      const [first, second] = pair.map((limiter) => limiter.counters())
      assert.equal(first!.redisPassed + second!.redisPassed, 100)
      assert.equal(first!.fallbackPassed + second!.fallbackPassed, 0)
    }
  },
)

test('a scope that refuses leaves every other uncounted', { skip }, async () => {
  const [limiter] = await gateways(1)
  const org = scopeOf({ requestsPerMinute: 5, concurrentRequests: 5 }, { kind: 'org' })
  const narrow = scopeOf({ requestsPerMinute: 1 })
  assert.equal(await passing([limiter!], 10, () => askOf([narrow, org])), 1)
  const { standings } = await limiter!.reserve(askOf([org]))
  assert.deepEqual(
    standings.map(({ remaining }) => remaining),
    [3, 3],
  )
})

test('usage takes the place of the reservation, once, and an abort leaves it', { skip }, async () => {
  const [limiter] = await gateways(1)
  const limits = { tokensPerDay: 1000, concurrentRequests: 3 }
  // The first settlement of a server brings it the script, and what is sent meanwhile comes before it.
  const earlier = askOf([scopeOf(limits, { id: 'earlier' })])
  await limiter!.reserve(earlier)
  limiter!.settle(earlier, 5)
  await limiter!.reserve(earlier)
  const [first, second] = [askOf(limits, { tokens: 100 }), askOf(limits, { tokens: 100 })]
  await limiter!.reserve(first)
  await limiter!.reserve(second)
  limiter!.settle(first, 700)
  limiter!.settle(first, 700)
  limiter!.settle(second, undefined)
  const { standings } = await limiter!.reserve(askOf(limits))
  assert.deepEqual(
    standings.map(({ remaining }) => remaining),
    [199, 2],
  )
})

test('a settlement that overtakes its decision is not lost', { skip }, async () => {
  const [limiter] = await gateways(1)
  const ask = askOf({ tokensPerDay: 1000, concurrentRequests: 3 }, { tokens: 100 })
  const deciding = limiter!.reserve(ask)
  limiter!.settle(ask, 1)
  await deciding
  const { standings } = await limiter!.reserve(askOf(ask.scopes))
  assert.deepEqual(
    standings.map(({ remaining }) => remaining),
    [998, 2],
  )
})

test(
  'a killed gateway gives its places back at their deadline; a living one keeps them beyond it',
  { skip },
  async () => {
    const [killed, living] = await gateways(2, { holdMs: 600 })
    const limits = { concurrentRequests: 3, concurrentStreams: 3 }
    assert.equal(await passing([killed!], 2, () => askOf(limits, { isStream: true })), 2)
    const long = askOf(limits, { isStream: true })
    assert.equal((await living!.reserve(long)).ok, true)
    assert.equal((await living!.reserve(askOf(limits))).ok, false)
    // What a killed process does not do any more: renew.
    clearInterval((killed as unknown as { heartbeat: NodeJS.Timeout }).heartbeat)
    await until(() => living!.counters().holdsRenewed >= 4, 'four renewals')
    assert.equal(await passing([living!], 5, () => askOf(limits)), 2)
    living!.settle(long, 1)
    assert.equal(await passing([living!], 5, () => askOf(limits)), 1)
  },
)

test('every key expires, and nothing is left of who is whole', { skip }, async () => {
  const [limiter] = await gateways(1, { prefix: 'expiry:' })
  const global = scopeOf({ requestsPerMinute: 100, concurrentRequests: 9 }, { kind: 'global', id: 'all' })
  const whole = scopeOf({ tokensPerMinute: 9, concurrentRequests: 9 }, { kind: 'user', id: 'whole' })
  const mixed = scopeOf({ tokensPerMinute: 9, tokensPerDay: 9, concurrentStreams: 2 })
  const ask = askOf([whole, mixed, global], { isStream: true })
  await limiter!.reserve(ask)
  const names = server.say('KEYS', 'expiry:*').split('\n')
  assert.equal(names.length, 6)
  for (const name of names) assert.ok(Number(server.say('PTTL', name)) > 0, name)
  assert.ok(Number(server.say('PTTL', 'expiry:{ada}b:account:ada')) > 9_000_000)
  limiter!.settle(ask, 0)
  await until(() => server.say('KEYS', 'expiry:{ada}*') === '', 'all is whole')
})

test('a script that Redis forgot is told again', { skip }, async () => {
  const [limiter] = await gateways(1)
  await limiter!.reserve(askOf({ requestsPerMinute: 2 }))
  server.say('SCRIPT', 'FLUSH')
  assert.equal(await passing([limiter!], 9, () => askOf({ requestsPerMinute: 2 })), 1)
  assert.equal(limiter!.counters().fallbackPassed, 0)
})

test('who is not limited is not asked about, and a hold names one request', { skip }, async () => {
  const [limiter] = await gateways(1)
  const ask = askOf({})
  assert.deepEqual(await limiter!.reserve(ask), { ok: true, standings: [] })
  await assert.rejects(async () => limiter!.reserve(ask), /hold taken/)
})
