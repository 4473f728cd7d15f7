/** Shows that kits come back when the gateway tells them to, stay away when it tells them that, and are recorded so. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAnthropic } from '@ai-sdk/anthropic'
import { createOpenAI } from '@ai-sdk/openai'
import Anthropic from '@anthropic-ai/sdk'
import type { Verdict } from '@stillhunt/core/policy'
import { generateText, type LanguageModel } from 'ai'
import OpenAI from 'openai'
import { type Enforcer, indexTable } from '../verdict.ts'
import { type FixtureOptions, GatewayFixture, key } from './gateway.fixture.ts'
import { saying } from './provider.fixture.ts'
import { caught, inTurn } from './sdk-call.fixture.ts'
import { FakeUpstream, type Script } from '../double.ts'

Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false })

/** A kit and a short question asked with it. */
interface Kit {
  readonly name: string
  readonly ask: (url: string, secret: string, tokensMax?: number) => Promise<unknown>
  readonly answer: Script
  /** Classes of its errors by status; Vercel's has one for all. */
  readonly errorOf: (status: number) => string
  /** It heeds `x-should-retry` and counts its retries in a header. */
  readonly isStainless: boolean
}

const prompt = 'Hm?'
const messages = [{ role: 'user' as const, content: prompt }]
const completion = {
  id: 'c',
  object: 'chat.completion',
  created: 1,
  model: 'm',
  choices: [{ index: 0, message: { role: 'assistant', content: 'So.' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 },
}
const message = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'm',
  content: [{ type: 'text', text: 'So.' }],
  stop_reason: 'end_turn',
  usage: { input_tokens: 3, output_tokens: 4 },
}
const classes: Readonly<Record<number, string>> = {
  401: 'AuthenticationError',
  403: 'PermissionDeniedError',
  404: 'NotFoundError',
  413: 'ContentTooLargeError',
  429: 'RateLimitError',
  500: 'InternalServerError',
  502: 'InternalServerError',
  503: 'ServiceUnavailableError',
}

function vercel(name: string, modelAt: (url: string, secret: string) => LanguageModel, answer: Script): Kit {
  return {
    name: `Vercel's kit with ${name}`,
    answer,
    errorOf: () => 'APICallError',
    isStainless: false,
    ask: async (url, secret, maxOutputTokens = 16) => {
      // This kit goes by the status alone, and would ask three times even where a provider's quota is spent.
      const retries = maxOutputTokens > 1000 ? { maxRetries: 0 } : {}
      const { text } = await generateText({ model: modelAt(url, secret), prompt, maxOutputTokens, ...retries })
      return text
    },
  }
}

const kits: readonly Kit[] = [
  {
    name: "OpenAI's kit",
    ask: (url, apiKey, max_completion_tokens = 16) =>
      new OpenAI({ baseURL: `${url}/v1`, apiKey }).chat.completions.create({
        model: 'm',
        messages,
        max_completion_tokens,
      }),
    answer: saying(completion),
    errorOf: (status) => (status > 500 ? 'InternalServerError' : status === 413 ? 'APIError' : classes[status]!),
    isStainless: true,
  },
  {
    name: "Anthropic's kit",
    ask: (baseURL, apiKey, max_tokens = 16) =>
      new Anthropic({ baseURL, apiKey }).messages.create({ model: 'm', messages, max_tokens }),
    answer: saying(message),
    errorOf: (status) => classes[status]!,
    isStainless: true,
  },
  vercel('OpenAI', (url, apiKey) => createOpenAI({ baseURL: `${url}/v1`, apiKey }).chat('m'), saying(completion)),
  vercel('Anthropic', (url, apiKey) => createAnthropic({ baseURL: `${url}/v1`, apiKey })('m'), saying(message)),
]

/** Asks through a gateway; tells how long it took and what was recorded. */
async function ask(
  { ask: send, answer }: Kit,
  options: Omit<FixtureOptions, 'upstream'>,
  { script = answer, secret = key, tokensMax = 16 } = {},
): Promise<{
  ms: number
  arrived: number
  retries: (number | undefined)[]
  fault: Record<string, unknown> | undefined
}> {
  await using upstream = await FakeUpstream.start(script)
  await using gateway = await GatewayFixture.start({ ...options, upstream: upstream.url })
  const startedAt = performance.now()
  let fault: Record<string, unknown> | undefined
  try {
    await send(gateway.url, secret, tokensMax)
  } catch (cause) {
    // Vercel's wraps what it tried several times.
    const { lastError = cause } = cause as { lastError?: unknown }
    fault = await caught(Promise.reject(lastError as Error))
  }
  const ms = performance.now() - startedAt
  const records = await gateway.recorded(upstream.arrived.length)
  const retries = records.map(({ outcome }) => outcome?.retryCount)
  return { ms, arrived: upstream.arrived.length, retries, fault }
}

for (const kit of kits) {
  const { name, isStainless, errorOf } = kit
  const told = isStainless ? 1 : undefined

  test(`${name} waits as long as a limit of ours tells it, and then succeeds`, async () => {
    // 40 tokens more every second: after the first answer some 30 are missing.
    const spent = JSON.stringify({ ...completion, ...message, usage: { ...completion.usage, ...message.usage } })
    const first = saying(spent.replaceAll(/(input|prompt)_tokens":3/g, '$1_tokens":2390'))
    await using upstream = await FakeUpstream.start(inTurn([first, kit.answer]))
    await using gateway = await GatewayFixture.start({
      limits: { key: { tokensPerMinute: 2400 } },
      upstream: upstream.url,
    })
    await kit.ask(gateway.url, key)
    const startedAt = performance.now()
    await kit.ask(gateway.url, key)
    const ms = performance.now() - startedAt
    // Left to themselves kits come back after half a second and are refused again, or after two.
    assert.ok(ms > 550 && ms < 1900, String(ms))
    assert.equal(gateway.logged.filter((line) => line.includes('rate limited')).length, 1)
    const records = await gateway.recorded(2)
    assert.deepEqual(
      records.map(({ outcome }) => outcome?.retryCount),
      [undefined, told],
    )
  })

  test(`${name} comes back after a 429 with retry-after-ms, and the record counts the retry`, async () => {
    const limits = { account: { requestsPerMinute: 1000, concurrentRequests: 1 } }
    await using upstream = await FakeUpstream.start(async (arrived, response) => {
      await new Promise((resolve) => setTimeout(resolve, 150))
      await kit.answer(arrived, response)
    })
    await using gateway = await GatewayFixture.start({ limits, upstream: upstream.url })
    await Promise.all([kit.ask(gateway.url, key), kit.ask(gateway.url, key)])
    const records = await gateway.recorded(2)
    assert.equal(upstream.arrived.length, 2)
    assert.match(gateway.logged.join('\n'), /rate limited/)
    const retries = records.map(({ outcome }) => outcome?.retryCount ?? 0)
    if (isStainless)
      assert.ok(
        retries.some((count) => count >= 1),
        String(retries),
      )
  })

  test(`${name} is told that a request larger than its limit never passes`, async () => {
    const { fault, arrived, ms } = await ask(kit, { limits: { key: { tokensPerMinute: 500 } } }, { tokensMax: 4000 })
    assert.equal(fault?.['kind'], errorOf(429))
    assert.match(String(fault?.['message']), /larger than the limit of 500 tokens per minute/)
    assert.equal(arrived, 0)
    assert.ok(ms < 400, String(ms))
  })

  test(`${name} comes back after a 503 of ours`, async () => {
    let count = 0
    const open = (): Promise<void> => (count++ === 0 ? Promise.reject(new Error('full')) : Promise.resolve())
    const { fault, arrived, retries } = await ask(kit, { open })
    assert.deepEqual([fault, arrived, retries], [undefined, 1, [told]])
  })

  test(`${name} comes back after a 502 of ours`, async () => {
    const script = inTurn([(_, response) => void response.socket?.destroy(), kit.answer])
    const { fault, arrived, retries } = await ask(kit, {}, { script })
    assert.deepEqual([fault, arrived, retries], [undefined, 2, [undefined, told]])
  })

  test(`${name} comes back after a provider's 429 and 503, as the provider tells it to`, async () => {
    const told429 = saying({ error: { message: 'No.' } }, 429, { 'retry-after-ms': '20', 'x-should-retry': 'true' })
    const told503 = saying({ error: { message: 'No.' } }, 503, { 'Retry-After-Ms': '30' })
    const { fault, arrived, retries, ms } = await ask(kit, {}, { script: inTurn([told429, told503, kit.answer]) })
    assert.deepEqual([fault, arrived], [undefined, 3])
    assert.deepEqual(retries, isStainless ? [undefined, 1, 2] : [undefined, undefined, undefined])
    assert.ok(ms < 450, String(ms))
  })

  test(`${name} does not come back after a 401, 403, 404 or 413 of ours, and has its own error of it`, async () => {
    const measure = { step: 'suspend' } as const
    const verdict: Verdict = {
      id: 'v0',
      subject: { kind: 'account', id: 'acct_1' },
      because: 'Unusual use.',
      measure,
      expiresMs: Date.now() + 60_000,
    }
    const index = indexTable({ version: 1, sequence: 1, issuedMs: 0, verdicts: [verdict], campaigns: {} }, 1)
    const enforcer: Enforcer = { of: (asker, nowMs) => index.of(asker, nowMs), sequence: 1, close: () => {} }
    const grants = { shk_bound: { id: 'k_2', account: 'acct_2', models: ['other'] } }
    for (const [status, options, how] of [
      [401, {}, { secret: 'shk_wrong' }],
      [403, { enforcer }, {}],
      [404, { grants }, { secret: 'shk_bound' }],
      [413, { request: { bodyBytesMax: 10 } }, {}],
    ] as const) {
      const { fault, arrived, ms } = await ask(kit, options, how)
      assert.deepEqual(
        [fault?.['kind'], fault?.['status'] ?? fault?.['statusCode'], arrived],
        [errorOf(status), status, 0],
      )
      assert.ok(ms < 400, String(ms))
    }
  })
}
