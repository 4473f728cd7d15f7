/** Shows that OpenAI's own kit works through the gateway as it does directly: every call, event and error. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import OpenAI from 'openai'
import { breakingOff, chunking, sending, framed, saying, telling } from './provider.fixture.ts'
import { caught, collected, compare, type Compared, type SdkCall } from './sdk-call.fixture.ts'

type Ask<Result> = (client: OpenAI) => Promise<Result>

/** The call of OpenAI's kit that `ask` makes. */
function calling<Result>(scripts: SdkCall<Result>['scripts'], ask: Ask<Result>): Promise<Compared<Result>> {
  const run = (url: string, secret: string): Promise<Result> =>
    ask(new OpenAI({ baseURL: `${url}/v1`, apiKey: secret, maxRetries: 0, organization: 'org-1', project: 'proj-1' }))
  return compare({ scripts, run })
}

const model = 'gpt-4o-mini'
const question = [{ role: 'user' as const, content: 'Wie heißt das? 😀' }]
const usage = { prompt_tokens: 11, completion_tokens: 22, total_tokens: 33 }
const completion = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model,
  choices: [
    { index: 0, message: { role: 'assistant', content: 'So. \u2028😀', refusal: null }, finish_reason: 'stop' },
  ],
  usage,
}
const chunkOf = (delta: object, finish_reason: string | null = null): object => ({
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  created: 1,
  model,
  choices: [{ index: 0, delta, finish_reason }],
})
const words = [
  chunkOf({ role: 'assistant', content: '' }),
  ...['So', ' heißt', ' "usage":null', ' 😀.'].map((content) => chunkOf({ content })),
  chunkOf({}, 'stop'),
]

test('a chat is answered, and recorded with its usage', async () => {
  // Numbers that no parser gives back as they were.
  const odd = JSON.stringify(completion).replace(/\}$/, ', "x_unknown":[9007199254740993,1e400,1.0]}')
  const { result, records, answers } = await calling([saying(odd)], (client) =>
    client.chat.completions.create({ model, messages: question, metadata: { a: 'b' }, store: true }).withResponse(),
  )
  assert.equal(result.data.choices[0]?.message.content, 'So. \u2028😀')
  assert.equal(result.request_id, 'req_1')
  assert.ok(answers[0]!.rawHeaders.includes('Content-Encoding'))
  assert.deepEqual(records[0]?.outcome?.usage, { inputTokens: 11, outputTokens: 22 })
  assert.match(String(records[0]?.intent.client?.['sdk']), /^openai-node\/7\.57\.0$/)
})

test('a streamed chat that does not ask for usage has every chunk and no usage, and the record has it', async () => {
  const { result, records, requests } = await calling([chunking(words, usage)], async (client) =>
    collected(await client.chat.completions.create({ model, messages: question, stream: true })),
  )
  assert.deepEqual(result, words)
  assert.match(requests[0]!.body.toString(), /"stream_options":\{"include_usage":true\}\}$/)
  assert.deepEqual(records[0]?.outcome?.usage, { inputTokens: 11, outputTokens: 22 })
  assert.equal(records[0]?.outcome?.ending, 'complete')
})

test('a streamed chat that asks for usage has it, and goes on as it came', async () => {
  const { result } = await calling([chunking(words, usage)], async (client) =>
    collected(
      await client.chat.completions.create({
        model,
        messages: question,
        stream: true,
        stream_options: { include_usage: true },
      }),
    ),
  )
  assert.deepEqual(result.at(-1)?.usage, usage)
  assert.deepEqual(
    result.slice(0, -1).map((chunk) => chunk.usage),
    words.map(() => null),
  )
})

test('where the provider compresses streams, those that are looked through come uncompressed and say the same', async () => {
  for (const options of [{}, { stream_options: { include_usage: true } }]) {
    const { result, records, answers } = await calling([chunking(words, usage, true)], async (client) =>
      collected(await client.chat.completions.create({ model, messages: question, stream: true, ...options })),
    )
    const isAsked = 'stream_options' in options
    assert.equal(result.length, words.length + (isAsked ? 1 : 0))
    assert.equal(answers[0]!.rawHeaders.includes('content-encoding'), isAsked)
    assert.deepEqual(records[0]?.outcome?.usage, { inputTokens: 11, outputTokens: 22 })
  }
})

