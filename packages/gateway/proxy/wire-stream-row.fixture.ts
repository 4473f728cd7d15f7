/** Rows 1 to 21 of the wire suite: what streams do. */
import assert from 'node:assert/strict'
import { request } from 'node:http'
import { key } from './gateway.fixture.ts'
import { streamNamed, streams } from './published.fixture.ts'
import type { Script } from '../double.ts'
import { asking, at, type Bench, payloadsOf, published, type Row, silent } from './wire-row.fixture.ts'

const chat = '/v1/chat/completions'
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

interface SseCase {
  readonly name: string
  readonly chunks_base64: readonly string[]
}

/** Writes pieces as they are, each for itself. */
function writing(pieces: readonly Buffer[], type = 'text/event-stream'): Script {
  return async (_, response) => {
    response.writeHead(200, { 'content-type': type })
    for (const piece of pieces) {
      response.write(piece)
      await new Promise((resolve) => setImmediate(resolve))
    }
    response.end()
  }
}

/** Passes the cases of the parser that `wanted` names: in their own pieces and cut at every byte, looked into and not. */
async function passCases(bench: Bench, wanted: RegExp): Promise<void> {
  const cases = published<{ cases: SseCase[] }>('sse-cases.json').cases.filter(({ name }) => wanted.test(name))
  assert.ok(cases.length > 0, String(wanted))
  for (const { name, chunks_base64 } of cases) {
    const pieces = chunks_base64.map((piece) => Buffer.from(piece, 'base64'))
    const whole = Buffer.concat(pieces)
    const cuts = Array.from({ length: whole.length + 1 }, (_, i) => [whole.subarray(0, i), whole.subarray(i)])
    const paths = [chat, '/v1/responses', '/v1/messages']
    for (const [i, cut] of [pieces, ...cuts].entries())
      for (const body of [asking, silent]) {
        const { answered } = await bench.pass(paths[i % paths.length]!, writing(cut), body)
        assert.ok(answered.body.equals(whole), `${name}, cut ${i}`)
      }
  }
}

/** What a client has received by the time that the model server goes on, piece by piece. */
async function receivedAtOnce(bench: Bench, path: string, body: string, pieces: readonly string[]): Promise<void> {
  let received = ''
  const seen: string[] = []
  bench.upstream.script = async (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders()
    for (const piece of pieces) {
      response.write(piece)
      for (let i = 0; i < 100 && !received.endsWith(piece); i++) await wait(2)
      seen.push(received)
    }
    response.end()
  }
  await new Promise((resolve) => {
    const sent = request(`${bench.gateway.url}${path}`, { method: 'POST', agent: false }, (response) => {
      response.on('data', (chunk: Buffer) => (received += chunk.toString()))
      response.on('close', resolve)
    })
    sent.setHeader('authorization', `Bearer ${key}`)
    sent.end(body)
  })
  assert.deepEqual(
    seen,
    pieces.map((_, i) => pieces.slice(0, i + 1).join('')),
  )
}

/** What each choice of a stream of chat chunks adds up to, told by its index. */
function contentsOf(text: string): string[] {
  const contents: string[] = []
  for (const payload of payloadsOf(text))
    for (const choice of payload['choices'] as { index: number; delta: { content?: string | null } }[])
      contents[choice.index] = (contents[choice.index] ?? '') + (choice.delta.content ?? '')
  return contents
}

async function splitCharacters(bench: Bench): Promise<void> {
  await passCases(bench, /UTF-8|one byte/)
  const event = `data: ${JSON.stringify({ id: 'c', choices: [{ index: 0, delta: { content: 'известни 😀' } }] })}\n\n`
  const { body, answered } = await bench.pass(chat, writing([...Buffer.from(event)].map((byte) => Buffer.from([byte]))))
  assert.equal(answered.body.toString(), event)
  assert.equal(at(body, 'choices', 0, 'message', 'content'), 'известни 😀')
}

async function comments(bench: Bench): Promise<void> {
  await passCases(bench, /comment/)
  const event = 'data: {"id":"c","choices":[{"index":0,"delta":{"content":"a"}}],"usage":null}\n\n'
  const ping = 'event: ping\ndata: {"type": "ping"}\n\n'
  await receivedAtOnce(bench, chat, asking, [': keep-alive\n\n', event, ':\n', ': OPENROUTER PROCESSING\n\n', event])
  const shown = event.replace(',"usage":null', '')
  await receivedAtOnce(bench, chat, silent, [': keep-alive\n\n', shown, ':\n', ': OPENROUTER PROCESSING\n\n', shown])
  await receivedAtOnce(bench, '/v1/messages', silent, [ping, ': x\n\n', ping])
  await bench.gateway.recorded(bench.gateway.records.length)
}

