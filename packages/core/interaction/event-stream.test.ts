/** Shows that event streams are read as published cases want it, in whatever chunks they come and whatever is in them. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { StreamEvent } from './answer-stream.ts'
import { EventStreamDecoder } from './event-stream.ts'
import { LineSplitter, lineTooLong } from './line-splitter.ts'
import { oneOf, pickFrom } from './mutation.test.ts'

const folder = `${import.meta.dirname}/../../../../shared/vectors/wire`
const skip = existsSync(folder) ? false : 'the published streams (shared/vectors/wire) are not here'

interface Decoded {
  readonly events: readonly StreamEvent[]
  readonly droppedEvents: number
  readonly isTruncated: boolean
}

function decode(chunks: readonly string[], charsMax?: number): Decoded {
  const decoder = new EventStreamDecoder(charsMax)
  const events = [...chunks.flatMap((chunk) => decoder.push(chunk)), ...decoder.end()]
  return { events, droppedEvents: decoder.droppedEvents, isTruncated: decoder.isTruncated }
}

/** Decodes whole, cut in two at every position (some, of a long text), and in pieces of a few characters: all must agree. */
function decodeAnyhow(text: string, charsMax?: number): Decoded {
  const whole = decode([text], charsMax)
  for (let at = 0; at <= text.length; at += 1 + Math.floor(text.length / 1000))
    assert.deepEqual(decode([text.slice(0, at), text.slice(at)], charsMax), whole, `cut at ${at}`)
  for (const size of [1, 2, 3]) {
    const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
      text.slice(index * size, (index + 1) * size),
    )
    assert.deepEqual(decode(pieces, charsMax), whole, `pieces of ${size}`)
  }
  return whole
}

const check = (text: string, ...events: readonly (readonly [event: string | undefined, data: string])[]): void => {
  const expected = events.map(([event, data]) => ({ event, data }))
  assert.deepEqual(decodeAnyhow(text), { events: expected, droppedEvents: 0, isTruncated: false }, text)
}

interface PublishedCase {
  readonly name: string
  readonly chunks_base64: readonly string[]
  readonly expected: readonly { readonly event: string | null; readonly data: string }[]
}

test('every published case gives its events, in its own chunks and cut at every byte', { skip }, () => {
  const { cases } = JSON.parse(readFileSync(`${folder}/sse-cases.json`, 'utf8')) as { cases: readonly PublishedCase[] }
  assert.equal(cases.length, 25)
  for (const { name, chunks_base64, expected } of cases) {
    const chunks = chunks_base64.map((chunk) => Buffer.from(chunk, 'base64'))
    const bytes = Buffer.concat(chunks)
    const wanted = expected.map(({ event, data }) => ({ event: event ?? undefined, data }))
    // Without a blank line after it, an event is none in the standard and one for the official clients, as for us.
    if (name === 'data line without a final blank line') wanted.push({ event: undefined, data: '2' })
    const cuts = Array.from({ length: bytes.length }, (_, at) => [bytes.subarray(0, at), bytes.subarray(at)])
    for (const split of [chunks, [...bytes].map((byte) => Buffer.of(byte)), ...cuts]) {
      const { events, isTruncated } = decode(decodedText(split))
      assert.deepEqual(events, wanted, name)
      assert.equal(isTruncated, name === 'cut off inside an event', name)
    }
  }
})

function decodedText(chunks: readonly Uint8Array[]): readonly string[] {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  return [...chunks.map((chunk) => decoder.decode(chunk, { stream: true })), decoder.decode()]
}

interface LineCase {
  readonly chunks: readonly string[]
  readonly flush: boolean
  readonly lines: readonly string[]
}

test('every published case of line ends gives its lines, however it is cut', { skip }, () => {
  const { cases } = JSON.parse(readFileSync(`${folder}/line-decoder-cases.json`, 'utf8')) as {
    cases: readonly LineCase[]
  }
  assert.equal(cases.length, 11)
  for (const { chunks, flush, lines } of cases) {
    const text = chunks.join('')
    const cuts = Array.from({ length: text.length }, (_, at) => [text.slice(0, at), text.slice(at)])
    for (const split of [chunks, [...text], ...cuts]) {
      const splitter = new LineSplitter(100)
      const found: (string | typeof lineTooLong)[] = []
      for (const chunk of split) splitter.push(chunk, found)
      const rest = splitter.takeRest()
      if (flush && rest !== '') found.push(rest)
      assert.deepEqual(found, lines)
    }
  }
})

test('every recorded stream ends with an event, whether or not its last line does', { skip }, () => {
  for (const provider of ['openai', 'anthropic']) {
    const names = readdirSync(`${folder}/raw-sse/${provider}`)
    assert.ok(names.length >= 10)
    for (const name of names) {
      const { events, isTruncated } = decodeAnyhow(readFileSync(`${folder}/raw-sse/${provider}/${name}`, 'utf8'))
      assert.equal(isTruncated, false, name)
      assert.match(events.at(-1)?.data ?? '', provider === 'openai' ? /^\[DONE\]$/ : /^\{"type":"message_stop" *\}$/)
    }
  }
})

