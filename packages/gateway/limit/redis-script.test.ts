// The scripts decide as the limiter in process does, and keys are harmless whatever ids are.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Limits, limitNames } from '@stillhunt/core/policy'
import { askOf } from './limit.fixture.ts'
import type { Ask, Decision, Scope } from './limiter.ts'
import { LocalLimiter } from './local-limiter.ts'
import { slotOf } from './redis-link.ts'
import { RedisLimiter } from './redis-limiter.ts'
import { keyBase, keyPart, scopeKeys } from './redis-script.ts'
import { type RedisServer, startRedis, withoutRedis } from '../double.ts'

let server: RedisServer

before(async () => {
  if (withoutRedis === false) server = await startRedis()
})
after(() => server?.stop())

/** Uniform whole numbers below `count`, the same for the same seed (Park & Miller, 1988). */
function drawn(seed: number): (count: number) => number {
  let state = seed
  return (count) => {
    state = (state * 48_271) % 2_147_483_647
    return state % count
  }
}

/** A request of somebody among few, with limits that change now and then. */
function randomAsk(below: (count: number) => number): Ask {
  const kinds = ['key', 'user', 'account', 'org'] as const
  const scopes = kinds.slice(0, 1 + below(4)).map((kind): Scope => {
    const limits: { -readonly [Name in keyof Limits]: number } = {}
    for (const name of limitNames) {
      const scale = name.startsWith('tokens') ? 500 : 5
      if (below(2) === 0) limits[name] = below(20) === 0 ? 0 : scale * (1 + below(4))
    }
    return { kind, id: `${below(2)}`, limits }
  })
  const requests = below(4) === 0 ? { requests: 1 + below(4) } : {}
  return askOf(scopes, { tokens: below(300), ...requests, isStream: below(3) === 0 })
}

const outcome = (decision: Decision): unknown =>
  decision.ok
    ? decision.standings.map(({ name, remaining }) => [name, remaining])
    : [decision.refusedBy.name, decision.refusedBy.scope.kind, decision.standings.map(({ remaining }) => remaining)]

const waits = (decision: Decision): number[] => [
  decision.ok ? 0 : decision.retryAfterMs,
  ...decision.standings.map(({ resetMs }) => resetMs),
]

for (const seed of [1, 2, 3])
  test(`the script and the limiter in process decide the same, seed ${seed}`, { skip: withoutRedis }, async () => {
    const below = drawn(seed)
    let nowMs = 1_700_000_000_000
    const local = new LocalLimiter({ nowMs: () => nowMs })
    const redis = new RedisLimiter({
      address: { url: server.url },
      prefix: `fuzz${seed}:`,
      nowMs: () => nowMs,
      timeoutMs: 5_000,
      holdMs: 1e9,
    })
    await redis.connected()
    const held: Ask[] = []
    let passed = 0
    for (let step = 0; step < 1_500; step += 1) {
      nowMs += below(4) === 0 ? below(20_000) : below(300)
      if (held.length > 0 && below(3) === 0) {
        const [ask] = held.splice(below(held.length), 1)
        const tokens = below(3) === 0 ? undefined : below(600)
        local.settle(ask!, tokens)
        redis.settle(ask!, tokens)
        continue
      }
      const ask = randomAsk(below)
      const expected = local.reserve(ask)
      // oxlint-disable-next-line no-await-in-loop
      const decision = await redis.reserve(ask)
      assert.deepEqual(outcome(decision), outcome(expected), `step ${step}`)
      const told = waits(decision)
      for (const [at, ms] of waits(expected).entries())
        assert.ok(told[at] === ms || Math.abs(told[at]! - ms) <= 1, `step ${step}: ${told[at]} ms, not ${ms}`)
      if (!expected.ok) continue
      passed += 1
      held.push(ask)
    }
    assert.ok(passed > 100 && passed < 1_200, `${passed} passed`)
    assert.equal(redis.counters().fallbackPassed + redis.counters().fallbackRefused, 0)
    await redis.close()
  })

test('no id ends a hash tag or runs into another, and none is long', () => {
  const ids = ['ada', 'a}b', '{', '}', '', 'a:b', 'x'.repeat(10_000), 'naïve', '~', '\ud800', '\ud801', 'b:ada']
  const parts = ids.map(keyPart)
  for (const part of parts) assert.match(part, /^~?[A-Za-z0-9_.@-]{1,64}$/)
  // Two halves of nothing are both written as U+FFFD by UTF-8, and are the one pair that may meet.
  assert.ok(new Set(parts).size >= ids.length - 1)
})

test('all keys of one decision lie in one slot', () => {
  const limits = { tokensPerDay: 1, concurrentRequests: 1, concurrentStreams: 1 }
  const scopes = ['ada', 'a}b', 'c'].map((id): Scope => ({ kind: 'user', id, limits }))
  const { all } = scopeKeys(keyBase('p:', 'some}one'), scopes)
  assert.equal(all.length, 9)
  assert.equal(new Set(all.map(slotOf)).size, 1)
})