async function usageChunks(bench: Bench): Promise<void> {
  for (const { name, path, bytes } of streams().filter((stream) => /usage.*\.sse$/.test(stream.name))) {
    const last = payloadsOf(bytes.toString()).at(-1)!
    assert.deepEqual(last['choices'], [])
    const { record } = await bench.pass(path, writing([bytes]))
    assert.equal(record.outcome?.usage?.inputTokens, at(last, 'usage', 'prompt_tokens'), name)
    const hidden = await bench.pass(path, writing([bytes]), silent)
    assert.doesNotMatch(hidden.answered.body.toString(), /"usage"/, name)
    assert.equal(hidden.record.outcome?.usage?.outputTokens, at(last, 'usage', 'completion_tokens'), name)
  }
}

async function obfuscation(bench: Bench): Promise<void> {
  for (const part of ['openai-text.abridged', 'azure-model-router']) {
    const { text, body } = await bench.stream(part)
    assert.match(text, /"obfuscation"/)
    assert.doesNotMatch(JSON.stringify(body), /obfuscation/)
  }
}

async function toolCalls(bench: Bench): Promise<void> {
  for (const { name } of streams().filter((stream) => stream.name.startsWith('chat-tools'))) {
    const { text, body } = await bench.stream(name)
    const calls = at(body, 'choices', 0, 'message', 'tool_calls') as { id: string; function: { name: string } }[]
    const ids = [...text.matchAll(/"id":"(call_\w+)"/g)].map(([, id]) => id)
    assert.deepEqual(
      calls.map(({ id }) => id),
      ids,
    )
    for (const [i] of calls.entries()) {
      const fragments = payloadsOf(text)
        .flatMap((payload) => (at(payload, 'choices', 0, 'delta', 'tool_calls') ?? []) as { index: number }[])
        .filter(({ index }) => index === i)
      const wanted = fragments.map((fragment) => String(at(fragment, 'function', 'arguments') ?? '')).join('')
      assert.equal(at(calls, i, 'function', 'arguments'), wanted)
    }
  }
}

async function opaqueReasoning(bench: Bench): Promise<void> {
  for (const [part, member, path] of [
    ['clear-thinking', 'signature', '/v1/messages'],
    ['encrypted-content', 'encrypted_content', '/v1/responses'],
  ] as const) {
    // What was published of Responses are two answers, one after the other.
    const [text = ''] =
      /^.*?(?:response\.completed|message_stop)"\}?.*?\n\n/s.exec(streamNamed(part).bytes.toString()) ?? []
    const { body } = await bench.pass(path, writing([Buffer.from(text)]))
    // It grows while the item is made: the last one holds.
    const secret = [...text.matchAll(new RegExp(`"${member}":"([^"]{40,})"`, 'g'))].at(-1)?.[1] ?? ''
    assert.ok(secret !== '' && JSON.stringify(body).includes(secret), part)
    const back = JSON.stringify({
      model: 'm',
      input: body['output'] ?? [],
      messages: [{ role: 'assistant', content: body['content'] }],
    })
    assert.equal((await bench.pass(path, writing([]), back)).arrived.body.toString(), back)
  }
}

async function unknownBlocks(bench: Bench): Promise<void> {
  for (const part of ['web-fetch-tool-20260209', 'web-fetch-tool.1', 'mcp.1', 'advisor-20250301']) {
    const { text, body } = await bench.stream(part)
    const begun = payloadsOf(text).filter(({ type }) => type === 'content_block_start')
    const types = begun.map((event) => at(event, 'content_block', 'type'))
    assert.deepEqual(
      (body['content'] as { type: string }[]).map(({ type }) => type),
      types,
    )
    assert.ok(
      types.some((type) => !['text', 'tool_use', 'thinking'].includes(String(type))),
      part,
    )
  }
}

async function malformed(bench: Bench): Promise<void> {
  const { record, text } = await bench.stream('parallel-tool-call-wrapper.1')
  const faulty = payloadsOf(text).filter((payload) => Object.keys(payload).length === 0)
  assert.equal(faulty.length, 2)
  assert.equal(record.outcome?.stream?.malformedEvents, 2)
  assert.equal(record.outcome?.ending, 'complete')
}

async function errorShapes(bench: Bench): Promise<void> {
  const { record } = await bench.stream('openai-error.1')
  assert.equal(at(record.outcome?.stream?.error, 'code'), 'insufficient_quota')
  const flat = { type: 'error', code: 'boom', message: 'No.', param: null, sequence_number: 1 }
  const event = Buffer.from(`event: error\ndata: ${JSON.stringify(flat)}\n\n`)
  const other = await bench.pass('/v1/responses', writing([event]))
  assert.ok(other.answered.body.equals(event))
  assert.equal(at(other.record.outcome?.stream?.error, 'code'), 'boom')
}

/** Streams whose record says something that only this row asks for: a part of the name, where to look, what is there. */
function recorded(
  ...cases: readonly (readonly [part: string, path: readonly (string | number)[], value: unknown])[]
): Row['run'] {
  return async (bench) => {
    for (const [part, path, value] of cases) assert.deepEqual(at((await bench.stream(part)).body, ...path), value, part)
  }
}

