// Campaigns and the deployment are leased in parts: nothing passes twice, and what is not spent comes back.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { limitNames } from '@stillhunt/core/policy'
import { askOf, passing, scopeOf, until } from './limit.fixture.ts'
import type { Ask, Scope } from './limiter.ts'
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

async function gateways(count: number, options: Partial<RedisLimiterOptions> = {}): Promise<RedisLimiter[]> {
  prefixes += 1
  const shared = { address: { url: server.url }, prefix: `l${prefixes}:`, timeoutMs: 2_000, ...options }
  const made = Array.from({ length: count }, () => new RedisLimiter(shared))
  limiters.push(...made)
  await Promise.all(made.map((limiter) => limiter.connected()))
  return made
}

const campaign = (limits: Scope['limits']): Scope => scopeOf(limits, { kind: 'campaign', id: 'c1' })

test(
  'of 256 calls over two gateways never more than the limit passes, and at most a part each less',
  { skip },
  async () => {
    for (const name of limitNames) {
      const passed = await passing(await gateways(2), 256, () => askOf([campaign({ [name]: 200 })], { isStream: true }))
      assert.ok(passed <= 200 && passed >= 200 - 2 * Math.floor(200 / 64), `${name}: ${passed}`)
    }
  },
)

test('when parts are as large as what is needed exactly the limit passes', { skip }, async () => {
  const pair = await gateways(2, { leaseShare: 0 })
  assert.equal(await passing(pair, 256, () => askOf([campaign({ requestsPerMinute: 200 })])), 200)
})

test('a part is spent without asking', { skip }, async () => {
  const [limiter] = await gateways(1, { leaseShare: 1 / 10 })
  for (let at = 0; at < 100; at += 1) {
    // oxlint-disable-next-line no-await-in-loop
    assert.equal((await limiter!.reserve(askOf([campaign({ requestsPerMinute: 1000 })]))).ok, true)
  }
  assert.equal(limiter!.counters().leaseAsks, 1)
})

test('what is not spent is given back within seconds, and what is owed is paid', { skip }, async () => {
  const [first, second] = await gateways(2, { leaseShare: 1 })
  const scope = campaign({ tokensPerDay: 1000, concurrentRequests: 4 })
  const ask = askOf([scope], { tokens: 100 })
  assert.equal((await first!.reserve(ask)).ok, true)
  assert.equal((await second!.reserve(askOf([scope]))).ok, false, 'the first has it all')
  first!.settle(ask, 350)
  await until(() => first!.counters().leaseUnitsReturned >= 650 + 4, 'all is back')
  const rest = await second!.reserve(askOf([scope], { tokens: 600 }))
  assert.equal(rest.ok, true)
  assert.ok(Math.abs(rest.standings[0]!.remaining - 50) <= 1, `${rest.standings[0]!.remaining}`)
  const third = askOf([scope], { tokens: 1 })
  assert.equal((await second!.reserve(third)).ok, true)
  second!.settle(third, 2_000)
  await until(() => second!.counters().leaseAsks >= 3, 'the debt is paid')
  const owed = await first!.reserve(askOf([scope]))
  assert.ok(!owed.ok && owed.refusedBy.name === 'tokensPerDay' && owed.retryAfterMs > 0.9 * 86_400_000)
})

test(
  'a refusal of the account gives the campaign its units back, and of the campaign asks no account',
  { skip },
  async () => {
    const [limiter] = await gateways(1, { leaseShare: 0 })
    const both = (): Ask => askOf([scopeOf({ requestsPerMinute: 3 }), campaign({ requestsPerMinute: 5 })])
    assert.equal(await passing([limiter!], 20, both), 3)
    const alone = (): Ask => askOf([campaign({ requestsPerMinute: 5 })])
    assert.equal(await passing([limiter!], 20, alone), 2)
    const refused = await limiter!.reserve(askOf([scopeOf({}, { id: 'bob' }), campaign({ requestsPerMinute: 5 })]))
    assert.ok(!refused.ok && refused.refusedBy.scope.kind === 'campaign' && refused.retryAfterMs <= 12_000)
  },
)

test('the places of a killed gateway come back at their deadline, those of a living one do not', { skip }, async () => {
  const [killed, living] = await gateways(2, { holdMs: 2_500, leaseShare: 0 })
  const placed = (): Ask => askOf([campaign({ concurrentRequests: 3 })])
  assert.equal(await passing([killed!], 2, placed), 2)
  assert.equal(await passing([living!], 5, placed), 1)
  clearInterval((killed as unknown as { leases: { timer: NodeJS.Timeout } }).leases.timer)
  await new Promise((resolve) => setTimeout(resolve, 3_000))
  assert.equal(await passing([living!], 5, placed), 2)
})

test('what would never pass is told so at once', { skip }, async () => {
  const [limiter] = await gateways(1)
  const never = await limiter!.reserve(askOf([campaign({ tokensPerMinute: 10 })], { tokens: 11 }))
  assert.ok(!never.ok && never.retryAfterMs === Infinity)
  assert.equal((await limiter!.reserve(askOf([campaign({ concurrentStreams: 0 })]))).ok, true, 'it is no stream')
})

test('a batch takes all of its requests of a campaign, or none', { skip }, async () => {
  const [limiter] = await gateways(1)
  const scope = campaign({ requestsPerMinute: 100 })
  const ask = (requests: number): Ask => askOf([scope], { requests })
  assert.equal((await limiter!.reserve(ask(60))).ok, true)
  assert.equal((await limiter!.reserve(ask(60))).ok, false)
  assert.equal((await limiter!.reserve(ask(40))).ok, true)
  const never = await limiter!.reserve(ask(101))
  assert.equal(never.ok ? 0 : never.retryAfterMs, Infinity)
})
