/** Shows that published streams add up to what a slow reading of them says, in whatever chunks they come. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AnswerStream, StreamEvent } from './answer-stream.ts'
import { readAnswerUsage, readConversation } from './dialect.ts'
import type { Conversation } from './interaction.ts'
import { arrayOf, objectOf, textOf, type JsonObject } from './json-value.ts'
import { pickFrom } from './mutation.test.ts'
import {
  assembled,
  eventsOf,
  recordedStreams,
  skipWithoutStreams as skip,
  type RecordedStream,
} from './recorded-stream.test.ts'

/** The JSON objects in a stream, read without the decoder. */
function objectsIn(text: string): readonly JsonObject[] {
  return [...text.matchAll(/^data: (.*)$/gm)].flatMap(([, data]) => {
    try {
      return [JSON.parse(data!) as JsonObject]
    } catch {
      return []
    }
  })
}

const answersOf = (dialect: string, body: unknown): Conversation['answers'] =>
  readConversation(dialect, {}, body).answers

const streamsOf = (dialect: string): readonly RecordedStream[] =>
  recordedStreams().filter((stream) => stream.dialect === dialect)

const whole = ({ dialect, text }: RecordedStream): AnswerStream => assembled(dialect, eventsOf(text))

test('a stream adds up to the same in any chunks', { skip }, () => {
  const pick = pickFrom(5)
  for (const stream of recordedStreams()) {
    const { body, usage, malformedEvents } = whole(stream)
    for (const size of [1, 7, 1024, 2 + pick(200)]) {
      const count = Math.ceil(stream.text.length / size)
      const chunks = Array.from({ length: count }, (_, at) => stream.text.slice(at * size, (at + 1) * size))
      const again = assembled(stream.dialect, eventsOf(...chunks))
      assert.deepEqual([again.body, again.usage, again.malformedEvents], [body, usage, malformedEvents], stream.name)
    }
  }
})

test('every stream is complete, and only the two events that are no JSON are counted', { skip }, () => {
  for (const stream of recordedStreams()) {
    const { isComplete, malformedEvents, isTruncated, error } = whole(stream)
    const isBroken = stream.name.startsWith('parallel-tool-call-wrapper')
    assert.deepEqual([malformedEvents, isTruncated], [isBroken ? 2 : 0, false], stream.name)
    assert.equal(isComplete, !isBroken, stream.name)
    assert.equal(error !== undefined, stream.name.startsWith('openai-error'), stream.name)
  }
})

test('wherever a stream is cut, what came is a body that can be read', { skip }, () => {
  for (const { dialect, text, name } of recordedStreams()) {
    const events = eventsOf(text)
    for (let length = 0; length < events.length; length += 1 + Math.floor(events.length / 50)) {
      const { body, isComplete } = assembled(dialect, events.slice(0, length))
      // The first event of this one is no JSON.
      assert.equal(body === undefined, length === 0 || (length === 1 && name.startsWith('parallel')), name)
      assert.ok(!isComplete || length > 1)
      answersOf(dialect, body)
      assert.doesNotThrow(() => JSON.stringify(body))
    }
  }
})

/** What a choice of a chat stream says, told apart without looking at what the assembly does. */
function chatChoice(chunks: readonly JsonObject[], index: number): unknown {
  const choices = chunks
    .flatMap((chunk) => arrayOf(chunk['choices']) as readonly JsonObject[])
    .filter((choice) => choice['index'] === index)
  const deltas = choices.map((choice) => choice['delta'] as JsonObject)
  const calls: string[] = []
  for (const call of deltas.flatMap((delta) => arrayOf(delta['tool_calls'])) as readonly JsonObject[]) {
    const { name, arguments: json } = call['function'] as JsonObject
    const at = call['index'] as number
    calls[at] = (calls[at] ?? `${textOf(name)} `) + textOf(json)
  }
  return {
    text: deltas.map((delta) => textOf(delta['content']) + textOf(delta['refusal'])).join(''),
    calls,
    reason: choices.findLast((choice) => choice['finish_reason'] !== null)?.['finish_reason'],
    logprobs: choices.flatMap((choice) => {
      const logprobs = objectOf(choice['logprobs'])
      return [...arrayOf(logprobs?.['content']), ...arrayOf(logprobs?.['refusal'])]
    }),
  }
}