/** The rows, by their number. */
export const streamRows: Readonly<Record<number, Row>> = {
  1: { must: 'a character split over chunks passes, and is whole in the record', run: splitCharacters },
  2: { must: 'CRLF, lone CR, torn ones and a byte order mark pass', run: (bench) => passCases(bench, /CR|byte order/) },
  3: { must: 'comments and pings are forwarded at once', run: comments },
  4: {
    must: 'spaces after the JSON pass',
    run: async (bench) => assert.match((await bench.stream('stream-a-refusal')).text, /\} {2,}\}\n/),
  },
  5: {
    must: '[DONE] is an end, not a malformed event',
    run: async (bench) => {
      for (const { name } of streams().filter(({ bytes }) => bytes.includes('[DONE]'))) {
        const { record } = await bench.stream(name)
        assert.deepEqual([record.outcome?.ending, record.outcome?.stream], ['complete', undefined], name)
      }
      await passCases(bench, /end marker/)
    },
  },
  6: { must: 'usage is taken from the last chunk, and absent for who did not ask', run: usageChunks },
  7: {
    must: 'no model name yet is normal',
    run: recorded(
      ['azure-model-router', ['model'], 'gpt-5-nano-2025-08-07'],
      ['azure-model-router', ['choices', 0, 'index'], 0],
    ),
  },
  8: { must: 'obfuscation is forwarded and not recorded', run: obfuscation },
  9: {
    must: 'choices are added up by index',
    run: async (bench) => {
      const { text, body } = await bench.stream('chat-n-')
      const contents = (body['choices'] as object[]).map((choice) => at(choice, 'message', 'content'))
      assert.ok(contents.length > 1)
      assert.deepEqual(contents, contentsOf(text))
    },
  },
  10: { must: 'tool calls are added up by index', run: toolCalls },
  11: {
    must: 'tool JSON that was cut is recorded as text, with the reason',
    run: async (bench) => {
      const { body } = await bench.stream('incomplete_partial_json')
      assert.equal(body['stop_reason'], 'max_tokens')
      assert.match(String(at(body, 'content', 1, 'input')), /^\{"filename": "taxes\.txt".*Filing taxes/s)
    },
  },
  12: {
    must: 'a tool without arguments has an empty object',
    run: recorded(['tool-no-args', ['content', 1, 'input'], {}]),
  },
  13: { must: 'signatures and encrypted reasoning pass both ways', run: opaqueReasoning },
  14: { must: 'blocks of unknown type pass and are recorded', run: unknownBlocks },
  15: {
    must: 'a second message begins anew, and both ids are kept',
    run: recorded(
      ['duplicate-message-start', ['content', 0, 'text'], 'Hello, World!'],
      ['spliced-message-start', ['id'], 'msg_second'],
      ['spliced-message-start', ['superseded_ids'], ['msg_first']],
    ),
  },
  16: {
    must: 'the last usage wins',
    run: async (bench) =>
      assert.deepEqual((await bench.stream('message-delta-input-tokens')).record.outcome?.usage, {
        inputTokens: 61,
        outputTokens: 2,
      }),
  },
  17: {
    must: 'reasons to stop beyond the old set pass',
    run: async (bench) => {
      for (const { name, path } of streams().filter(({ name: file }) => /refusal|compaction|stop-reasons/.test(file))) {
        if (path !== '/v1/messages') continue
        const { text, body } = await bench.stream(name)
        assert.equal(body['stop_reason'], [...text.matchAll(/"stop_reason": ?"(\w+)"/g)].at(-1)?.[1], name)
      }
      for (const reason of ['pause_turn', 'model_context_window_exceeded', 'compaction', 'of_tomorrow']) {
        const bytes = streamNamed('anthropic-text').bytes.toString().replace('"end_turn"', `"${reason}"`)
        assert.equal((await bench.pass('/v1/messages', writing([Buffer.from(bytes)]))).body['stop_reason'], reason)
      }
    },
  },
  18: {
    must: 'items are followed by their index where ids change',
    run: async (bench) => {
      const { text, body } = await bench.stream('id-rotation')
      const items = new Set(payloadsOf(text).map((payload) => payload['output_index']))
      items.delete(undefined)
      assert.equal((body['output'] as object[]).length, items.size)
    },
  },
  19: { must: 'malformed events pass and are counted', run: malformed },
  20: {
    must: 'an error after a 200 is recorded beside it',
    run: async (bench) => {
      const { record, body } = await bench.stream('openai-error.1')
      assert.equal(record.outcome?.status, 200)
      assert.notEqual(record.outcome?.stream?.error, undefined)
      assert.equal(body['status'], 'failed')
      await passCases(bench, /error event/)
    },
  },
  21: { must: 'an error is read in both shapes', run: errorShapes },
}
