/** Shows which headers go on, which stay, and what a record says of them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  endToEndRequestHeaders,
  endToEndResponseHeaders,
  headerTexts,
  keyOf,
  recordedHeaders,
  sdkOf,
} from './header.ts'

const sent = [
  'Host',
  'gateway',
  'Connection',
  'keep-alive, X-Mine',
  'X-Mine',
  '1',
  'TE',
  'trailers',
  'Expect',
  '100-continue',
  'Authorization',
  'Bearer shk_secret',
  'X-API-Key',
  'shk_secret',
  'Content-Length',
  '3',
  'Transfer-Encoding',
  'chunked',
  'User-Agent',
  'OpenAI/Python 2.9',
  'X-Unknown',
  'Ünïcode',
  'x-unknown',
  'twice',
  'Cookie',
  'session=1',
]

test('a request goes on without what belongs to one hop and without its key, in its own spelling and order', () => {
  assert.deepEqual(endToEndRequestHeaders(sent), [
    'User-Agent',
    'OpenAI/Python 2.9',
    'X-Unknown',
    'Ünïcode',
    'x-unknown',
    'twice',
    'Cookie',
    'session=1',
  ])
})

test('an answer goes on likewise, its length and its repeated headers included', () => {
  const raw = [
    'Content-Length',
    '3',
    'Set-Cookie',
    'a=1',
    'Set-Cookie',
    'b=2',
    'Connection',
    'close',
    'Keep-Alive',
    'x',
  ]
  assert.deepEqual(endToEndResponseHeaders(headerTexts(raw.map((text) => Buffer.from(text, 'latin1')))), [
    'Content-Length',
    '3',
    'Set-Cookie',
    'a=1',
    'Set-Cookie',
    'b=2',
  ])
})

test('header bytes are the same text wherever they lie in memory', () => {
  const head = Buffer.from('content-type: a\r\nx-name: caf\xe9\r\nx-none: \r\n', 'latin1')
  const cut = (text: string): Buffer => head.subarray(head.indexOf(text), head.indexOf(text) + text.length)
  const name = Buffer.from('caf\xe9', 'latin1')
  const inOrder = [
    cut('content-type'),
    cut('a'),
    cut('x-name'),
    head.subarray(25, 29),
    cut('x-none'),
    head.subarray(39, 39),
  ]
  const expected = ['content-type', 'a', 'x-name', 'caf\xe9', 'x-none', '']
  assert.deepEqual(inOrder[3], name)
  assert.deepEqual(headerTexts(inOrder), expected)
  // Node gives what came in two pieces memory of its own.
  assert.deepEqual(headerTexts(inOrder.map((bytes) => Buffer.from(bytes))), expected)
  assert.deepEqual(headerTexts([cut('x-name'), name, cut('content-type'), cut('a')]), [
    'x-name',
    'caf\xe9',
    'content-type',
    'a',
  ])
  assert.deepEqual(headerTexts([]), [])
})

test('no secret is in a record', () => {
  const recorded = recordedHeaders(sent)
  assert.doesNotMatch(JSON.stringify(recorded), /secret|session/)
  assert.equal(recorded['x-unknown'], 'twice')
})

test('a record has at most 48 headers of at most 256 characters', () => {
  const many = Array.from({ length: 200 }, (_, i) => [`x-${i}`, 'v'.repeat(5000)]).flat()
  const recorded = recordedHeaders(many)
  assert.equal(Object.keys(recorded).length, 48)
  assert.ok(Object.values(recorded).every((value) => value.length === 256))
})

test('a key is taken from either header that official clients use', () => {
  assert.equal(keyOf({ authorization: 'Bearer k' }), 'k')
  assert.equal(keyOf({ authorization: 'bearer  k ' }), 'k')
  assert.equal(keyOf({ 'x-api-key': 'k' }), 'k')
  assert.equal(keyOf({ 'x-api-key': 'k', authorization: 'Bearer other' }), 'k')
  assert.equal(keyOf({ 'api-key': 'k' }), 'k')
  assert.equal(keyOf({ authorization: 'Basic k' }), undefined)
  assert.equal(keyOf({}), undefined)
})

test('official kits are told apart', () => {
  const of = (language: string, agent: string): string | undefined =>
    sdkOf({ 'x-stainless-lang': language, 'x-stainless-package-version': '2.9.0', 'user-agent': agent })
  assert.equal(of('python', 'OpenAI/Python 2.9.0'), 'openai-python/2.9.0')
  assert.equal(of('js', 'Anthropic/JS 2.9.0'), 'anthropic-node/2.9.0')
  assert.equal(sdkOf({ 'user-agent': 'curl/8' }), undefined)
})
