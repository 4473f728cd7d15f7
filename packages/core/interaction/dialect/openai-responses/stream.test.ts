/** Shows what the events of responses add up to when the last one does not tell it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AnswerStream } from '../../answer-stream.ts'
import type { JsonObject } from '../../json-value.ts'
import { assembled } from '../../recorded-stream.test.ts'

const add = (...events: readonly unknown[]): AnswerStream =>
  assembled(
    'openai.responses',
    events.map((event) => ({ event: undefined, data: JSON.stringify(event) })),
  )
const created = { type: 'response.created', response: { id: 'resp_1', status: 'in_progress', output: [] } }
const item = (members: JsonObject, word = 'added', output_index = 0): JsonObject => ({
  type: `response.output_item.${word}`,
  output_index,
  item: members,
})
const tell = (type: string, members: JsonObject): JsonObject => ({
  type,
  output_index: 0,
  content_index: 0,
  ...members,
})
const message = { type: 'message', id: 'msg_1', role: 'assistant', content: [] }
const outputOf = (...events: readonly unknown[]): unknown[] => add(created, ...events).body?.['output'] as unknown[]

test('a text adds up from its fragments until it is told as a whole', () => {
  const part = { type: 'output_text', annotations: [], logprobs: [], text: '' }
  const events = [
    item(message),
    tell('response.content_part.added', { part }),
    tell('response.output_text.delta', { delta: 'a', logprobs: [{ token: 'a' }] }),
    tell('response.output_text.delta', { delta: 'b', logprobs: [{ token: 'b' }] }),
    tell('response.output_text.annotation.added', { annotation: { type: 'url_citation' } }),
  ]
  const logprobs = [{ token: 'a' }, { token: 'b' }]
  const content = [{ type: 'output_text', annotations: [{ type: 'url_citation' }], logprobs, text: 'ab' }]
  assert.deepEqual(outputOf(...events), [{ ...message, content }])
  assert.deepEqual(outputOf(...events, item({ ...message, content: ['whole'] }, 'done')), [
    { ...message, content: ['whole'] },
  ])
  assert.deepEqual(outputOf(...events, tell('response.output_text.done', { text: 'abc' })), [
    { ...message, content: [{ ...content[0], text: 'abc' }] },
  ])
})

test('reasoning, refusals and the input of tools add up', () => {
  const cases: readonly (readonly [start: JsonObject, type: string, whole: JsonObject])[] = [
    [{ type: 'function_call', arguments: '' }, 'function_call_arguments', { arguments: 'ab' }],
    [{ type: 'mcp_call' }, 'mcp_call_arguments', { arguments: 'ab' }],
    [{ type: 'custom_tool_call', input: '' }, 'custom_tool_call_input', { input: 'ab' }],
    [{ type: 'code_interpreter_call', code: '' }, 'code_interpreter_call_code', { code: 'ab' }],
    [
      { type: 'apply_patch_call', operation: { type: 'create_file', diff: '' } },
      'apply_patch_call_operation_diff',
      { operation: { type: 'create_file', diff: 'ab' } },
    ],
    [{ type: 'message', content: [] }, 'refusal', { content: [{ type: 'refusal', refusal: 'ab' }] }],
    [{ type: 'reasoning' }, 'reasoning_text', { content: [{ type: 'reasoning_text', text: 'ab' }] }],
    [{ type: 'reasoning', summary: [] }, 'reasoning_summary_text', { summary: [{ type: 'summary_text', text: 'ab' }] }],
  ]
  for (const [start, type, whole] of cases) {
    const fragments = ['a', 'b'].map((delta) => tell(`response.${type}.delta`, { delta, summary_index: 0 }))
    assert.deepEqual(outputOf(item(start), ...fragments), [{ ...start, ...whole }])
    // A stream may have lost the start of its item.
    assert.deepEqual(outputOf(...fragments).map(typeOf), [start['type']])
  }
  assert.deepEqual(
    outputOf(
      item({ type: 'shell_call', action: { commands: [] } }),
      tell('response.shell_call_command.added', { command_index: 0, command: '' }),
      tell('response.shell_call_command.delta', { command_index: 0, delta: 'ls' }),
      tell('response.shell_call_command.delta', { command_index: 0, delta: ' -l' }),
    ),
    [{ type: 'shell_call', action: { commands: ['ls -l'] } }],
  )
})

const typeOf = (value: unknown): unknown => (value as JsonObject)['type']

test('items stand in the order of their index, whatever their ids', () => {
  assert.deepEqual(outputOf(item({ id: 'b' }, 'added', 2), item({ id: 'a' }), item({ id: 'c' }, 'done', 2)), [
    { id: 'a' },
    { id: 'c' },
  ])
})

test('the last event is the body, but for items that it leaves out', () => {
  const last = (type: string, output: readonly unknown[]): JsonObject => ({
    type: `response.${type}`,
    response: { id: 'resp_1', status: type, output, usage: { input_tokens: 3 } },
  })
  const full = add(created, item(message), last('completed', [{ ...message, id: 'msg_2' }]))
  assert.deepEqual(full.body?.['output'], [{ ...message, id: 'msg_2' }])
  assert.deepEqual([full.isComplete, full.usage], [true, { inputTokens: 3 }])
  const empty = add(created, item(message), last('incomplete', []))
  assert.deepEqual([empty.body?.['output'], empty.body?.['status']], [[message], 'incomplete'])
})

test('a second response begins anew', () => {
  const again = { type: 'response.created', response: { id: 'resp_2', output: [] } }
  assert.deepEqual(add(created, item(message), again).body, { id: 'resp_2', output: [] })
})

test('items of a stream without its start are a body', () => {
  assert.deepEqual(add(item(message)).body, { object: 'response', output: [message] })
  assert.equal(add().body, undefined)
})

test('an index that cannot be makes nothing', () => {
  for (const index of [-1, 0.5, 1e9, '0', null])
    assert.deepEqual(
      outputOf(item(message), tell('response.output_text.delta', { delta: 'a', content_index: index })),
      [message],
    )
})