test('a chat stream has the texts, calls, log-probabilities, reasons and counts of its chunks', { skip }, () => {
  let choiceCount = 0
  for (const stream of streamsOf('openai.chat')) {
    const { body, usage } = whole(stream)
    const chunks = objectsIn(stream.text)
    const choices = arrayOf(body?.['choices']) as readonly JsonObject[]
    choices.forEach((choice, index) => {
      const { content, refusal, tool_calls } = choice['message'] as JsonObject
      const calls = (arrayOf(tool_calls) as readonly JsonObject[]).map((call) => call['function'] as JsonObject)
      const logprobs = objectOf(choice['logprobs'])
      assert.equal(choice['index'], index)
      assert.deepEqual(
        {
          text: textOf(content) + textOf(refusal),
          calls: calls.map((call) => `${textOf(call['name'])} ${textOf(call['arguments'])}`),
          reason: choice['finish_reason'],
          logprobs: [...arrayOf(logprobs?.['content']), ...arrayOf(logprobs?.['refusal'])],
        },
        chatChoice(chunks, index),
        stream.name,
      )
      choiceCount++
    })
    const counts = chunks.findLast((chunk) => objectOf(chunk['usage']) !== undefined)?.['usage'] as JsonObject
    assert.deepEqual([usage?.inputTokens, usage?.outputTokens], [counts['prompt_tokens'], counts['completion_tokens']])
    assert.equal(body?.['object'], 'chat.completion')
    assert.equal(body['id'], chunks.at(-1)?.['id'])
    assert.equal('obfuscation' in body, false)
    assert.equal(answersOf(stream.dialect, body).length, choices.length)
  }
  assert.equal(choiceCount, 16)
})

test('the end of a response is its last event, and the events before it add up to the same items', { skip }, () => {
  let compared = 0
  for (const stream of streamsOf('openai.responses')) {
    const objects = objectsIn(stream.text)
    const last = objectOf(objects.at(-1)?.['response'])
    const { body, usage } = whole(stream)
    if (last === undefined) continue
    assert.deepEqual(body, last, stream.name)
    assert.deepEqual(usage, readAnswerUsage(stream.dialect, last))
    const cut = assembled(stream.dialect, eventsOf(stream.text).slice(0, -1)).body
    assert.equal(cut?.['status'], 'in_progress')
    // What is encrypted is encrypted anew in the last event, and in one recording ids change from event to event.
    assert.deepEqual(answersOf(stream.dialect, cut), answersOf(stream.dialect, body), stream.name)
    compared++
  }
  assert.ok(compared >= 24)
})

test('a response cut inside an item has what came of it', { skip }, () => {
  for (const stream of streamsOf('openai.responses')) {
    // Without the events that tell whole items again, the fragments must be enough.
    const events = eventsOf(stream.text).filter(
      ({ data }) => !/"type":"response\.(output_item\.done|completed|content_part\.done|[a-z_]+text\.done)"/.test(data),
    )
    const fragments = assembled(stream.dialect, events).body
    const { body } = whole(stream)
    const texts = (value: unknown): readonly unknown[] =>
      answersOf(stream.dialect, value)
        .flatMap((answer) => answer.parts)
        .filter((part) => part.kind === 'text' || (part.kind === 'tool-call' && part.arguments.startsWith('{"')))
    // Some recordings are abridged, and some tools are told of as a whole only.
    if (/shell|search|approval|tool-calling|phase/.test(stream.name)) continue
    assert.deepEqual(texts(fragments), texts(body), stream.name)
  }
})

/** The events of the last message of a stream: a second one begins anew. */
function lastMessage(objects: readonly JsonObject[]): readonly JsonObject[] {
  return objects.slice(objects.findLastIndex((object) => object['type'] === 'message_start'))
}

function blockText(events: readonly JsonObject[], index: unknown): string {
  const deltas = events
    .filter((event) => event['type'] === 'content_block_delta' && event['index'] === index)
    .map((event) => event['delta'] as JsonObject)
  return deltas
    .map((delta) => textOf(delta['text'] ?? delta['thinking'] ?? delta['partial_json'] ?? delta['content']))
    .join('')
}

