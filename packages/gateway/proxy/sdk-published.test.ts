/** Shows that kits read every published stream and body through the gateway as they read them directly. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { test } from 'node:test'
import Anthropic from '@anthropic-ai/sdk'
import OpenAI from 'openai'
import { asksForUsage, saying, sending } from './provider.fixture.ts'
import { bodyFiles, pathOf, type PublishedStream, skip, streams } from './published.fixture.ts'
import { compare } from './sdk-call.fixture.ts'
import type { Script } from '../double.ts'

const silent = { maxRetries: 0, logLevel: 'off' as const }
const messages = [{ role: 'user' as const, content: 'Hm?' }]

/** What the kit makes of an answer: all events until it is done or throws, or the whole of it. */
async function read(url: string, secret: string, path: string, stream: boolean, asks = false): Promise<unknown> {
  const openai = new OpenAI({ baseURL: `${url}/v1`, apiKey: secret, ...silent })
  const anthropic = new Anthropic({ baseURL: url, apiKey: secret, ...silent })
  const usage = asks ? { stream_options: { include_usage: true } } : {}
  const asked: Readonly<Record<string, () => Promise<unknown>>> = {
    '/v1/chat/completions': () => openai.chat.completions.create({ model: 'm', messages, stream, ...usage }),
    '/v1/completions': () => openai.completions.create({ model: 'm', prompt: 'Hm?', stream, ...usage }),
    '/v1/responses': () => openai.responses.create({ model: 'm', input: 'Hm?', stream }),
    '/v1/messages': () => anthropic.messages.create({ model: 'm', max_tokens: 9, messages, stream }),
  }
  const events: unknown[] = []
  try {
    const answer = await asked[path]!()
    if (!stream) return answer
    for await (const event of answer as AsyncIterable<unknown>) events.push(event)
    return events
  } catch (cause) {
    return [...events, (cause as Error).name, (cause as Error).message]
  }
}

/** The stream as its provider sends it to a client that does not ask for usage. */
function withoutUsage({ path, bytes }: PublishedStream): Buffer {
  if (path !== '/v1/chat/completions' && path !== '/v1/completions') return bytes
  const blocks = bytes.toString().split(/(?<=\n\n)/)
  const shown = blocks.flatMap((block) => {
    if (!block.startsWith('data: {')) return block
    const { choices, usage } = JSON.parse(block.slice('data: '.length)) as { choices: unknown[]; usage?: unknown }
    if (choices.length === 0 && typeof usage === 'object' && usage !== null) return []
    return usage === null ? block.replace(',"usage":null', '') : block
  })
  return Buffer.from(shown.join(''))
}

/** A provider that tells usage to those who ask. */
function publishing(stream: PublishedStream): Script {
  const silentBytes = withoutUsage(stream)
  return sending((arrived) => (asksForUsage(arrived) ? stream.bytes : silentBytes), 1021)
}

for (const asks of [false, true])
  test(
    `every published stream reads the same${asks ? ', with usage asked for' : ''}`,
    { skip, timeout: 120_000 },
    async () => {
      const all = streams().filter(({ path }) => !asks || path.endsWith('completions'))
      for (const stream of all) {
        const { result, requests, answers, records } = await compare({
          scripts: [publishing(stream)],
          run: (url, secret) => read(url, secret, stream.path, true, asks),
        })
        assert.ok((result as unknown[]).length > 1, stream.name)
        const isCompletion = stream.path.endsWith('completions')
        assert.equal(asksForUsage(requests[0]!), isCompletion, stream.name)
        // A kit that throws in the middle leaves before the end.
        const expected = asks ? stream.bytes : withoutUsage(stream)
        assert.ok(expected.subarray(0, answers[0]!.body.length).equals(answers[0]!.body), stream.name)
        if (isCompletion && stream.bytes.includes('"usage":{'))
          assert.ok((records[0]?.outcome?.usage?.inputTokens ?? 0) > 0, stream.name)
      }
      assert.ok(all.length >= (asks ? 13 : 60), String(all.length))
    },
  )

test('every published body reads the same', { skip, timeout: 120_000 }, async () => {
  const files = bodyFiles()
  for (const file of files) {
    const text = readFileSync(file, 'utf8')
    const { error } = JSON.parse(text) as { error?: unknown }
    const isError = typeof error === 'object' && error !== null
    const { result, records } = await compare({
      scripts: [saying(text, isError ? 400 : 200)],
      run: (url, secret) => read(url, secret, pathOf(file), false),
    })
    assert.equal(isError, Array.isArray(result), basename(file))
    assert.equal(records.length, 1)
  }
  assert.ok(files.length >= 60, String(files.length))
})
