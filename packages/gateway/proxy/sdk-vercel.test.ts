/** Shows that Vercel's kit works through the gateway as it does directly, with the models of both providers. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAnthropic } from '@ai-sdk/anthropic'
import { createOpenAI } from '@ai-sdk/openai'
import { embed, generateText, jsonSchema, type LanguageModel, stepCountIs, streamText, tool, type ToolSet } from 'ai'
import { eventsOf } from './message-event.fixture.ts'
import { chunking, saying, telling } from './provider.fixture.ts'
import { caught, collected, compare } from './sdk-call.fixture.ts'
import type { Script } from '../double.ts'

// The kit would tell on standard error that it does not know our model.
Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false })

/** What one kind of model answers: a text, and a call of the tool, whole and streamed. */
interface Kind {
  readonly name: string
  readonly modelAt: (url: string, secret: string) => LanguageModel
  readonly text: Script
  readonly textStream: Script
  readonly call: Script
  readonly callStream: Script
  readonly path: string
}

const openaiAt = (url: string, apiKey: string): ReturnType<typeof createOpenAI> =>
  createOpenAI({ baseURL: `${url}/v1`, apiKey })

const usage = { prompt_tokens: 11, completion_tokens: 22, total_tokens: 33 }
const head = { id: 'chatcmpl-1', created: 1, model: 'gpt-test' }
const chatAnswer = (message: object, finish_reason: string): Script =>
  saying({
    ...head,
    object: 'chat.completion',
    choices: [{ index: 0, message: { role: 'assistant', content: null, ...message }, finish_reason }],
    usage,
  })
const chatChunk = (delta: object, finish_reason: string | null = null): object => ({
  ...head,
  object: 'chat.completion.chunk',
  choices: [{ index: 0, delta, finish_reason }],
})
const chatCall = (args: string): object => ({
  index: 0,
  id: 'call_1',
  type: 'function',
  function: { name: 'weather', arguments: args },
})

const chat: Kind = {
  name: 'OpenAI chat',
  modelAt: (url, secret) => openaiAt(url, secret).chat('gpt-test'),
  path: '/v1/chat/completions',
  text: chatAnswer({ content: 'So. 😀' }, 'stop'),
  textStream: chunking(
    [
      chatChunk({ role: 'assistant', content: '' }),
      chatChunk({ content: 'So.' }),
      chatChunk({ content: ' 😀' }),
      chatChunk({}, 'stop'),
    ],
    usage,
  ),
  call: chatAnswer({ tool_calls: [chatCall('{"city":"Köln"}')] }, 'tool_calls'),
  callStream: chunking(
    [
      chatChunk({ role: 'assistant', content: null, tool_calls: [chatCall('')] }),
      chatChunk({ tool_calls: [{ index: 0, function: { arguments: '{"city":' } }] }),
      chatChunk({ tool_calls: [{ index: 0, function: { arguments: '"Köln"}' } }] }),
      chatChunk({}, 'tool_calls'),
    ],
    usage,
  ),
}

const response = {
  id: 'resp_1',
  object: 'response',
  created_at: 1,
  status: 'completed',
  model: 'gpt-test',
  usage: { input_tokens: 11, output_tokens: 22, total_tokens: 33 },
}
const textItem = {
  type: 'message',
  id: 'm_1',
  role: 'assistant',
  status: 'completed',
  content: [{ type: 'output_text', text: 'So. 😀', annotations: [] }],
}
const callItem = {
  type: 'function_call',
  id: 'fc_1',
  call_id: 'call_1',
  name: 'weather',
  arguments: '{"city":"Köln"}',
  status: 'completed',
}

/** The events of a response with one item. */
function responseEvents(item: object, deltas: readonly object[]): Script {
  const events = [
    { type: 'response.created', response: { ...response, status: 'in_progress', output: [] } },
    { type: 'response.output_item.added', output_index: 0, item: { ...item, content: [], arguments: '' } },
    ...deltas.map((delta) => ({ output_index: 0, content_index: 0, ...delta })),
    { type: 'response.output_item.done', output_index: 0, item },
    { type: 'response.completed', response: { ...response, output: [item] } },
  ]
  return telling(events.map((event, sequence_number) => ({ ...event, sequence_number })))
}

const responses: Kind = {
  name: 'OpenAI responses',
  modelAt: (url, secret) => openaiAt(url, secret).responses('gpt-test'),
  path: '/v1/responses',
  text: saying({ ...response, output: [textItem] }),
  textStream: responseEvents(
    textItem,
    ['So.', ' 😀'].map((delta) => ({ type: 'response.output_text.delta', item_id: 'm_1', delta })),
  ),
  call: saying({ ...response, output: [callItem] }),
  callStream: responseEvents(
    callItem,
    ['{"city":', '"Köln"}'].map((delta) => ({
      type: 'response.function_call_arguments.delta',
      item_id: 'fc_1',
      delta,
    })),
  ),
}

const message = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-test',
  content: [{ type: 'text', text: 'So. 😀' }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage: { input_tokens: 11, output_tokens: 22 },
}
const toolMessage = {
  ...message,
  content: [{ type: 'tool_use', id: 'call_1', name: 'weather', input: { city: 'Köln' } }],
  stop_reason: 'tool_use',
}

const anthropic: Kind = {
  name: 'Anthropic messages',
  modelAt: (url, apiKey) => createAnthropic({ baseURL: `${url}/v1`, apiKey })('claude-test'),
  path: '/v1/messages',
  text: saying(message),
  textStream: telling(eventsOf(message)),
  call: saying(toolMessage),
  callStream: telling(eventsOf(toolMessage)),
}

