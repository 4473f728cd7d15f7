/** Shows that what is served after hardening has no log-probabilities or reasoning left and is otherwise what it was. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { StreamEvent } from './answer-stream.ts'
import { dialectNames, hardenBody, openHardener, readConversation } from './dialect.ts'
import type { HardenedEvent, Hardening } from './hardening.ts'
import { compactJson, type JsonObject } from './json-value.ts'
import { anyJson, mutate, oneOf, pickFrom } from './mutation.test.ts'
import { assembled, eventsOf, recordedStreams, skipWithoutStreams as skip } from './recorded-stream.test.ts'

const both: Hardening = { stripsLogprobs: true, dropsReasoning: true }
const logprobsOnly: Hardening = { stripsLogprobs: true, dropsReasoning: false }
const reasoningOnly: Hardening = { stripsLogprobs: false, dropsReasoning: true }
const none: Hardening = { stripsLogprobs: false, dropsReasoning: false }

/** The events that are served, in place of those that came. */
function served(dialect: string, events: readonly StreamEvent[], hardening: Hardening): readonly StreamEvent[] {
  const harden = openHardener(dialect, hardening)
  return events.flatMap((event) => {
    const hardened = harden(event)
    if (hardened === 'drop' || hardened === 'unreadable') return []
    return hardened === 'same' ? event : hardened
  })
}

test('a hardened stream adds up to the hardened body, wherever it is cut', { skip }, () => {
  let changes = 0
  for (const { dialect, text, name } of recordedStreams()) {
    const events = eventsOf(text)
    for (const hardening of [both, logprobsOnly, reasoningOnly, none])
      for (let length = events.length; length > 0; length -= 1 + Math.floor(events.length / 20)) {
        const { body, usage } = assembled(dialect, events.slice(0, length))
        const again = assembled(dialect, served(dialect, events.slice(0, length), hardening))
        assert.deepEqual(again.body, hardenBody(dialect, body, hardening), `${name} at ${length}`)
        assert.deepEqual(again.usage, usage)
        if (length === events.length && hardenBody(dialect, body, hardening) !== body) changes++
      }
  }
  // Otherwise nothing would have been hardened.
  assert.ok(changes >= 14, `${changes}`)
})

test('texts, calls and tokens are left, reasoning and log-probabilities are not', { skip }, () => {
  for (const { dialect, text, name } of recordedStreams()) {
    const { body } = assembled(dialect, eventsOf(text))
    const hardened = hardenBody(dialect, body, both)
    const before = readConversation(dialect, {}, body)
    const after = readConversation(dialect, {}, hardened)
    const said = (answers: typeof before.answers): unknown =>
      answers.map(({ parts }) => parts.filter((part) => part.kind !== 'reasoning' && part.kind !== 'opaque'))
    assert.deepEqual(said(after.answers), said(before.answers), name)
    assert.deepEqual(after.minted, before.minted, name)
    assert.equal(
      after.answers.some(({ parts }) => parts.some((part) => part.kind === 'reasoning')),
      false,
      name,
    )
    assert.doesNotMatch(compactJson(hardened), /"logprob":/)
  }
})

test(
  'recorded bodies are hardened once and for all, and left the same when there is nothing to take out',
  { skip },
  () => {
    const folder = `${import.meta.dirname}/../../../../shared/vectors/wire/recorded`
    assert.ok(existsSync(folder))
    let same = 0
    const paths = {
      'openai/chat': 'openai.chat',
      'openai/responses': 'openai.responses',
      'anthropic/messages': 'anthropic.messages',
    }
    for (const [path, dialect] of Object.entries(paths))
      for (const name of readdirSync(`${folder}/${path}`).filter((name) => name.endsWith('.json'))) {
        const body: unknown = JSON.parse(readFileSync(`${folder}/${path}/${name}`, 'utf8'))
        const text = compactJson(body)
        const hardened = hardenBody(dialect, body, both)
        assert.equal(hardenBody(dialect, hardened, both), hardened, name)
        assert.equal(hardenBody(dialect, body, none), body)
        assert.equal(compactJson(body), text)
        if (hardened === body) same++
      }
    assert.ok(same > 40)
  },
)

