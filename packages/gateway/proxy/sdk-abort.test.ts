/** Shows that a client that breaks off in the middle of a stream ends the model's work at once, and pays at least what was reserved. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAnthropic } from '@ai-sdk/anthropic'
import { createOpenAI } from '@ai-sdk/openai'
import Anthropic from '@anthropic-ai/sdk'
import { type LanguageModel, streamText } from 'ai'
import OpenAI from 'openai'
import { GatewayFixture, key, send } from './gateway.fixture.ts'
import { eventsOf } from './message-event.fixture.ts'
import { framed } from './provider.fixture.ts'
import { answering, FakeUpstream, streaming } from '../double.ts'

Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false })

/** A stream asked for with a kit: `onEvent` is called with each event and breaks off through `signal`. */
interface Kit {
  readonly name: string
  readonly dialect: 'chat' | 'responses' | 'messages'
  readonly read: (url: string, controller: AbortController, onEvent: () => void) => Promise<void>
}

const content = 'Tell me everything.'
const messages = [{ role: 'user' as const, content }]

async function each(items: AsyncIterable<unknown>, onEvent: () => void): Promise<void> {
  for await (const _ of items) onEvent()
}

function vercel(name: string, dialect: Kit['dialect'], modelAt: (url: string) => LanguageModel): Kit {
  return {
    name: `Vercel's kit with ${name}`,
    dialect,
    read: (url, { signal }, onEvent) =>
      each(
        streamText({ model: modelAt(url), prompt: content, maxOutputTokens: 50, abortSignal: signal }).textStream,
        onEvent,
      ),
  }
}

const openaiAt = (url: string): OpenAI => new OpenAI({ baseURL: `${url}/v1`, apiKey: key })
const kits: readonly Kit[] = [
  {
    name: "OpenAI's kit, a chat",
    dialect: 'chat',
    read: async (url, { signal }, onEvent) =>
      each(await openaiAt(url).chat.completions.create({ model: 'm', messages, stream: true }, { signal }), onEvent),
  },
  {
    name: "OpenAI's kit, a chat that is left by breaking the loop",
    dialect: 'chat',
    read: async (url, { signal }, onEvent) => {
      for await (const _ of await openaiAt(url).chat.completions.create({ model: 'm', messages, stream: true })) {
        onEvent()
        if (signal.aborted) break
      }
    },
  },
  {
    name: "OpenAI's kit, a response",
    dialect: 'responses',
    read: async (url, { signal }, onEvent) =>
      each(await openaiAt(url).responses.create({ model: 'm', input: content, stream: true }, { signal }), onEvent),
  },
  {
    name: "Anthropic's kit",
    dialect: 'messages',
    read: async (baseURL, { signal }, onEvent) => {
      const client = new Anthropic({ baseURL, apiKey: key })
      await each(client.messages.stream({ model: 'm', max_tokens: 9, messages }, { signal }), onEvent)
    },
  },
  vercel('OpenAI chat', 'chat', (url) => createOpenAI({ baseURL: `${url}/v1`, apiKey: key }).chat('m')),
  vercel('OpenAI responses', 'responses', (url) => createOpenAI({ baseURL: `${url}/v1`, apiKey: key }).responses('m')),
  vercel('Anthropic', 'messages', (url) => createAnthropic({ baseURL: `${url}/v1`, apiKey: key })('m')),
]

/** A stream of some thousand words that takes many seconds. */
function wordsOf(dialect: Kit['dialect']): string {
  const numbers = Array.from({ length: 2000 }, (_, i) => i)
  if (dialect === 'messages') {
    const whole = {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'm',
      stop_reason: 'end_turn',
      stop_sequence: null,
    }
    const text = { type: 'text', text: 'wort '.repeat(2000) }
    const events = eventsOf({ ...whole, content: [text], usage: { input_tokens: 5, output_tokens: 1 } })
    return events.map((event) => framed(event, true)).join('')
  }
  if (dialect === 'chat') {
    const chunk = { id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm' }
    return numbers
      .map(() => framed({ ...chunk, choices: [{ index: 0, delta: { content: 'wort ' }, finish_reason: null }] }, false))
      .join('')
  }
  const response = { id: 'resp_1', object: 'response', created_at: 1, status: 'in_progress', model: 'm', output: [] }
  const item = { type: 'message', id: 'm_1', role: 'assistant', status: 'in_progress', content: [] }
  const place = { item_id: 'm_1', output_index: 0, content_index: 0 }
  return [
    { type: 'response.created', response },
    { type: 'response.output_item.added', output_index: 0, item },
    { type: 'response.content_part.added', ...place, part: { type: 'output_text', text: '', annotations: [] } },
    ...numbers.map(() => ({ type: 'response.output_text.delta', ...place, delta: 'wort ' })),
  ]
    .map((event, sequence_number) => framed({ ...event, sequence_number }, true))
    .join('')
}

for (const { name, dialect, read } of kits)
  test(`${name}: an abort closes the upstream within 50 ms, frees its place, and is paid for and recorded`, async () => {
    await using upstream = await FakeUpstream.start()
    const limits = { key: { concurrentStreams: 1, tokensPerMinute: 1500 } }
    await using gateway = await GatewayFixture.start({ upstream: upstream.url, limits })
    const delays: number[] = []
    for (let round = 0; round < 5; round++) {
      upstream.script = streaming(Buffer.from(wordsOf(dialect)), 1000, 5)
      const controller = new AbortController()
      let abortedAt = 0
      let events = 0
      const onEvent = (): void => {
        if (++events !== 20) return
        abortedAt = performance.now()
        controller.abort()
      }
      await read(gateway.url, controller, onEvent).catch((cause: unknown) => assert.match(String(cause), /abort/i))
      await gateway.recorded(round + 1)
      for (let i = 0; i < 200 && upstream.abortedAt.length <= round; i++)
        await new Promise((resolve) => setTimeout(resolve, 5))
      delays.push(upstream.abortedAt[round]! - abortedAt)
    }
    // Kit, gateway and model server share this process: where the machine has other things to do, three rounds may be slow.
    assert.ok(delays.sort((a, b) => a - b)[1]! < 50, String(delays))
    for (const { outcome } of gateway.records) {
      assert.equal(outcome?.ending, 'client aborted')
      assert.equal(outcome?.status, 200)
      assert.match(JSON.stringify(outcome?.response), dialect === 'messages' ? /"text":"wort/ : /wort wort/)
    }
    upstream.script = answering('{"error":{}}', 400)
    const after = await send(`${gateway.url}/v1/chat/completions`, {
      body: '{"model":"m","stream":true,"max_tokens":1}',
    })
    const paid = 1500 - Number(after.headers['x-ratelimit-remaining-tokens'])
    assert.equal(after.status, 400)
    // Whether the model has worked unseen is not known: five rounds cost what was reserved for five, or what was served.
    assert.ok(paid > 5 * (dialect === 'messages' ? 9 : 40) && paid < 1100, String(paid))
  })