const anthropicBearer: Kind = {
  ...anthropic,
  name: 'Anthropic messages with a bearer’s token',
  modelAt: (url, authToken) => createAnthropic({ baseURL: `${url}/v1`, authToken })('claude-test'),
}

/** The tool, and the cities that it was asked about. */
function weather(asked: string[]): ToolSet {
  const set = {
    weather: tool({
      inputSchema: jsonSchema<{ city: string }>({ type: 'object', properties: { city: { type: 'string' } } }),
      execute: ({ city }) => `${String(asked.push(city) && city)}: 12 °C`,
    }),
  }
  return set as ToolSet
}

const prompt = 'Wie heißt das?'

for (const kind of [chat, responses, anthropic, anthropicBearer]) {
  const { name, modelAt, path } = kind

  test(`${name}: a text is generated`, async () => {
    const { result, requests, records } = await compare({
      scripts: [kind.text],
      run: async (url, secret) => {
        const {
          text,
          finishReason,
          usage: used,
        } = await generateText({ model: modelAt(url, secret), prompt, maxRetries: 0 })
        return [text, finishReason, used.inputTokens, used.outputTokens]
      },
    })
    assert.deepEqual(result, ['So. 😀', 'stop', 11, 22])
    assert.equal(requests[0]!.url, path)
    assert.deepEqual(records[0]?.outcome?.usage, { inputTokens: 11, outputTokens: 22 })
  })

  test(`${name}: a text is streamed, every part of it`, async () => {
    const { result, records } = await compare({
      scripts: [kind.textStream],
      run: async (url, secret) => {
        const streamed = streamText({ model: modelAt(url, secret), prompt, maxRetries: 0 })
        const parts = await collected(streamed.fullStream)
        const deltas = parts.flatMap((part) => (part.type === 'text-delta' ? part.text : []))
        return [deltas, parts.map(({ type }) => type), await streamed.finishReason]
      },
    })
    assert.equal((result[0] as string[]).join(''), 'So. 😀')
    assert.equal(result[2], 'stop')
    assert.equal(records[0]?.outcome?.ending, 'complete')
    assert.equal(records[0]?.outcome?.usage?.inputTokens, 11)
  })

  for (const isStream of [false, true])
    test(`${name}: a tool is called and the loop goes round${isStream ? ', streamed' : ''}`, async () => {
      const asked: string[] = []
      const { result, requests, records } = await compare({
        scripts: isStream ? [kind.callStream, kind.textStream] : [kind.call, kind.text],
        run: async (url, secret) => {
          const settings = {
            model: modelAt(url, secret),
            prompt,
            maxRetries: 0,
            tools: weather(asked),
            stopWhen: stepCountIs(3),
          }
          if (isStream) return streamText(settings).text
          const { text } = await generateText(settings)
          return text
        },
      })
      assert.equal(result, 'So. 😀')
      assert.deepEqual(asked, ['Köln', 'Köln'])
      assert.match(requests[1]!.body.toString(), /Köln: 12 °C/)
      assert.equal(records.length, 2)
    })

  test(`${name}: a picture passes byte for byte`, async () => {
    const picture = Buffer.alloc(200_001, 'picture')
    const { requests } = await compare({
      scripts: [kind.text],
      run: async (url, secret) => {
        const content = [{ type: 'file' as const, data: picture, mediaType: 'image/png' }]
        const { text } = await generateText({
          model: modelAt(url, secret),
          maxRetries: 0,
          messages: [{ role: 'user', content }],
        })
        return text
      },
    })
    assert.ok(requests[0]!.body.includes(picture.toString('base64')))
  })

  for (const status of [400, 401, 403, 404, 429, 500, 529])
    test(`${name}: a provider's ${status} is an error with its status and message`, async () => {
      const error = { type: 'rate_limit_error', message: 'No. ä', param: null, code: 'some_code' }
      const { result } = await compare({
        scripts: [saying({ type: 'error', error }, status)],
        run: (url, secret) => caught(generateText({ model: modelAt(url, secret), prompt, maxRetries: 0 })),
      })
      assert.deepEqual([result['statusCode'], result['message']], [status, 'No. ä'])
      assert.equal(result['isRetryable'], status === 429 || status >= 500)
    })
}

test('the older completions and embeddings of OpenAI are answered', async () => {
  const completion = {
    id: 'cmpl-1',
    created: 1,
    model: 'gpt-test',
    choices: [{ text: 'So.', index: 0, finish_reason: 'stop' }],
  }
  const vector = { object: 'list', model: 'e', data: [{ index: 0, embedding: [0.5, -1] }], usage: { prompt_tokens: 3 } }
  const { result, requests } = await compare({
    scripts: [saying({ ...completion, usage }), saying(vector)],
    run: async (url, secret) => {
      const openai = openaiAt(url, secret)
      const { text } = await generateText({ model: openai.completion('gpt-test'), prompt, maxRetries: 0 })
      const { embedding } = await embed({ model: openai.embedding('e'), value: 'a', maxRetries: 0 })
      return [text, embedding]
    },
  })
  assert.deepEqual(result, ['So.', [0.5, -1]])
  assert.deepEqual(
    requests.map(({ url }) => url),
    ['/v1/completions', '/v1/embeddings'],
  )
})
