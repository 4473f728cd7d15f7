/** Shows by seeded mutation that no event whatever makes a stream or a hardener fail, or its body one that cannot be kept. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StreamEvent } from './answer-stream.ts'
import { isDeeperThan } from './depth.ts'
import { dialectNames, hardenBody, openAnswerStream, openHardener, readConversation } from './dialect.ts'
import { EventStreamDecoder } from './event-stream.ts'
import type { JsonObject } from './json-value.ts'
import { anyJson, mutate, mutateText, oneOf, pickFrom, type Pick } from './mutation.test.ts'
import { eventsOf, recordedStreams, skipWithoutStreams as skip } from './recorded-stream.test.ts'

const both = { stripsLogprobs: true, dropsReasoning: true }

const types =
  'message_start content_block_start content_block_delta content_block_stop message_delta message_stop error ping text_delta input_json_delta thinking_delta signature_delta citations_delta response.created response.completed response.failed response.output_item.added response.output_item.done response.content_part.added response.output_text.delta response.output_text.done response.output_text.annotation.added response.function_call_arguments.delta response.reasoning_summary_text.delta response.shell_call_command.delta response.apply_patch_call_operation_diff.delta response.never.heard.of'.split(
    ' ',
  )
const members =
  'index output_index content_index summary_index command_index delta item part response content_block message choices text logprobs annotation usage error finish_reason output partial_json thinking'.split(
    ' ',
  )

/** An event with members that mean something to a dialect and anything in them. */
function anyEvent(pick: Pick, levels: number): JsonObject {
  const entries = Array.from({ length: 1 + pick(7) }, (): [string, unknown] => [
    oneOf(pick, members),
    anyMember(pick, levels),
  ])
  return Object.fromEntries([['type', oneOf(pick, types)], ...entries])
}

function anyMember(pick: Pick, levels: number): unknown {
  if (pick(4) === 0) return oneOf(pick, [0, 1, 2, -1, 1e9, 0.5])
  if (pick(4) === 0) return { type: oneOf(pick, types), ...(levels > 0 ? anyEvent(pick, levels - 1) : {}) }
  return pick(3) === 0 && levels > 0 ? [anyEvent(pick, levels - 1), anyJson(pick, 2)] : anyJson(pick, 3)
}

/** Adds the events up as they are and hardened; what comes out must be writable and readable. */
function check(dialect: string, events: readonly StreamEvent[]): void {
  const stream = openAnswerStream(dialect)
  const harden = openHardener(dialect, both)
  for (const event of events) {
    stream.add(event)
    const hardened = harden(event)
    assert.ok(typeof hardened === 'string' || typeof hardened.data === 'string')
  }
  const { body, usage, malformedEvents, isTruncated } = stream
  assert.ok(malformedEvents >= 0 && !isTruncated)
  for (const count of Object.values(usage ?? {})) assert.ok(typeof count === 'number' && count >= 0)
  if (body === undefined) return
  // A record has room for that many levels around the answer.
  assert.equal(isDeeperThan(body, 250), false)
  const copy: unknown = JSON.parse(JSON.stringify(body))
  assert.deepEqual(readConversation(dialect, {}, copy), readConversation(dialect, {}, body))
  hardenBody(dialect, body, both)
}

const eventOf = (value: unknown): StreamEvent => ({ event: undefined, data: JSON.stringify(value) })

test('events with anything in any place add up to a body', () => {
  const pick = pickFrom(21)
  for (let round = 0; round < 2000; round++)
    check(
      oneOf(pick, [...dialectNames, 'unknown']),
      Array.from({ length: 1 + pick(8) }, () => eventOf(anyEvent(pick, 3))),
    )
  assert.equal(Object.keys(Object.prototype).length, 0)
})

test('recorded streams with events changed, lost, repeated and out of order add up to a body', { skip }, () => {
  const pick = pickFrom(22)
  for (const { text } of recordedStreams()) {
    const events = eventsOf(text)
    for (let round = 0; round < 6; round++) {
      const few = events
        .slice(0, 60)
        .flatMap((event) => (pick(12) === 0 ? [] : pick(12) === 0 ? [event, event] : event))
      if (pick(3) === 0) few.sort(() => pick(3) - 1)
      // Every dialect must bear the events of every other.
      check(
        oneOf(pick, dialectNames),
        few.map((event) => changed(event, pick)),
      )
    }
  }
})

function changed(event: StreamEvent, pick: Pick): StreamEvent {
  if (pick(3) !== 0) return event
  if (pick(4) === 0) return { ...event, data: mutateText(event.data, pick) }
  try {
    return { ...event, data: JSON.stringify(mutate(JSON.parse(event.data), pick)) }
  } catch {
    return event
  }
}

test('a stream whose bytes are damaged is decoded', { skip }, () => {
  const pick = pickFrom(23)
  for (const { text, dialect } of recordedStreams()) {
    const decoder = new EventStreamDecoder(4096)
    const damaged = mutateText(text.slice(0, 20_000), pick)
    check(dialect, [...decoder.push(damaged.slice(0, 999)), ...decoder.push(damaged.slice(999)), ...decoder.end()])
  }
})

test('a great many parts in one event are not too many', () => {
  const many = Array.from({ length: 300_000 }, () => 0)
  const choice = { index: 0, text: 'a', delta: { tool_calls: many }, logprobs: { content: many, tokens: many } }
  const event = eventOf({ choices: [choice], type: 'response.output_text.delta', output_index: 0, content_index: 0 })
  for (const dialect of dialectNames) {
    const stream = openAnswerStream(dialect)
    for (const part of [event, event]) stream.add(part)
    assert.equal(stream.malformedEvents, 0)
  }
})

test('an answer in very many fragments takes time in proportion', () => {
  const events = [
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'a' } },
    { type: 'response.output_text.delta', output_index: 0, content_index: 0, delta: 'a', logprobs: [{ token: 'a' }] },
    { choices: [{ index: 0, text: 'a', delta: { tool_calls: [{ index: 0, function: { arguments: 'a' } }] } }] },
    { choices: [{ index: 0, logprobs: { content: [{ token: 'a' }] }, delta: { reasoning_details: [{ text: 'a' }] } }] },
  ].map(eventOf)
  const start = performance.now()
  for (const dialect of dialectNames) {
    const stream = openAnswerStream(dialect)
    for (let round = 0; round < 10_000; round++) for (const event of events) stream.add(event)
    assert.equal(stream.malformedEvents, 0)
    JSON.stringify(stream.body)
  }
  // It takes a second; were every fragment to copy what came before it, it would take minutes.
  assert.ok(performance.now() - start < 20_000)
})
