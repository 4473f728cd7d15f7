/** Shows what limits are told as. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { durationOf, rateHeaders, type Standing } from './rate-header.ts'

const standings: readonly Standing[] = [
  { name: 'requestsPerMinute', limit: 100, remaining: 40, resetMs: 36_000 },
  { name: 'requestsPerMinute', limit: 1000, remaining: 7, resetMs: 59_580 },
  { name: 'tokensPerMinute', limit: 10_000, remaining: 9_500, resetMs: 3000 },
  { name: 'concurrentRequests', limit: 5, remaining: 1, resetMs: 0 },
]

test("OpenAI's headers tell the scope with the least left", () => {
  assert.deepEqual(rateHeaders('openai', standings, 0), [
    'x-ratelimit-limit-requests',
    '1000',
    'x-ratelimit-remaining-requests',
    '7',
    'x-ratelimit-reset-requests',
    '59.58s',
    'x-ratelimit-limit-tokens',
    '10000',
    'x-ratelimit-remaining-tokens',
    '9500',
    'x-ratelimit-reset-tokens',
    '3s',
  ])
})

test("Anthropic's headers tell resets as moments, rounded up", () => {
  const told = rateHeaders('anthropic', standings, Date.UTC(2026, 0, 1))
  assert.equal(told[told.indexOf('anthropic-ratelimit-requests-reset') + 1], '2026-01-01T00:01:00Z')
  assert.equal(told[told.indexOf('anthropic-ratelimit-tokens-remaining') + 1], '9500')
})

test('nothing is told where nothing is limited', () => assert.deepEqual(rateHeaders('openai', [], 0), []))

test('lengths of time are written as OpenAI writes them', () => {
  const cases = [
    [0, '0ms'],
    [11.2, '12ms'],
    [1000, '1s'],
    [1500, '1.5s'],
    [59_999, '1m0s'],
    [360_000, '6m0s'],
    [3_723_000, '1h2m3s'],
  ] as const
  for (const [ms, text] of cases) assert.equal(durationOf(ms), text)
})
