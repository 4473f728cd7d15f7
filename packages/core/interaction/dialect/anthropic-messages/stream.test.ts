/** Shows what the events of messages add up to, as they should be and as proxies mangle them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AnswerStream } from '../../answer-stream.ts'
import { readConversation } from '../../dialect.ts'
import { arrayOf, type JsonObject } from '../../json-value.ts'
import { assembled } from '../../recorded-stream.test.ts'

const add = (...events: readonly unknown[]): AnswerStream =>
  assembled(
    'anthropic.messages',
    events.map((event) => ({ event: undefined, data: JSON.stringify(event) })),
  )
const start = (id: string, usage: JsonObject = { input_tokens: 5, output_tokens: 1 }): JsonObject => ({
  type: 'message_start',
  message: { id, type: 'message', role: 'assistant', content: [], stop_reason: null, usage },
})
const block = (index: number, content_block: unknown): JsonObject => ({
  type: 'content_block_start',
  index,
  content_block,
})
const delta = (index: number, members: unknown): JsonObject => ({ type: 'content_block_delta', index, delta: members })
const json = (index: number, partial_json: string): JsonObject =>
  delta(index, { type: 'input_json_delta', partial_json })
const stop = { type: 'message_stop' }
const blocks = (...events: readonly unknown[]): unknown => add(start('msg_1'), ...events).body?.['content']

test('blocks add up by index, in its order', () => {
  assert.deepEqual(
    blocks(
      block(1, { type: 'text', text: '' }),
      block(0, { type: 'thinking', thinking: '', signature: '' }),
      delta(1, { type: 'text_delta', text: 'a' }),
      delta(0, { type: 'thinking_delta', thinking: 'hm' }),
      { type: 'ping' },
      delta(0, { type: 'signature_delta', signature: 'sig' }),
      delta(1, { type: 'text_delta', text: 'b' }),
      delta(1, { type: 'citations_delta', citation: { cited_text: 'c' } }),
      delta(1, { type: 'citations_delta', citation: { cited_text: 'd' } }),
    ),
    [
      { type: 'thinking', thinking: 'hm', signature: 'sig' },
      { type: 'text', text: 'ab', citations: [{ cited_text: 'c' }, { cited_text: 'd' }] },
    ],
  )
})

test('input is its JSON, an empty object without any, and its text when it was cut', () => {
  const tool = block(0, { type: 'tool_use', id: 'toolu_1', name: 'f', input: {} })
  const inputs: readonly (readonly [fragments: readonly string[], input: unknown])[] = [
    [['', '{"a', '":[1', '2]}'], { a: [12] }],
    [[], {}],
    [[''], {}],
    [['{"a": "Spark'], '{"a": "Spark'],
    [['{"a":}'], '{"a":}'],
    [[`{"a":${'['.repeat(300)}`, `${']'.repeat(300)}}`], `{"a":${'['.repeat(300)}${']'.repeat(300)}}`],
  ]
  for (const [fragments, input] of inputs)
    assert.deepEqual(blocks(tool, ...fragments.map((fragment) => json(0, fragment))), [
      { type: 'tool_use', id: 'toolu_1', name: 'f', input },
    ])
})

test('a call that was cut reads as its text', () => {
  const { body } = add(
    start('msg_1'),
    block(0, { type: 'tool_use', id: 'toolu_1', name: 'f', input: {} }),
    json(0, '{"lines": ["Filing'),
  )
  assert.deepEqual(readConversation('anthropic.messages', {}, body).answers[0]?.parts, [
    { kind: 'tool-call', name: 'f', arguments: '{"lines": ["Filing' },
  ])
})

test('blocks and deltas of unknown types are kept as they came', () => {
  const unknown = {
    type: 'web_search_tool_result',
    content: [
      { index: 0, title: 'a' },
      { index: 0, title: 'b' },
    ],
  }
  assert.deepEqual(
    blocks(
      block(0, unknown),
      block(1, { type: 'compaction', content: null, encrypted_content: null }),
      delta(1, { type: 'compaction_delta', content: 'Sum', encrypted_content: 'Ep' }),
      delta(1, { type: 'compaction_delta', content: 'mary', encrypted_content: null }),
      delta(2, { type: 'text_delta', text: 'no start' }),
    ),
    [unknown, { type: 'compaction', content: 'Summary', encrypted_content: 'Ep' }, { type: 'text', text: 'no start' }],
  )
})

test('a second start begins anew, and the ids of both messages are minted', () => {
  const ids = ['msg_01FallbackStreamAbcdefghij', 'msg_01RNdvgjHoLmx2THF9AVj3KK'] as const
  const { body, isComplete } = add(
    start(ids[0]),
    block(0, { type: 'text', text: 'old' }),
    block(1, { type: 'text', text: 'old' }),
    stop,
    start(ids[1]),
    block(0, { type: 'text', text: 'new' }),
  )
  assert.deepEqual([body?.['id'], body?.['superseded_ids'], isComplete], [ids[1], [ids[0]], false])
  assert.deepEqual(body?.['content'], [{ type: 'text', text: 'new' }])
  assert.deepEqual(readConversation('anthropic.messages', {}, body).minted, ids)
  assert.equal(add(start('msg_1'), start('msg_1')).body?.['superseded_ids'], undefined)
})

test('of a stream that begins anew over and over some ids are kept', () => {
  const { body } = add(...Array.from({ length: 1000 }, (_, n) => start(`msg_${n}`)))
  assert.deepEqual([body?.['id'], arrayOf(body?.['superseded_ids']).length], ['msg_999', 64])
})

test('the last counts win, and null takes none back', () => {
  const cached = { input_tokens: 5, cache_read_input_tokens: 40, cache_creation_input_tokens: 300, output_tokens: 1 }
  const last = { input_tokens: 7, cache_read_input_tokens: null, output_tokens: 9 }
  const { usage, body } = add(
    start('msg_1', cached),
    { type: 'message_delta', delta: { stop_reason: 'never_heard_of', stop_sequence: null }, usage: last, context: 1 },
    stop,
  )
  assert.deepEqual(usage, { inputTokens: 347, outputTokens: 9, cachedTokens: 40 })
  assert.deepEqual([body?.['stop_reason'], body?.['context']], ['never_heard_of', 1])
  assert.deepEqual(add(start('msg_1', cached)).usage, { inputTokens: 345, outputTokens: 1, cachedTokens: 40 })
})

test('an error ends the stream and is kept beside what came', () => {
  const error = { type: 'overloaded_error', message: 'shape' }
  const stream = add(start('msg_1'), block(0, { type: 'text', text: 'a' }), { type: 'error', error })
  assert.deepEqual([stream.error, stream.isComplete], [error, true])
  assert.deepEqual(stream.body?.['content'], [{ type: 'text', text: 'a' }])
  assert.equal(add({ type: 'error', error }).body, undefined)
})

test('the end marker of another dialect is no malformed event', () => {
  const stream = assembled('anthropic.messages', [{ event: undefined, data: '[DONE]' }])
  assert.deepEqual([stream.malformedEvents, stream.isComplete], [0, false])
})

test('an event whose data has no type is of the type of its name', () => {
  const stream = assembled('anthropic.messages', [{ event: 'message_start', data: '{"message":{"id":"m"}}' }])
  assert.deepEqual(stream.body, { id: 'm', content: [] })
})
