/** Shows that Anthropic's own kit works through the gateway as it does directly: every call, event and error. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import Anthropic from '@anthropic-ai/sdk'
import { betaTool } from '@anthropic-ai/sdk/helpers/beta/json-schema'
import { eventsOf } from './message-event.fixture.ts'
import { saying, telling } from './provider.fixture.ts'
import { caught, collected, compare, type Compared, type SdkCall } from './sdk-call.fixture.ts'

type Ask<Result> = (client: Anthropic) => Promise<Result>

/** The call of Anthropic's kit that `ask` makes, its key in `x-api-key` or as a bearer's. */
function calling<Result>(
  scripts: SdkCall<Result>['scripts'],
  ask: Ask<Result>,
  style: 'apiKey' | 'authToken' = 'apiKey',
): Promise<Compared<Result>> {
  const run = (url: string, secret: string): Promise<Result> =>
    ask(new Anthropic({ baseURL: url, [style]: secret, maxRetries: 0 }))
  return compare({ scripts, run })
}

const model = 'claude-test'
const question = { model, max_tokens: 100, messages: [{ role: 'user' as const, content: 'Wie heißt das? 😀' }] }
const usage = { input_tokens: 7, cache_read_input_tokens: 3, cache_creation_input_tokens: 0, output_tokens: 9 }
const thinking = { type: 'thinking', thinking: 'Hm.', signature: 'EqQBCkYIARgCKkDx+/==' }
const redacted = { type: 'redacted_thinking', data: 'EmwKAhgBEgy3va3' }
const message = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model,
  content: [thinking, redacted, { type: 'text', text: 'So.' }],
  stop_reason: 'end_turn',
  stop_sequence: null,
  usage,
}
const toolUse = { type: 'tool_use', id: 'toolu_1', name: 'weather', input: { city: 'Köln' } }
const tool = {
  name: 'weather',
  description: 'd',
  input_schema: {
    type: 'object' as const,
    properties: { city: { type: 'string' as const } },
    required: ['city' as const],
  },
}

for (const style of ['apiKey', 'authToken'] as const)
  test(`a message is answered with the key as ${style}, and recorded with its usage`, async () => {
    const { result, requests, records } = await calling(
      [saying(message)],
      (client) => client.messages.create({ ...question, metadata: { user_id: 'u-1' } }).withResponse(),
      style,
    )
    assert.deepEqual(JSON.parse(JSON.stringify(result.data)), message)
    assert.equal(result.request_id, 'req_1')
    assert.equal(requests[0]!.headers['x-api-key'], 'upstream-secret')
    assert.equal(requests[0]!.headers.authorization, undefined)
    assert.deepEqual(records[0]?.outcome?.usage, { inputTokens: 10, outputTokens: 9, cachedTokens: 3 })
    assert.equal(records[0]?.intent.client?.['end_user'], 'u-1')
    assert.equal(records[0]?.intent.client?.['sdk'], 'anthropic-node/1.14.0')
  })

test('a streamed message has every event, and the record adds it up', async () => {
  const events = eventsOf(message)
  const { result, records } = await calling([telling(events)], async (client) =>
    collected(await client.messages.create({ ...question, stream: true })),
  )
  // The kit keeps pings to itself.
  assert.deepEqual(
    JSON.parse(JSON.stringify(result)),
    events.filter((event) => !('type' in event) || event.type !== 'ping'),
  )
  assert.deepEqual(records[0]?.outcome?.response, message)
  assert.equal(records[0]?.outcome?.ending, 'complete')
})

test('the stream helper adds a message up to what it is', async () => {
  const { result } = await calling([telling(eventsOf(message))], async (client) => {
    const stream = client.messages.stream(question)
    const texts: string[] = []
    stream.on('text', (text) => texts.push(text))
    return { final: await stream.finalMessage(), texts }
  })
  assert.deepEqual(JSON.parse(JSON.stringify(result.final)), { ...message, parsed_output: null })
  assert.deepEqual(result.texts, ['S', 'o', '.'])
})

for (const isStream of [false, true])
  test(`a tool is called, its result and the signed thinking sent back${isStream ? ', streamed' : ''}`, async () => {
    const content = [thinking, redacted, toolUse]
    const first = isStream
      ? telling(eventsOf({ ...message, content, stop_reason: 'tool_use' }))
      : saying({ ...message, content, stop_reason: 'tool_use' })
    const second = isStream ? telling(eventsOf(message)) : saying(message)
    const { result, requests, records } = await calling([first, second], async (client) => {
      const ask = async (messages: Anthropic.MessageParam[]): Promise<Anthropic.Message> =>
        isStream
          ? client.messages.stream({ ...question, messages, tools: [tool] }).finalMessage()
          : client.messages.create({ ...question, messages, tools: [tool] })
      const turn = await ask(question.messages)
      const use = turn.content.find((block) => block.type === 'tool_use')!
      return ask([
        ...question.messages,
        { role: 'assistant', content: turn.content },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: use.id, content: '12 °C' }] },
      ])
    })
    assert.equal(result.stop_reason, 'end_turn')
    const sent = JSON.parse(requests[1]!.body.toString()) as { messages: { content: unknown }[] }
    assert.deepEqual(sent.messages[1]!.content, content)
    assert.equal(records.length, 2)
  })