test('where there are limits their headers stand in place of the provider’s, and nothing else is different', async () => {
  const run = (url: string, apiKey: string): Promise<string[]> =>
    new OpenAI({ baseURL: `${url}/v1`, apiKey }).chat.completions
      .create({ model, messages: question })
      .asResponse()
      // Cookies are the operator's and do not come back, as the guide lists.
      .then(({ headers }) => [...headers.keys()].filter((name) => !name.startsWith('x-') && name !== 'set-cookie'))
  const limits = { key: { requestsPerMinute: 77, tokensPerMinute: 5000 } }
  const { answers } = await compare({ scripts: [saying(completion)], run, limits })
  const { rawHeaders } = answers[0]!
  assert.equal(rawHeaders[rawHeaders.indexOf('x-ratelimit-remaining-requests') + 1], '76')
  assert.equal(rawHeaders.filter((text) => text === 'x-ratelimit-remaining-requests').length, 1)
})

test('the stream helper adds a chat up to what it is', async () => {
  const { result } = await calling([chunking(words, usage)], async (client) => {
    const stream = client.chat.completions.stream({ model, messages: question })
    const seen: string[] = []
    stream.on('content.delta', ({ delta }) => seen.push(delta))
    return { final: await stream.finalChatCompletion(), seen }
  })
  assert.equal(result.final.choices[0]?.message.content, 'So heißt "usage":null 😀.')
  assert.ok(result.seen.length >= 4)
})

