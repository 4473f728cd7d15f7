// In one process: all scopes or none, exactly the limit, nothing that matters forgotten, microseconds.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { limitNames } from '@stillhunt/core/policy'
import { askOf, passing, scopeOf } from './limit.fixture.ts'
import type { Ask, Scope } from './limiter.ts'
import { LocalLimiter } from './local-limiter.ts'
import { decisionFromNumbers, decisionToNumbers, shareOfScopes } from './scope.ts'

const day = 86_400_000

/** A limiter on a clock that the test turns. */
function clocked(options: { scopesMax?: number; holdsMax?: number } = {}): {
  limiter: LocalLimiter
  to(ms: number): void
} {
  let nowMs = 0
  const limiter = new LocalLimiter({ nowMs: () => nowMs, ...options })
  return { limiter, to: (ms) => void (nowMs = ms) }
}

test('of 256 calls at one time exactly the limit passes, whichever limit it is', async () => {
  for (const name of limitNames) {
    const limiter = new LocalLimiter({ nowMs: () => 5 })
    assert.equal(await passing([limiter], 256, () => askOf({ [name]: 77 }, { isStream: true })), 77, name)
  }
})

test('one scope that refuses leaves every other uncounted', () => {
  const { limiter } = clocked()
  const wide = scopeOf({ requestsPerMinute: 5, tokensPerDay: 100, concurrentRequests: 5 }, { kind: 'org', id: 'o' })
  const narrow = scopeOf({ requestsPerMinute: 1 })
  assert.equal(limiter.reserve(askOf([narrow, wide])).ok, true)
  for (let again = 0; again < 9; again += 1) assert.equal(limiter.reserve(askOf([narrow, wide])).ok, false)
  const { standings } = limiter.reserve(askOf([wide]))
  assert.deepEqual(
    standings.map(({ remaining }) => remaining),
    [3, 98, 3],
  )
})

test('the limit with the longest wait is named', () => {
  const { limiter } = clocked()
  const scopes = [
    scopeOf({ requestsPerMinute: 1, tokensPerDay: 1 }),
    scopeOf({ requestsPerMinute: 60 }, { kind: 'org' }),
  ]
  limiter.reserve(askOf(scopes))
  const refused = limiter.reserve(askOf(scopes))
  assert.ok(!refused.ok)
  assert.equal(refused.refusedBy.name, 'tokensPerDay')
  assert.equal(refused.refusedBy, refused.standings[1])
  assert.equal(refused.retryAfterMs, day)
  assert.deepEqual(decisionFromNumbers(scopes, decisionToNumbers(refused)), refused)
})

test('an ask of several requests takes all of them or none, one place, and gives all of them back', () => {
  const { limiter } = clocked()
  const limits = { requestsPerMinute: 10, concurrentRequests: 5 }
  const left = (ask: Ask): unknown => limiter.reserve(ask).standings.map(({ remaining }) => remaining)
  const seven = askOf(limits, { requests: 7 })
  assert.deepEqual(left(seven), [3, 4])
  assert.deepEqual(left(askOf(limits, { requests: 4 })), [3, 4])
  limiter.undo(seven)
  assert.deepEqual(left(askOf(limits, { requests: 10 })), [0, 4])
  const never = limiter.reserve(askOf(limits, { requests: 11 }))
  assert.equal(never.ok ? 0 : never.retryAfterMs, Infinity)
  for (const requests of [0, 1.5, -1, NaN])
    assert.throws(() => limiter.reserve(askOf(limits, { requests })), /requests/)
})

test('more tokens than the whole bucket would never pass', () => {
  const { limiter } = clocked()
  const ask = askOf({ tokensPerMinute: 100 }, { tokens: 101 })
  const refused = limiter.reserve(ask)
  assert.ok(!refused.ok && refused.retryAfterMs === Infinity)
  assert.deepEqual(decisionFromNumbers(ask.scopes, decisionToNumbers(refused)), refused)
})

