/** Shows that paths match as they stand, and that whose they are is told by who asks. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Provider, providerOfHeaders, RouteTable } from './route.ts'

const table = new RouteTable([
  { provider: 'openai', path: '/v1/moderations' },
  { provider: 'anthropic', path: '/v1/files/*' },
])

function check(method: string, path: string, expected: string, provider: Provider = 'openai'): void {
  const found = table.find(method, path, provider)
  const shown = found.ok
    ? `${found.route.provider} ${found.route.kind} ${found.route.dialect ?? '-'}`
    : found.allow === undefined
      ? 'none'
      : `allow ${found.allow.join(' ')}`
  assert.equal(shown, expected, `${method} ${path}`)
}

test('every path of both providers is there, with its kind and its dialect', () => {
  check('POST', '/v1/chat/completions', 'openai generate openai.chat')
  check('POST', '/v1/responses', 'openai generate openai.responses')
  check('GET', '/v1/responses/resp_abc-1', 'openai retrieve openai.responses')
  check('DELETE', '/v1/responses/resp_abc', 'openai plain -')
  check('POST', '/v1/responses/resp_abc/cancel', 'openai retrieve openai.responses')
  check('POST', '/v1/embeddings', 'openai generate openai.embeddings')
  check('POST', '/v1/completions', 'openai generate openai.completions')
  check('POST', '/v1/messages', 'anthropic generate anthropic.messages')
  check('POST', '/v1/messages/count_tokens', 'anthropic plain -')
  check('POST', '/v1/messages/batches', 'anthropic batch anthropic.messages')
  check('GET', '/v1/messages/batches/msgbatch_1/results', 'anthropic plain -')
})

test('a path that both providers have belongs to whoever asks in the manners of one', () => {
  check('GET', '/v1/models', 'openai plain -', 'openai')
  check('GET', '/v1/models', 'anthropic plain -', 'anthropic')
  check('GET', '/v1/models/gpt-5.1', 'openai plain -')
  assert.equal(providerOfHeaders({ 'anthropic-version': '2023-06-01' }), 'anthropic')
  assert.equal(providerOfHeaders({ authorization: 'Bearer x' }), 'openai')
})

test('further paths are forwarded only when they are allowed', () => {
  check('POST', '/v1/moderations', 'openai plain -')
  check('GET', '/v1/files/file_1/content', 'anthropic plain -')
  check('GET', '/v1/files/', 'none')
  check('POST', '/v1/fine_tuning/jobs', 'none')
})

test('a HEAD is a GET, and another method is told what there is', () => {
  check('HEAD', '/v1/models', 'openai plain -')
  check('HEAD', '/v1/chat/completions', 'allow POST')
  check('OPTIONS', '/v1/messages', 'allow POST')
  check('PUT', '/v1/responses/r', 'allow GET DELETE')
})

test('a path that two programs could read in two ways is nobody’s', () => {
  const twisted = [
    '/v1/responses/../chat/completions',
    '/v1/files/../../admin',
    '/v1/files/./x',
    '/v1/files//x',
    '/v1//chat/completions',
    '/v1/chat/completions/',
    '/v1/chat%2fcompletions',
    '/v1/files/%2e%2e/x',
    '/v1/files/a\\..\\b',
    '/v1/files/a;b=c',
    '/v1/files/a#b',
    '/v1/files/ä',
    '//v1/models',
    'http://elsewhere/v1/models',
    '*',
    '',
  ]
  for (const path of twisted) check('POST', path, 'none')
})