const tool = {
  type: 'function' as const,
  function: { name: 'weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
}
const toolCall = { id: 'call_1', type: 'function', function: { name: 'weather', arguments: '{"city":"Köln"}' } }

test('a tool is called, its result sent back and the second turn answered', async () => {
  const first = {
    ...completion,
    choices: [
      { index: 0, message: { role: 'assistant', content: null, tool_calls: [toolCall] }, finish_reason: 'tool_calls' },
    ],
  }
  const { result, requests, records } = await calling([saying(first), saying(completion)], async (client) => {
    const turn = await client.chat.completions.create({ model, messages: question, tools: [tool] })
    const message = turn.choices[0]!.message
    const answer = { role: 'tool' as const, tool_call_id: message.tool_calls![0]!.id, content: '12 °C' }
    return client.chat.completions.create({ model, messages: [...question, message, answer], tools: [tool] })
  })
  assert.equal(result.choices[0]?.finish_reason, 'stop')
  assert.match(requests[1]!.body.toString(), /"tool_call_id":"call_1","content":"12 °C"/)
  assert.equal(records.length, 2)
})

test('a tool is called from the fragments of a stream', async () => {
  const fragment = (index: number, rest: object): object => chunkOf({ tool_calls: [{ index, ...rest }] })
  const chunks = [
    chunkOf({ role: 'assistant', content: null }),
    fragment(0, { ...toolCall, function: { name: 'weather', arguments: '' } }),
    fragment(1, { ...toolCall, id: 'call_2', function: { name: 'weather', arguments: '{"city"' } }),
    fragment(0, { function: { arguments: '{"city":"Kö' } }),
    fragment(1, { function: { arguments: ':"Bonn"}' } }),
    fragment(0, { function: { arguments: 'ln"}' } }),
    chunkOf({}, 'tool_calls'),
  ]
  const ran: string[] = []
  const { result } = await calling([chunking(chunks, usage), chunking(words, usage)], async (client) => {
    const parse = JSON.parse as (text: string) => { city: string }
    const run = ({ city }: { city: string }): string => `${String(ran.push(city) && city)}: 12 °C`
    const runner = client.chat.completions.runTools({
      model,
      messages: question,
      stream: true,
      tools: [{ type: 'function', function: { ...tool.function, function: run, parse, description: 'd' } }],
    })
    return runner.finalContent()
  })
  assert.equal(result, 'So heißt "usage":null 😀.')
  assert.deepEqual(ran, ['Köln', 'Bonn', 'Köln', 'Bonn'])
})

test('a picture passes byte for byte', async () => {
  const url = `data:image/png;base64,${Buffer.alloc(300_001, 'picture').toString('base64')}`
  const content = [
    { type: 'text' as const, text: 'What is this?' },
    { type: 'image_url' as const, image_url: { url, detail: 'high' as const } },
  ]
  const { requests, records } = await calling([saying(completion)], (client) =>
    client.chat.completions.create({ model, messages: [{ role: 'user', content }] }),
  )
  assert.ok(requests[0]!.body.includes(url))
  assert.ok(Buffer.from(records[0]!.intent.request).equals(requests[0]!.body))
})

for (const [status, kind, code] of [
  [400, 'BadRequestError', 'unsupported_parameter'],
  [401, 'AuthenticationError', 'invalid_api_key'],
  [403, 'PermissionDeniedError', 'unsupported_country_region_territory'],
  [404, 'NotFoundError', 'model_not_found'],
  [409, 'ConflictError', 'conflict'],
  [422, 'UnprocessableEntityError', 'invalid'],
  [429, 'RateLimitError', 'rate_limit_exceeded'],
  [500, 'InternalServerError', null],
  [529, 'InternalServerError', null],
] as const)
  test(`a provider's ${status} is a ${kind} with all that it says`, async () => {
    const error = { message: 'No. ä', type: 'some_type', param: 'max_tokens', code }
    const { result } = await calling([saying({ error }, status)], (client) =>
      caught(client.chat.completions.create({ model, messages: question })),
    )
    assert.deepEqual(
      [result['kind'], result['status'], result['code'], result['param'], result['type'], result['requestID']],
      [kind, status, code, 'max_tokens', 'some_type', 'req_1'],
    )
    assert.match(String(result['message']), /No\. ä/)
  })

test('an error after a 200 is an APIError with what it says, in both kinds of stream', async () => {
  const error = { message: 'The server had an error', type: 'server_error', param: null, code: 'boom' }
  const broken = sending(() => framed(words[0]!, false) + framed({ error }, false))
  const chat = await calling([broken], async (client) =>
    caught(collected(await client.chat.completions.create({ model, messages: question, stream: true }))),
  )
  assert.equal(chat.result['kind'], 'APIError')
  assert.equal(chat.result['code'], 'boom')
  assert.deepEqual(chat.records[0]?.outcome?.stream?.error, error)
  const responses = await calling([telling([{ type: 'error', sequence_number: 1, error }])], async (client) =>
    caught(collected(await client.responses.create({ model, input: 'x', stream: true }))),
  )
  assert.equal(responses.result['kind'], 'APIError')
  assert.equal(responses.records[0]?.outcome?.status, 200)
  assert.deepEqual(responses.records[0]?.outcome?.stream?.error, error)
})

test('a stream that breaks off inside an event is broken off for the kit, after the same events', async () => {
  const broken = breakingOff(`${framed(words[0]!, false)}${framed(words[1]!, false).slice(0, 40)}`)
  const { result, answers, records } = await calling([broken], async (client) => {
    const seen: unknown[] = []
    const read = async (): Promise<void> => {
      for await (const chunk of await client.chat.completions.create({ model, messages: question, stream: true }))
        seen.push(chunk)
    }
    return [await caught(read()), seen] as const
  })
  assert.deepEqual(result[1], [words[0]])
  assert.equal(answers[0]?.isCut, true)
  assert.equal(records[0]?.outcome?.ending, 'upstream cut')
})

test('models are listed and looked up, the fine-tuned ones too', async () => {
  const found = { id: 'ft:gpt-4o-mini:org::abc', object: 'model', created: 1, owned_by: 'org' }
  const { result, requests } = await calling(
    [saying({ object: 'list', data: [found] }), saying(found)],
    async (client) => {
      const [first] = await collected(client.models.list())
      return client.models.retrieve(first!.id)
    },
  )
  assert.deepEqual(JSON.parse(JSON.stringify(result)), found)
  assert.equal(requests[1]?.url, '/v1/models/ft:gpt-4o-mini:org::abc')
})

test('embeddings come as the kit asks for them, and as floats', async () => {
  const answer = (embedding: unknown): object => ({
    object: 'list',
    model: 'text-embedding-3-small',
    data: [{ object: 'embedding', index: 0, embedding }],
    usage: { prompt_tokens: 3, total_tokens: 3 },
  })
  const packed = Buffer.from(new Float32Array([0.5, -1]).buffer).toString('base64')
  const { result, records } = await calling([saying(answer(packed)), saying(answer([0.25]))], async (client) => {
    const ask = { model: 'text-embedding-3-small', input: ['a', 'b'] }
    const one = await client.embeddings.create(ask)
    const other = await client.embeddings.create({ ...ask, encoding_format: 'float', user: 'u-1' })
    return [...one.data, ...other.data].map(({ embedding }) => [...embedding])
  })
  assert.deepEqual(result, [[0.5, -1], [0.25]])
  assert.equal(records[1]?.intent.dialect, 'openai.embeddings')
  assert.deepEqual(records[0]?.outcome?.usage, { inputTokens: 3 })
})

const response = {
  id: 'resp_1',
  object: 'response',
  created_at: 1,
  status: 'completed',
  model,
  output: [
    { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'gAAAA+/=' },
    { type: 'message', id: 'm_1', role: 'assistant', content: [{ type: 'output_text', text: 'So.', annotations: [] }] },
  ],
  usage: { input_tokens: 5, output_tokens: 6, total_tokens: 11 },
}

test('a response is made, retrieved, cancelled and deleted', async () => {
  const items = {
    object: 'list',
    data: [{ id: 'i_1', type: 'message' }],
    has_more: false,
    first_id: 'i_1',
    last_id: 'i_1',
  }
  const scripts = [
    saying({ ...response, status: 'queued', output: [] }),
    saying({ ...response, status: 'in_progress' }),
    saying({ ...response, status: 'cancelled' }),
    saying(items),
    saying('', 200, { 'content-type': 'text/plain' }),
  ]
  const { result, requests } = await calling(scripts, async (client) => {
    const { responses } = client
    const { id } = await responses.create({ model, input: 'x', background: true })
    const retrieved = await responses.retrieve(id, { include: ['reasoning.encrypted_content'] })
    const cancelled = await responses.cancel(id)
    const listed = await collected(responses.inputItems.list(id, { limit: 5 }))
    await responses.delete(id)
    return [retrieved.status, cancelled.status, retrieved.output_text, listed.length]
  })
  assert.deepEqual(result, ['in_progress', 'cancelled', 'So.', 1])
  assert.deepEqual(
    requests.map(({ method, url }) => `${method} ${url}`),
    [
      'POST /v1/responses',
      'GET /v1/responses/resp_1?include%5B%5D=reasoning.encrypted_content',
      'POST /v1/responses/resp_1/cancel',
      'GET /v1/responses/resp_1/input_items?limit=5',
      'DELETE /v1/responses/resp_1',
    ],
  )
})

test('a streamed response has every event, and its encrypted reasoning is sent back as it came', async () => {
  const events = [
    { type: 'response.created', sequence_number: 0, response: { ...response, status: 'in_progress', output: [] } },
    {
      type: 'response.output_text.delta',
      sequence_number: 1,
      item_id: 'm_1',
      output_index: 1,
      content_index: 0,
      delta: 'So.',
    },
    { type: 'response.completed', sequence_number: 2, response },
  ]
  const { result, requests, records } = await calling([telling(events), saying(response)], async (client) => {
    const seen = await collected(await client.responses.create({ model, input: 'x', stream: true, store: false }))
    const last = seen.at(-1)!
    assert.ok(last.type === 'response.completed')
    const output = last.response.output as OpenAI.Responses.ResponseInputItem[]
    const input = [...output, { role: 'user' as const, content: 'And?' }]
    const second = await client.responses.create({ model, input, include: ['reasoning.encrypted_content'] })
    return { seen, text: second.output_text }
  })
  assert.equal(result.text, 'So.')
  assert.equal(result.seen.length, 3)
  assert.match(requests[1]!.body.toString(), /"encrypted_content":"gAAAA\+\/="/)
  assert.deepEqual(records[0]?.outcome?.usage, { inputTokens: 5, outputTokens: 6 })
  assert.deepEqual(records[0]?.outcome?.response, response)
})

test('legacy completions are answered, whole and streamed', async () => {
  const answer = (text: string, finish_reason: string | null): object => ({
    id: 'cmpl-1',
    object: 'text_completion',
    created: 1,
    model: 'gpt-3.5-turbo-instruct',
    choices: [{ text, index: 0, logprobs: null, finish_reason }],
  })
  const chunks = [answer('So', null), answer('.', 'stop')]
  const { result, records } = await calling(
    [saying({ ...answer('So.', 'stop'), usage }), chunking(chunks, usage)],
    async (client) => {
      const ask = { model: 'gpt-3.5-turbo-instruct', prompt: 'Say so' }
      const whole = await client.completions.create(ask)
      const streamed = await collected(await client.completions.create({ ...ask, stream: true }))
      return [whole.choices[0]?.text, streamed]
    },
  )
  assert.deepEqual(result, ['So.', chunks])
  assert.deepEqual(
    records.map(({ outcome }) => outcome?.usage),
    [
      { inputTokens: 11, outputTokens: 22 },
      { inputTokens: 11, outputTokens: 22 },
    ],
  )
})
