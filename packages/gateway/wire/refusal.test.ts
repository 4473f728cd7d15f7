/** Shows that our own errors have the shape that each provider's clients read, and say whether to come back. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerOf, type Refusal } from './refusal.ts'

function headersOf(headers: readonly string[]): Record<string, string> {
  return Object.fromEntries(Array.from({ length: headers.length / 2 }, (_, i) => headers.slice(2 * i, 2 * i + 2)))
}

const limited: Refusal = { reason: 'rate limited', message: 'Rate limit of 3 reached.', retryAfterMs: 1499.5 }

test("OpenAI's clients find message, type, param and code", () => {
  const { status, headers, body } = answerOf('openai', { ...limited, param: 'model' }, 'r-1')
  assert.equal(status, 429)
  assert.deepEqual(JSON.parse(body), {
    error: { message: 'Rate limit of 3 reached.', type: 'requests', param: 'model', code: 'rate_limit_exceeded' },
  })
  assert.equal(headersOf(headers)['x-request-id'], 'r-1')
})

test("Anthropic's clients find a typed error and the id of the request", () => {
  const { body, headers } = answerOf('anthropic', limited, 'r-1')
  assert.deepEqual(JSON.parse(body), {
    type: 'error',
    error: { type: 'rate_limit_error', message: 'Rate limit of 3 reached.' },
    request_id: 'r-1',
  })
  assert.equal(headersOf(headers)['request-id'], 'r-1')
})

test('a wait is told in all three ways and never too short', () => {
  const told = headersOf(answerOf('openai', limited, 'r').headers)
  assert.equal(told['x-should-retry'], 'true')
  assert.equal(told['retry-after-ms'], '1500')
  assert.equal(told['retry-after'], '2')
})

test('what never passes is not to be asked again, though its status is 429', () => {
  const told = headersOf(
    answerOf('openai', { reason: 'never fits', message: 'm', retryAfterMs: Infinity }, 'r').headers,
  )
  assert.equal(told['x-should-retry'], 'false')
  assert.equal(told['retry-after'], undefined)
})

test('a step-up names the way out', () => {
  const { status, body } = answerOf('openai', { reason: 'step-up', message: 'm', link: 'https://v.example/x' }, 'r')
  assert.equal(status, 403)
  assert.equal(
    (JSON.parse(body) as { error: { verification_url: string } }).error.verification_url,
    'https://v.example/x',
  )
})

test('the length is of bytes, not letters', () => {
  const { headers, body } = answerOf('openai', { reason: 'bad request', message: 'ä€' }, 'r')
  assert.equal(headersOf(headers)['content-length'], String(Buffer.byteLength(body)))
})