test('the tool runner goes round', async () => {
  const first = { ...message, content: [toolUse], stop_reason: 'tool_use' }
  const ran: string[] = []
  const { result, requests } = await calling([saying(first), saying(message)], async (client) => {
    const run = ({ city }: { city: string }): string => `${String(ran.push(city) && city)}: 12 °C`
    const { name, description, input_schema: inputSchema } = tool
    const tools = [betaTool({ name, description, inputSchema, run })]
    return client.beta.messages.toolRunner({ ...question, tools })
  })
  assert.equal(result.stop_reason, 'end_turn')
  assert.deepEqual(ran, ['Köln', 'Köln'])
  assert.equal(requests[1]?.url, '/v1/messages')
})

test('pictures and documents pass byte for byte', async () => {
  const data = Buffer.alloc(300_001, 'picture').toString('base64')
  const content = [
    { type: 'image' as const, source: { type: 'base64' as const, media_type: 'image/png' as const, data } },
    { type: 'document' as const, source: { type: 'base64' as const, media_type: 'application/pdf' as const, data } },
  ]
  const { requests, records } = await calling([saying(message)], (client) =>
    client.messages.create({ ...question, messages: [{ role: 'user', content }] }),
  )
  assert.equal(requests[0]!.body.toString().split(data).length, 3)
  assert.ok(Buffer.from(records[0]!.intent.request).equals(requests[0]!.body))
})

for (const [status, kind, type] of [
  [400, 'BadRequestError', 'invalid_request_error'],
  [401, 'AuthenticationError', 'authentication_error'],
  [403, 'PermissionDeniedError', 'permission_error'],
  [404, 'NotFoundError', 'not_found_error'],
  [413, 'ContentTooLargeError', 'request_too_large'],
  [429, 'RateLimitError', 'rate_limit_error'],
  [500, 'InternalServerError', 'api_error'],
  [529, 'OverloadedError', 'overloaded_error'],
] as const)
  test(`a provider's ${status} is a ${kind} with all that it says`, async () => {
    const error = { type: 'error', error: { type, message: 'No. ä' }, request_id: 'req_1' }
    const { result } = await calling([saying(error, status)], (client) => caught(client.messages.create(question)))
    assert.deepEqual(
      [result['kind'], result['status'], result['type'], result['requestID'], result['error']],
      [kind, status, type, 'req_1', error],
    )
  })

test('an error after a 200 is an APIError with what it says', async () => {
  const error = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }
  const { result, records } = await calling([telling([...eventsOf(message).slice(0, 2), error])], async (client) =>
    caught(collected(await client.messages.create({ ...question, stream: true }))),
  )
  assert.match(String(result['kind']), /Error$/)
  assert.equal(result['type'], 'overloaded_error')
  assert.equal(records[0]?.outcome?.status, 200)
  assert.deepEqual(records[0]?.outcome?.stream?.error, error.error)
})

test('tokens are counted, models listed and looked up', async () => {
  const found = { type: 'model', id: model, display_name: 'Sonnet', created_at: '2026-01-01T00:00:00Z' }
  const page = { data: [found], has_more: false, first_id: model, last_id: model }
  const { result, requests, records } = await calling(
    [saying({ input_tokens: 14 }), saying(page), saying(found)],
    async (client) => {
      const { messages } = question
      const count = await client.messages.countTokens({ model, messages })
      const [first] = await collected(client.models.list({ limit: 1 }))
      return [count.input_tokens, (await client.models.retrieve(first!.id)).display_name]
    },
  )
  assert.deepEqual(result, [14, 'Sonnet'])
  assert.deepEqual(
    requests.map(({ method, url }) => `${method} ${url}`),
    ['POST /v1/messages/count_tokens', 'GET /v1/models?limit=1', `GET /v1/models/${model}`],
  )
  assert.equal(records.length, 0)
})

test('a batch is made, looked up, cancelled and deleted', async () => {
  const batch = { id: 'msgbatch_1', type: 'message_batch', processing_status: 'in_progress', results_url: null }
  const deleted = { id: batch.id, type: 'message_batch_deleted' }
  const { result, requests, records } = await calling(
    [saying(batch), saying(batch), saying({ ...batch, processing_status: 'canceling' }), saying(deleted)],
    async (client) => {
      const { batches } = client.messages
      const requests = ['a', 'b'].map((custom_id) => ({ custom_id, params: question }))
      const { id } = await batches.create({ requests })
      const retrieved = await batches.retrieve(id)
      const cancelled = await batches.cancel(id)
      return [retrieved.processing_status, cancelled.processing_status, (await batches.delete(id)).type]
    },
  )
  assert.deepEqual(result, ['in_progress', 'canceling', 'message_batch_deleted'])
  assert.equal(requests.length, 4)
  assert.equal(records.length, 2)
})

test('the results of a batch come line by line', async () => {
  const lines = ['a', 'b'].map((custom_id) => ({ custom_id, result: { type: 'succeeded', message } }))
  const results = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
  const scripts = [saying({ id: 'msgbatch_1' }), saying(results, 200, { 'content-type': 'application/x-jsonl' })]
  const { result } = await calling(scripts, async (client) => {
    const { id } = await client.messages.batches.create({ requests: [{ custom_id: 'a', params: question }] })
    const response = await client.get<string>(`/v1/messages/batches/${id}/results`).asResponse()
    return response.text()
  })
  assert.equal(result, results)
})
