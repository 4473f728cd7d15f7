/** The published streams as events, for the tests that need them. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { AnswerStream, StreamEvent } from './answer-stream.ts'
import { openAnswerStream } from './dialect.ts'
import { EventStreamDecoder } from './event-stream.ts'
import { objectOf, textOf } from './json-value.ts'

const folder = `${import.meta.dirname}/../../../../shared/vectors/wire`

/** False when the published streams are there, otherwise what tests that need them say. */
export const skipWithoutStreams: false | string = existsSync(folder)
  ? false
  : 'the published streams (shared/vectors/wire) are not here'

/** One published stream: as its text when it was published so, otherwise framed as its dialect frames it. */
export interface RecordedStream {
  readonly name: string
  readonly dialect: string
  readonly text: string
}

const rawFolders = { 'raw-sse/openai': 'openai.chat', 'raw-sse/anthropic': 'anthropic.messages' }
const eventFolders: Readonly<Record<string, string>> = {
  'recorded/openai/chat': 'openai.chat',
  'recorded/openai/completion': 'openai.completions',
  'recorded/openai/responses': 'openai.responses',
  'recorded/anthropic/messages': 'anthropic.messages',
}

/** All published streams. */
export function recordedStreams(): readonly RecordedStream[] {
  const raw = Object.entries(rawFolders).flatMap(([path, dialect]) =>
    namesIn(path, '.sse').map((name) => ({ name, dialect, text: readFileSync(`${folder}/${path}/${name}`, 'utf8') })),
  )
  const recorded = Object.entries(eventFolders).flatMap(([path, dialect]) =>
    namesIn(path, '.events.jsonl').map((name) => {
      const lines = readFileSync(`${folder}/${path}/${name}`, 'utf8').split('\n').filter(Boolean)
      return { name, dialect, text: framed(dialect, lines) }
    }),
  )
  return [...raw, ...recorded]
}

const namesIn = (path: string, ending: string): readonly string[] =>
  readdirSync(`${folder}/${path}`).filter((name) => name.endsWith(ending))

/** The stream in which a dialect sends these data lines. */
function framed(dialect: string, lines: readonly string[]): string {
  const isNamed = dialect === 'openai.responses' || dialect === 'anthropic.messages'
  const events = lines.map((line) => (isNamed ? `event: ${typeOf(line)}\ndata: ${line}\n\n` : `data: ${line}\n\n`))
  return isNamed ? events.join('') : `${events.join('')}data: [DONE]\n\n`
}

/** Two lines of one recording are no JSON, as published. */
function typeOf(line: string): string {
  try {
    return textOf(objectOf(JSON.parse(line))?.['type'])
  } catch {
    return /"type":"([a-z_.]+)"/.exec(line)?.[1] ?? ''
  }
}

/** The events of a stream that comes in chunks. */
export function eventsOf(...chunks: readonly string[]): readonly StreamEvent[] {
  const decoder = new EventStreamDecoder()
  return [...chunks.flatMap((chunk) => decoder.push(chunk)), ...decoder.end()]
}

/** An answer to which the events were added. */
export function assembled(dialect: string, events: readonly StreamEvent[]): AnswerStream {
  const stream = openAnswerStream(dialect)
  for (const event of events) stream.add(event)
  return stream
}

test('the published streams are there', { skip: skipWithoutStreams }, () => {
  assert.equal(recordedStreams().length, 22 + 55)
})