const eventOf = (value: unknown, event?: string): StreamEvent => ({ event, data: JSON.stringify(value) })

function checkBody(dialect: string, hardening: Hardening, body: unknown, expected: unknown): void {
  const text = compactJson(body)
  assert.deepEqual(hardenBody(dialect, body, hardening), expected)
  assert.equal(compactJson(body), text)
}

function checkEvent(dialect: string, hardening: Hardening, value: unknown, expected: unknown): void {
  const hardened: HardenedEvent = openHardener(dialect, hardening)(eventOf(value, 'e'))
  if (typeof expected === 'string') assert.equal(hardened, expected, compactJson(value))
  else assert.deepEqual(hardened, eventOf(expected, 'e'))
}

test('chat: log-probabilities become null, members with reasoning go, signed blocks lose their text', () => {
  const message = { role: 'assistant', content: 'a', reasoning_content: 'r', reasoning: 'r', reasoning_details: [{}] }
  const blocks = [
    { type: 'thinking', thinking: 'r', signature: 's' },
    { type: 'redacted_thinking', data: 'd' },
  ]
  const logprobs = { content: [{ token: 'a', logprob: -1 }] }
  checkBody(
    'openai.chat',
    both,
    {
      id: 'x',
      choices: [{ index: 0, message: { ...message, thinking_blocks: blocks }, logprobs }],
      prompt_logprobs: [1],
    },
    {
      id: 'x',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'a', thinking_blocks: [{ ...blocks[0], thinking: '' }, blocks[1]] },
          logprobs: null,
        },
      ],
      prompt_logprobs: null,
    },
  )
  const chunk = (delta: JsonObject, more: JsonObject = {}): JsonObject => ({ choices: [{ index: 0, delta, ...more }] })
  checkEvent('openai.chat', both, chunk({ reasoning_content: 'r' }), chunk({}))
  checkEvent('openai.chat', both, chunk({ content: 'a', reasoning: null }), chunk({ content: 'a' }))
  checkEvent('openai.chat', both, chunk({ content: 'a' }, { logprobs }), chunk({ content: 'a' }, { logprobs: null }))
  checkEvent('openai.chat', both, chunk({ content: 'on reasoning' }, { logprobs: null }), 'same')
  checkEvent('openai.chat', reasoningOnly, chunk({ content: 'a' }, { logprobs }), 'same')
  checkEvent('openai.chat', logprobsOnly, chunk({ reasoning: 'r' }), 'same')
})

test('responses: items of reasoning keep what is sent back, events that tell it are dropped', () => {
  const reasoning = {
    type: 'reasoning',
    id: 'rs_1',
    encrypted_content: 'gAAA',
    summary: [{ type: 'summary_text', text: 'r' }],
    content: [{ type: 'reasoning_text', text: 'r' }],
  }
  const part = { type: 'output_text', text: 'a', annotations: [], logprobs: [{ token: 'a' }] }
  const message = { type: 'message', id: 'msg_1', content: [part] }
  const emptied = { ...reasoning, summary: [], content: [] }
  const stripped = { ...part, logprobs: [] }
  const hardened = { ...message, content: [stripped] }
  checkBody('openai.responses', both, { output: [reasoning, message] }, { output: [emptied, hardened] })
  checkBody('openai.responses', logprobsOnly, { output: [reasoning, message] }, { output: [reasoning, hardened] })
  const cases: readonly (readonly [event: JsonObject, expected: JsonObject | 'drop' | 'same'])[] = [
    [
      { type: 'response.completed', response: { output: [reasoning] } },
      { type: 'response.completed', response: { output: [emptied] } },
    ],
    [
      { type: 'response.output_item.done', item: message },
      { type: 'response.output_item.done', item: hardened },
    ],
    [
      { type: 'response.content_part.done', part },
      { type: 'response.content_part.done', part: stripped },
    ],
    [
      { type: 'response.output_text.delta', delta: 'a', logprobs: [1] },
      { type: 'response.output_text.delta', delta: 'a', logprobs: [] },
    ],
    [{ type: 'response.output_text.delta', delta: 'a', logprobs: [] }, 'same'],
    [{ type: 'response.output_item.added', item: emptied }, 'same'],
    [{ type: 'response.reasoning_text.delta', delta: 'r' }, 'drop'],
    [{ type: 'response.reasoning_summary_text.done', text: 'r' }, 'drop'],
    [{ type: 'response.reasoning_summary_part.added', part: reasoning.summary[0] }, 'drop'],
    [{ type: 'response.content_part.added', part: reasoning.content[0] }, 'drop'],
  ]
  for (const [event, expected] of cases) checkEvent('openai.responses', both, event, expected)
  const named = openHardener('openai.responses', both)
  assert.equal(named({ event: 'response.reasoning_text.delta', data: '{"delta":"r"}' }), 'drop')
})