test('what was used takes the place of what was reserved, once, and may drive a bucket into debt', () => {
  const { limiter, to } = clocked()
  const left = (): number => limiter.reserve(askOf({ tokensPerMinute: 100 }, { tokens: 200 })).standings[0]!.remaining
  const less = askOf({ tokensPerMinute: 100 }, { tokens: 60 })
  limiter.reserve(less)
  limiter.settle(less, 10)
  limiter.settle(less, 10)
  limiter.settle(less, undefined)
  assert.equal(left(), 90)
  const more = askOf({ tokensPerMinute: 100 }, { tokens: 60 })
  limiter.reserve(more)
  limiter.settle(more, 240)
  assert.equal(left(), 0)
  const refused = limiter.reserve(askOf({ tokensPerMinute: 100 }))
  assert.equal(!refused.ok && refused.retryAfterMs, 1.51 * 60_000)
  to(1.51 * 60_000)
  assert.equal(limiter.reserve(askOf({ tokensPerMinute: 100 })).ok, true)
})

test('an abort frees the places and its reservation stands', () => {
  const { limiter } = clocked()
  const limits = { tokensPerMinute: 100, concurrentRequests: 2, concurrentStreams: 1 }
  const stream = askOf(limits, { isStream: true, tokens: 30 })
  assert.equal(limiter.reserve(stream).ok, true)
  const second = limiter.reserve(askOf(limits, { isStream: true }))
  assert.ok(!second.ok && second.refusedBy.name === 'concurrentStreams' && second.retryAfterMs === 1000)
  assert.equal(limiter.reserve(askOf(limits)).ok, true, 'an answer in one piece needs no place among streams')
  for (const tokens of [undefined, Number.NaN, -5]) limiter.settle(stream, tokens)
  assert.deepEqual(
    limiter.reserve(askOf(limits)).standings.map(({ remaining }) => remaining),
    [68, 0, 1],
  )
})

test('a subject that is given twice is counted once, by the tighter of its limits', () => {
  const { limiter } = clocked()
  const scopes = [scopeOf({ requestsPerMinute: 9, concurrentRequests: 9 }), scopeOf({ requestsPerMinute: 4 })]
  const { standings } = limiter.reserve(askOf(scopes))
  assert.deepEqual(
    standings.map(({ name, remaining }) => [name, remaining]),
    [
      ['requestsPerMinute', 3],
      ['concurrentRequests', 8],
    ],
  )
})

test('what is undone was never there', () => {
  const { limiter } = clocked()
  const limits = { requestsPerMinute: 5, tokensPerMinute: 50, concurrentRequests: 5, concurrentStreams: 5 }
  const ask = askOf(limits, { tokens: 20, isStream: true })
  limiter.reserve(ask)
  limiter.undo(ask)
  limiter.undo(ask)
  assert.deepEqual(
    limiter.reserve(askOf(limits)).standings.map(({ remaining }) => remaining),
    [4, 49, 4, 5],
  )
})

test('whole scopes are forgotten on the way, and never one that owes or that is in use', () => {
  const { limiter, to } = clocked()
  const debtor = scopeOf({ tokensPerMinute: 10, tokensPerDay: 1000 }, { id: 'debtor' })
  const spent = askOf([debtor], { tokens: 10 })
  limiter.reserve(spent)
  limiter.settle(spent, 900)
  const busy = askOf([scopeOf({ requestsPerMinute: 60, tokensPerMinute: 60 }, { id: 'busy' })])
  limiter.reserve(busy)
  for (let minute = 0; minute < 30; minute += 1) {
    to(minute * 61_000)
    for (let at = 0; at < 1000; at += 1) {
      const ask = askOf([scopeOf({ requestsPerMinute: 60 }, { kind: 'user', id: `${minute}-${at}` })])
      limiter.reserve(ask)
      limiter.settle(ask, 1)
    }
  }
  assert.ok(limiter.counters().scopes < 3000, `${limiter.counters().scopes} scopes`)
  assert.equal(limiter.counters().scopesForgotten, 0)
  limiter.settle(busy, 61)
  assert.equal(limiter.reserve(askOf(busy.scopes)).ok, false, 'what a long request used is counted when it ends')
  const { standings } = limiter.reserve(askOf([debtor], { tokens: 5000 }))
  assert.equal(standings[1]!.remaining, 100 + Math.floor((29 * 61_000 * 1000) / day))
})

