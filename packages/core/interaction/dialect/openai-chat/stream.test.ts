/** Shows what chunks of chat completions add up to, those of other providers among them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AnswerStream } from '../../answer-stream.ts'
import { arrayOf, objectOf, type JsonObject } from '../../json-value.ts'
import { assembled } from '../../recorded-stream.test.ts'

const add = (...events: readonly unknown[]): AnswerStream =>
  assembled(
    'openai.chat',
    events.map((event) => ({ event: undefined, data: typeof event === 'string' ? event : JSON.stringify(event) })),
  )
const chunk = (delta: unknown, more: JsonObject = {}): JsonObject => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  choices: [{ index: 0, delta, ...more }],
})
const choiceOf = (stream: AnswerStream): JsonObject | undefined => objectOf(arrayOf(stream.body?.['choices'])[0])
const messageOf = (...deltas: readonly unknown[]): unknown =>
  choiceOf(add(...deltas.map((delta) => chunk(delta))))?.['message']
const call = (index: number, id: string | undefined, name: string | undefined, json: string): JsonObject => ({
  tool_calls: [
    {
      index,
      ...(id === undefined ? {} : { id, type: 'function' }),
      function: { ...(name === undefined ? {} : { name }), arguments: json },
    },
  ],
})
const whole = (id: string, name: string, json: string): JsonObject => ({
  id,
  type: 'function',
  function: { name, arguments: json },
})

test('nothing is no body', () => {
  assert.deepEqual([add().body, add().usage, add().isComplete], [undefined, undefined, false])
  assert.equal(add('[DONE]').isComplete, true)
  assert.equal(add('[DONE]').body, undefined)
})

test('a first chunk without id and model is filled in by later ones', () => {
  const first = { id: '', model: '', object: '', created: 0, choices: [], prompt_filter_results: [1] }
  const { body } = add(first, { ...chunk({ content: 'a' }), model: 'm', created: 7, obfuscation: 'xyz' }, '[DONE]')
  assert.deepEqual(body, {
    id: 'chatcmpl-1',
    model: 'm',
    object: 'chat.completion',
    created: 7,
    prompt_filter_results: [1],
    choices: [{ index: 0, message: { role: 'assistant', content: 'a' }, finish_reason: null }],
  })
})

test('texts are appended, each to its own', () => {
  assert.deepEqual(
    messageOf(
      { role: 'assistant', content: '', refusal: null },
      { reasoning_content: 'I ' },
      { reasoning_content: 'see', reasoning: 'x' },
      { role: 'assistant', content: 'Yes' },
      { content: '!', reasoning: 'y' },
      { content: null },
      {},
    ),
    { role: 'assistant', content: 'Yes!', refusal: null, reasoning_content: 'I see', reasoning: 'xy' },
  )
  assert.deepEqual(messageOf({ refusal: 'No' }, { refusal: '.' }), {
    role: 'assistant',
    content: null,
    refusal: 'No.',
  })
})

test('calls add up by index, whichever fragment brings id and name', () => {
  const calls = [whole('call_a', 'f', '{"x":1}'), whole('call_b', 'g', '')]
  const messages = [
    messageOf(call(0, 'call_a', 'f', ''), call(1, 'call_b', 'g', ''), call(0, undefined, undefined, '{"x":1}')),
    messageOf(call(1, 'call_b', 'g', ''), call(0, 'call_a', 'f', '{"x"'), call(0, '', '', ':1}')),
    messageOf(call(0, 'call_a', 'f', '{"x"'), call(0, 'call_a', 'f', ':1}'), call(1, 'call_b', 'g', '')),
    // All calls number 0, as one provider has it.
    messageOf(call(0, 'call_a', 'f', '{"x":1}'), call(0, 'call_b', 'g', '')),
    messageOf({ tool_calls: [whole('call_a', 'f', '{"x":1}'), whole('call_b', 'g', '')] }),
  ]
  for (const message of messages) assert.deepEqual(message, { role: 'assistant', content: null, tool_calls: calls })
})

test('a call of the older form, custom tools and signatures add up too', () => {
  assert.deepEqual(messageOf({ function_call: { name: 'f', arguments: '{' } }, { function_call: { arguments: '}' } }), {
    role: 'assistant',
    content: null,
    function_call: { name: 'f', arguments: '{}' },
  })
  const custom = (id: string | undefined, input: string): unknown => ({
    tool_calls: [{ index: 0, ...(id === undefined ? { custom: { input } } : { id, custom: { name: 'sql', input } }) }],
  })
  assert.deepEqual(messageOf(custom('call_c', 'SELECT '), custom(undefined, '1')), {
    role: 'assistant',
    content: null,
    tool_calls: [{ id: 'call_c', custom: { name: 'sql', input: 'SELECT 1' } }],
  })
  const detail = (text: string, signature: unknown = null): unknown => ({
    reasoning_details: [{ type: 'reasoning.text', index: 0, format: 'x-v1', text, signature }],
  })
  assert.deepEqual(messageOf(detail('a'), detail('b'), detail('', 'sig')), {
    role: 'assistant',
    content: null,
    reasoning_details: [{ type: 'reasoning.text', index: 0, format: 'x-v1', text: 'ab', signature: 'sig' }],
  })
})

test('choices are told apart by index, in any order', () => {
  const { body } = add(
    { choices: [{ index: 1, delta: { content: 'b' } }] },
    {
      choices: [
        { index: 0, delta: { content: 'a' } },
        { index: 1, delta: { content: 'c' }, finish_reason: 'length' },
      ],
    },
    { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
  )
  assert.deepEqual(body, {
    choices: [
      { index: 0, message: { role: 'assistant', content: 'a' }, finish_reason: 'stop' },
      { index: 1, message: { role: 'assistant', content: 'bc' }, finish_reason: 'length' },
    ],
  })
})

test('log-probabilities are appended, null before and after them is nothing', () => {
  const stream = add(
    chunk({}, { logprobs: null }),
    chunk({}, { logprobs: { content: [{ token: 'a' }], refusal: null } }),
    chunk({}, { logprobs: { content: [{ token: 'b' }], refusal: null } }),
    chunk({}, { logprobs: null, finish_reason: 'stop' }),
  )
  assert.deepEqual(choiceOf(stream)?.['logprobs'], { content: [{ token: 'a' }, { token: 'b' }], refusal: null })
})

test('the last counts win, wherever they come', () => {
  const counts = (n: number): JsonObject => ({ choices: [], usage: { prompt_tokens: n, completion_tokens: 2 } })
  const stream = add({ ...chunk({}), usage: null }, counts(1), counts(3), { ...chunk({}), usage: null })
  assert.deepEqual(stream.usage, { inputTokens: 3, outputTokens: 2 })
  assert.deepEqual(stream.body?.['usage'], { prompt_tokens: 3, completion_tokens: 2 })
  assert.equal(add(chunk({ content: 'a' })).usage, undefined)
})

test('an error is kept with what came before it, and alone is no body', () => {
  const error = { message: 'shape', code: 502 }
  const { body, error: found, isComplete } = add(chunk({ content: 'a' }), { error })
  assert.deepEqual([found, isComplete, body !== undefined], [error, false, true])
  assert.equal(add({ error }).body, undefined)
  const ended = add({ ...chunk({ content: 'a' }, { finish_reason: 'error' }), error })
  assert.deepEqual(ended.error, error)
  assert.deepEqual(add({ object: 'error', message: 'm' }).error, { object: 'error', message: 'm' })
  assert.equal(assembled('openai.chat', [{ event: 'error', data: 'overloaded' }]).error, 'overloaded')
})

test('what is no JSON object is counted and passed over', () => {
  const stream = add('{', '', 'x', '[]', '7', chunk({ content: 'a' }), '{"choices"')
  assert.deepEqual([stream.malformedEvents, stream.body !== undefined], [5, true])
  assert.equal(add(`{"choices":${'['.repeat(500)}${']'.repeat(500)}}`).malformedEvents, 1)
})

test('a whole message in a stream is the message', () => {
  assert.deepEqual(add({ choices: [{ index: 0, message: { role: 'assistant', content: 'a' } }] }).body, {
    choices: [{ index: 0, message: { role: 'assistant', content: 'a' }, finish_reason: null }],
  })
})

test('names that every object has are members like others', () => {
  const delta = JSON.parse('{"constructor":"a","toString":{"x":"b"},"__proto__":{"polluted":1}}') as unknown
  assert.deepEqual(messageOf(delta, delta), {
    role: 'assistant',
    content: null,
    constructor: 'aa',
    toString: { x: 'bb' },
  })
  add(JSON.parse('{"__proto__":{"polluted":1},"choices":[{"__proto__":{"polluted":1},"delta":{}}]}'))
  assert.equal('polluted' in {}, false)
})

test('beyond the limit of an answer its content is left out, its counts are not', () => {
  const stream = add(chunk({ content: 'a' }))
  const padding = 'x'.repeat(15 * 1024 * 1024)
  const add15 = (): void => stream.add({ event: undefined, data: JSON.stringify({ padding }) })
  for (let count = 0; count < 5; count++) add15()
  stream.add({ event: undefined, data: JSON.stringify(chunk({ content: 'b' })) })
  stream.add({ event: undefined, data: '{"usage":{"prompt_tokens":1}}' })
  assert.deepEqual(choiceOf(stream)?.['message'], { role: 'assistant', content: 'a' })
  assert.deepEqual([stream.isTruncated, stream.usage], [true, { inputTokens: 1 }])
})