test('an event is what stands between blank lines', () => {
  check('')
  check('\n\n\r\n\r\r')
  check('data: 1\n\ndata: 2\n\n', [undefined, '1'], [undefined, '2'])
  check('event: a\ndata: 1\r\n\r\ndata: 2\r\r', ['a', '1'], [undefined, '2'])
  check('data: 1\rdata: 2\r\ndata: 3\n\n', [undefined, '1\n2\n3'])
  check('data\n\n', [undefined, ''])
  check('data:\ndata:\n\n', [undefined, '\n'])
  check('data: a:b: c\n\n', [undefined, 'a:b: c'])
  check('data: x\nevent: late\n\n', ['late', 'x'])
})

test('a name without data is an event, an empty name is none', () => {
  check('event: ping\n\n', ['ping', ''])
  check('event:\n\n')
  check('event: \ndata: 1\n\n', [undefined, '1'])
  check('event: a\nevent: b\ndata: 1\n\ndata: 2\n\n', ['b', '1'], [undefined, '2'])
})

test('comments, ids, waiting times and unknown fields are passed over', () => {
  check(': hello\n\n:\n\ndata: 1\n: in between\nid: 7\nretry: 10\nDATA: no\n data: no\n\n', [undefined, '1'])
  check('id: 7\n\n')
})

test('a byte order mark is passed over at the start only', () => {
  check('\ufeffdata: 1\n\n\ufeffdata: 2\n\ndata: \ufeff3\n\n', [undefined, '1'], [undefined, '\ufeff3'])
})

test('at the end an event without its blank line counts, a broken one does not', () => {
  check('data: 1\n\nevent: a\ndata: {}\n', [undefined, '1'], ['a', '{}'])
  check('event: a\ndata: {"b":"c"}', ['a', '{"b":"c"}'])
  check('data: [DONE]', [undefined, '[DONE]'])
  check('data: text\n', [undefined, 'text'])
  check('data: 1\n: keep-alive', [undefined, '1'])
  check(': keep-alive')
  for (const rest of ['data: {"b":"c', 'data: {"b"}x', 'event: a', 'event: a\n', 'event: a\nda', 'data: {}\nevent']) {
    const { events, isTruncated } = decodeAnyhow(`data: 1\n\n${rest}`)
    assert.deepEqual([events, isTruncated], [[{ event: undefined, data: '1' }], true], rest)
  }
})

test('an event larger than allowed is dropped and counted, those around it are not', () => {
  const longs = [
    `data: ${'x'.repeat(100)}`,
    `event: ${'x'.repeat(100)}\ndata: 1`,
    'data:\n'.repeat(10).trim(),
    `data: 1\n: ${'x'.repeat(101)}`,
    `event: a\rdata: ${'x'.repeat(40)}\r\ndata: ${'x'.repeat(40)}`,
  ]
  for (const long of longs) {
    const { events, droppedEvents, isTruncated } = decodeAnyhow(
      `data: 1\n\n${long}\n\nevent: b\ndata: 2\n\n${long}`,
      100,
    )
    assert.deepEqual(events, [
      { event: undefined, data: '1' },
      { event: 'b', data: '2' },
    ])
    assert.deepEqual([droppedEvents, isTruncated], [2, false], long)
  }
  const fitting = `data: ${'x'.repeat(100 - 16 - 'data: '.length)}\n\n`
  assert.deepEqual([decodeAnyhow(fitting, 100).events.length, decodeAnyhow(fitting, 99).events.length], [1, 0])
})

test('an event that never ends is dropped', () => {
  const decoder = new EventStreamDecoder(1000)
  for (let round = 0; round < 20_000; round++) decoder.push(`data: ${'x'.repeat(500)}\n`)
  for (let round = 0; round < 20_000; round++) decoder.push('x'.repeat(500))
  assert.deepEqual([decoder.end(), decoder.droppedEvents], [[], 1])
})

test('a long line in small chunks is put together', () => {
  const data = '0123456789'.repeat(5000)
  const { events } = decode(['data: ', ...data, '\n', '\n'])
  assert.deepEqual(events, [{ event: undefined, data }])
})

test('any text in any chunks gives the same events', () => {
  const pick = pickFrom(8)
  const words = ['data', 'event', ':', ': ', ' ', '\n', '\r', '\r\n', '\n\n', 'x', '{}', 'id', '\ufeff', '[DONE]']
  for (let round = 0; round < 2000; round++)
    decodeAnyhow(Array.from({ length: pick(24) }, () => oneOf(pick, words)).join(''), pick(2) === 0 ? 60 : undefined)
})