test('above the bound made-up scopes are forgotten before one in debt, and it is counted', () => {
  const { limiter } = clocked({ scopesMax: 100, holdsMax: 10 })
  const debtor = askOf([scopeOf({ tokensPerDay: 10 }, { id: 'debtor' })], { tokens: 10 })
  limiter.reserve(debtor)
  limiter.settle(debtor, 10)
  for (let at = 0; at < 5000; at += 1)
    limiter.reserve(askOf([scopeOf({ tokensPerDay: 1000 }, { kind: 'user', id: `${at}` })]))
  const { scopes, holds, scopesForgotten, holdsDropped } = limiter.counters()
  assert.ok(scopes <= 101 && holds === 10 && scopesForgotten > 4800 && holdsDropped === 4990)
  assert.equal(limiter.reserve(askOf(debtor.scopes)).ok, false)
})

test('daily use survives a restart, as JSON, and time that passed meanwhile fills', () => {
  const { limiter } = clocked()
  limiter.reserve(askOf({ requestsPerMinute: 10, tokensPerDay: 1000 }, { tokens: 600 }))
  const kept: unknown = JSON.parse(JSON.stringify(limiter.snapshot()))
  const next = new LocalLimiter({ nowMs: () => day / 10 })
  assert.equal(next.restore(kept), 1)
  const { standings } = next.reserve(askOf({ requestsPerMinute: 10, tokensPerDay: 1000 }))
  assert.deepEqual(
    standings.map(({ remaining }) => remaining),
    [9, 499],
  )
})

test('what is no snapshot is passed over', () => {
  const limiter = new LocalLimiter()
  const odd = [
    ['account', 'a', [9, 1, 1, 1], [0, -1, 1, 1], 7, [0, 'x', 1, 1], []],
    ['nobody', 'a'],
    ['key', 3],
  ]
  for (const value of [undefined, null, 7, 'x', {}, { version: 2, scopes: [] }, { version: 1, scopes: 7 }])
    assert.equal(limiter.restore(value), 0)
  assert.equal(limiter.restore({ version: 1, scopes: odd }), 1)
  assert.equal(limiter.reserve(askOf({ requestsPerMinute: 1 }, { tokens: 0 })).ok, true)
})

test('a share of a limit is whole, and never 0 of something', () => {
  const limits = { requestsPerMinute: 1, tokensPerMinute: 1001, concurrentRequests: 0 }
  const [scope] = shareOfScopes([scopeOf(limits)], 1 / 3)
  assert.deepEqual(scope!.limits, { requestsPerMinute: 1, tokensPerMinute: 333, concurrentRequests: 0 })
})

test('an ask that is none and a hold that is taken are our own mistakes', () => {
  const limiter = new LocalLimiter()
  const ask = askOf({})
  limiter.reserve(ask)
  assert.throws(() => limiter.reserve(ask), /hold taken/)
  assert.throws(() => limiter.reserve(askOf({}, { tokens: Number.NaN })), RangeError)
})

/** Four scopes with three limits each, as most requests have. */
function usualAsk(at: number): Ask {
  const limits = { requestsPerMinute: 1e5, tokensPerMinute: 1e8, concurrentRequests: 1e5 }
  const id = `${at % 5000}`
  const scopes = (['key', 'user', 'account', 'org'] as const).map((kind): Scope => ({ kind, id, limits }))
  return { hold: `${at}`, billing: id, scopes, tokens: 1000, isStream: false }
}

test('a decision over four scopes with three limits takes microseconds', () => {
  const limiter = new LocalLimiter()
  const asks = Array.from({ length: 50_000 }, (_, at) => usualAsk(at))
  let bestUs = Infinity
  for (let round = 0; round < 5; round += 1) {
    const startMs = performance.now()
    for (const ask of asks) limiter.reserve(ask)
    bestUs = Math.min(bestUs, ((performance.now() - startMs) * 1000) / asks.length)
    for (const ask of asks) limiter.settle(ask, 900)
  }
  console.log(`${bestUs.toFixed(2)} µs per decision`)
  assert.ok(bestUs < 30, `${bestUs} µs`)
})