test('messages: thinking keeps place and signature, its fragments are dropped', () => {
  const thinking = { type: 'thinking', thinking: 'r', signature: 's' }
  const rest = [
    { type: 'redacted_thinking', data: 'd' },
    { type: 'text', text: 'thinking' },
  ]
  checkBody(
    'anthropic.messages',
    both,
    { content: [thinking, ...rest] },
    { content: [{ ...thinking, thinking: '' }, ...rest] },
  )
  checkEvent(
    'anthropic.messages',
    both,
    { type: 'content_block_delta', delta: { type: 'thinking_delta', thinking: 'r' } },
    'drop',
  )
  checkEvent(
    'anthropic.messages',
    both,
    { type: 'content_block_delta', delta: { type: 'signature_delta', signature: 's' } },
    'same',
  )
  checkEvent(
    'anthropic.messages',
    both,
    { type: 'content_block_delta', delta: { type: 'text_delta', text: 'thinking' } },
    'same',
  )
  checkEvent(
    'anthropic.messages',
    both,
    { type: 'content_block_start', content_block: thinking },
    { type: 'content_block_start', content_block: { ...thinking, thinking: '' } },
  )
  checkEvent('anthropic.messages', logprobsOnly, { delta: { type: 'thinking_delta', thinking: 'r' } }, 'same')
})

test('a name that is written with escapes hides nothing', () => {
  const harden = openHardener('openai.chat', both)
  const data = String.raw`{"choices":[{"\u0064elta":{"\u0072easoning_content":"r"},"\u006cogprobs":{"content":[]}}]}`
  assert.deepEqual(harden({ event: undefined, data }), {
    event: undefined,
    data: '{"choices":[{"delta":{},"logprobs":null}]}',
  })
})

test('what is no JSON object is not served, but for nothing and the end', () => {
  const unreadable = [
    '{"reasoning": "logprobs"',
    '["thinking"]',
    'reasoning',
    'anything',
    '7',
    '{}{}',
    '[DONE] x',
    '{'.repeat(300),
  ]
  for (const dialect of dialectNames.filter((name) => name !== 'openai.embeddings')) {
    const harden = openHardener(dialect, both)
    for (const data of unreadable) assert.equal(harden({ event: undefined, data }), 'unreadable', `${dialect} ${data}`)
    for (const data of ['', ' ', '[DONE]', '[DONE] ']) assert.equal(harden({ event: 'e', data }), 'same', dialect)
    for (const data of unreadable) assert.equal(openHardener(dialect, none)({ event: undefined, data }), 'same')
  }
})

test('any JSON is hardened without failing, and for good', () => {
  const pick = pickFrom(12)
  const answers = [
    { choices: [{ message: { reasoning: 'r', thinking_blocks: [{ thinking: 'r' }] }, logprobs: {} }] },
    {
      output: [
        { type: 'reasoning', summary: [1], content: [2] },
        { type: 'message', content: [{ logprobs: [1] }] },
      ],
    },
    { content: [{ type: 'thinking', thinking: 'r' }] },
  ]
  for (let round = 0; round < 5000; round++) {
    const dialect = oneOf(pick, [...dialectNames, '__proto__'])
    const body = pick(3) === 0 ? anyJson(pick, 5) : mutate(oneOf(pick, answers), pick)
    const hardened = hardenBody(dialect, body, both)
    assert.equal(hardenBody(dialect, hardened, both), hardened)
    const event = openHardener(dialect, both)(eventOf(body))
    if (typeof event !== 'string') assert.equal(openHardener(dialect, both)(event), 'same')
  }
})