test('a message has the blocks, texts, inputs, reasons and counts of its events', { skip }, () => {
  let blockCount = 0
  for (const stream of streamsOf('anthropic.messages')) {
    const events = lastMessage(objectsIn(stream.text))
    const { body, usage } = whole(stream)
    const starts = events.filter((event) => event['type'] === 'content_block_start')
    const blocks = arrayOf(body?.['content']) as readonly JsonObject[]
    assert.equal(blocks.length, starts.length, stream.name)
    starts.forEach(({ index, content_block }, at) => {
      const { type, text, thinking, input, content } = blocks[at]!
      const streamed = blockText(events, index)
      const start = content_block as JsonObject
      assert.equal(type, start['type'])
      if (input !== undefined) assert.deepEqual(input, streamed === '' ? start['input'] : jsonOf(streamed), stream.name)
      else if (streamed !== '') assert.equal(text ?? thinking ?? content, streamed)
      else assert.deepEqual(blocks[at], start)
      blockCount++
    })
    const delta = events.findLast((event) => event['type'] === 'message_delta')
    assert.equal(body?.['stop_reason'], objectOf(delta?.['delta'])?.['stop_reason'], stream.name)
    checkCounts(events, usage, stream.name)
    assert.equal(answersOf(stream.dialect, body).length, 1)
  }
  assert.ok(blockCount > 70)
})

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function checkCounts(events: readonly JsonObject[], usage: AnswerStream['usage'], name: string): void {
  const [first, last] = [
    objectOf(objectOf(events[0]?.['message'])?.['usage']),
    objectOf(events.findLast((event) => event['type'] === 'message_delta')?.['usage']),
  ]
  const count = (member: string): number => Number(last?.[member] ?? first?.[member] ?? 0)
  const cached = count('cache_read_input_tokens')
  assert.equal(usage?.outputTokens, count('output_tokens'), name)
  assert.equal(usage?.inputTokens, count('input_tokens') + count('cache_creation_input_tokens') + cached, name)
  assert.equal(usage?.cachedTokens ?? 0, cached, name)
}

const eventOf = (value: unknown): StreamEvent => ({ event: undefined, data: JSON.stringify(value) })

test('both shapes of a stream error are kept, and the failed response with them', { skip }, () => {
  const [stream] = streamsOf('openai.responses').filter(({ name }) => name.startsWith('openai-error'))
  const { error, body } = whole(stream!)
  assert.equal(objectOf(error)?.['code'], 'insufficient_quota')
  assert.equal(body?.['status'], 'failed')
  const flat = { type: 'error', code: 'server_error', message: 'shape', param: null, sequence_number: 3 }
  assert.deepEqual(assembled('openai.responses', [eventOf(flat)]).error, flat)
})

test('a body that was not streamed has the counts that its provider billed', { skip }, () => {
  const usage = { input_tokens: 10, cache_creation_input_tokens: 200, cache_read_input_tokens: 3000, output_tokens: 5 }
  assert.deepEqual(readAnswerUsage('anthropic.messages', { usage }), {
    inputTokens: 3210,
    outputTokens: 5,
    cachedTokens: 3000,
  })
  const responses = {
    input_tokens: 36,
    input_tokens_details: { cached_tokens: 6 },
    output_tokens: 87,
    output_tokens_details: { reasoning_tokens: 64 },
  }
  const expected = { inputTokens: 36, outputTokens: 87, reasoningTokens: 64, cachedTokens: 6 }
  assert.deepEqual(readAnswerUsage('openai.responses', { usage: responses }), expected)
  const chat = {
    prompt_tokens: 36,
    prompt_tokens_details: { cached_tokens: 6 },
    completion_tokens: 87,
    completion_tokens_details: { reasoning_tokens: 64 },
  }
  assert.deepEqual(readAnswerUsage('openai.chat', { usage: chat }), expected)
  assert.deepEqual(readAnswerUsage('openai.chat', { x_groq: { usage: { prompt_tokens: 1 } } }), { inputTokens: 1 })
})

test('counts that are none are left out, and bodies without counts have no usage', () => {
  for (const body of [null, [], 'x', {}, { usage: null }, { usage: 7 }, { usage: { prompt_tokens: -1 } }])
    for (const dialect of ['openai.chat', 'openai.responses', 'anthropic.messages', 'unknown', '__proto__'])
      assert.equal(readAnswerUsage(dialect, body), undefined)
  assert.deepEqual(readAnswerUsage('openai.responses', { usage: { input_tokens: '3', output_tokens: 4 } }), {
    outputTokens: 4,
  })
})
