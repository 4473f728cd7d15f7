/** Good records that the tests of this room start from: one for each dialect, with everything that a record can have. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dialectNames } from './dialect.ts'
import type { Interaction } from './interaction.ts'
import { parseRecord } from './record.ts'

/** A value that tests may take apart and put together otherwise. */
export type Loose = { [name: string]: unknown }

const envelope = {
  v: 1,
  id: 'req_DLC0g61FGMrUEqdHuqKqHuFO',
  ts: '2026-03-02T00:00:10.254Z',
  account: 'acct_yZQbwoykmcKjGhLYvCKk',
  org: 'org-R0RdjgKxzuDcxUEW',
  key: 'key_v9gOPHogdm4VAWSd',
  client: {
    ip: '203.0.113.7',
    asn: 64500,
    as_name: 'Example "Réseau" 😀',
    as_type: 'hosting',
    country: 'FR',
    user_agent: 'axios/1.7.9',
    ja4: 't13d1715h1_09ed6fe16b9e_208f29b2086f',
    sdk: 'openai-python/2.9',
    headers: { accept: '*/*', 'X-App': 'cli' },
    end_user: 'eu_Uuf8KY4AW5',
  },
  model: 'heron-4-large',
  stream: true,
  status: 200,
  latency_ms: 2071.5,
  ttft_ms: 140,
  usage: { input_tokens: 30, output_tokens: 140, reasoning_tokens: 12, cached_tokens: 0 },
}

const weatherSchema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] }

/** One good record for each dialect. */
export const goodRecords: Readonly<Record<string, Loose>> = {
  'openai.chat': {
    ...envelope,
    dialect: 'openai.chat',
    request: {
      model: 'heron-4-large',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: [{ type: 'text', text: 'Météo à Lyon\n…\u0000?' }] },
        {
          role: 'assistant',
          content: null,
          tool_calls: [
            {
              id: 'call_l6rt5U7b1a3tGzJRdAwYa2OS',
              type: 'function',
              function: { name: 'weather', arguments: '{"city": "Lyon"}' },
            },
          ],
        },
        { role: 'tool', tool_call_id: 'call_l6rt5U7b1a3tGzJRdAwYa2OS', content: '21 °C' },
      ],
      tools: [{ type: 'function', function: { name: 'weather', parameters: weatherSchema } }],
      temperature: 0.7,
      stream_options: { include_usage: true },
      user: 'eu_Uuf8KY4AW5',
    },
    response: {
      id: 'chatcmpl-ck5onxVXTqzH4CAhKedvEtTOvtuqQ',
      object: 'chat.completion',
      choices: [
        { index: 0, message: { role: 'assistant', content: 'Mild, 21 °C.', refusal: null }, finish_reason: 'stop' },
      ],
    },
  },
  'openai.responses': {
    ...envelope,
    dialect: 'openai.responses',
    request: {
      model: 'heron-4-large',
      instructions: 'Be brief.',
      input: [
        { role: 'user', content: [{ type: 'input_text', text: 'Météo à Lyon ?' }] },
        {
          type: 'reasoning',
          id: 'rs_b132a674a453801ce85385b3016ce9f9',
          summary: [],
          encrypted_content: 'gAAAAABelRDALeisGTAAfjefJoibO006',
        },
        {
          type: 'function_call',
          id: 'fc_9a11489a5f4f69de565e705d76109912',
          call_id: 'call_CWDFOJMUgEWQOa01nXQ1qdXM',
          name: 'weather',
          arguments: '{"city": "Lyon"}',
        },
        { type: 'function_call_output', call_id: 'call_CWDFOJMUgEWQOa01nXQ1qdXM', output: '21 °C' },
      ],
      tools: [{ type: 'function', name: 'weather', parameters: weatherSchema, strict: true }],
      reasoning: { effort: 'low' },
      store: false,
    },
    response: {
      id: 'resp_cbe19a2c98a1f759ec5d98b29824e66b',
      object: 'response',
      output: [
        {
          type: 'message',
          id: 'msg_d265d55353303ea06ac066e6a89bf21c',
          role: 'assistant',
          content: [{ type: 'output_text', text: 'Mild, 21 °C.', annotations: [] }],
        },
      ],
    },
  },
  'openai.completions': {
    ...envelope,
    dialect: 'openai.completions',
    request: {
      model: 'heron-4-large',
      prompt: ['Météo à Lyon :\n', [1024, 7, 99]],
      suffix: 'Fin.',
      max_tokens: 16,
      logprobs: 2,
      user: 'eu_Uuf8KY4AW5',
    },
    response: {
      id: 'cmpl-D8ZFN477TMm6AoQohx2jSTOJMh60M',
      object: 'text_completion',
      choices: [{ text: ' 21 °C', index: 0, logprobs: null, finish_reason: 'length' }],
    },
  },
  'openai.embeddings': {
    ...envelope,
    dialect: 'openai.embeddings',
    request: { model: 'heron-4-embed', input: ['Météo à Lyon ?', 'Mild, 21 °C.'], dimensions: 2 },
    response: { object: 'list', data: [{ object: 'embedding', index: 0, embedding: [0.5, -0.25] }] },
  },
  'anthropic.messages': {
    ...envelope,
    dialect: 'anthropic.messages',
    request: {
      model: 'heron-4-large',
      max_tokens: 1024,
      system: [{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }],
      messages: [
        { role: 'user', content: 'Météo à Lyon ?' },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'A tool knows.', signature: 'ErKC39TClITE+KjHe9OUM3+9ypVgjkpz' },
            { type: 'tool_use', id: 'toolu_01L63B4KWAxdjc54ZtJcwppc', name: 'weather', input: { city: 'Lyon' } },
          ],
        },
        {
          role: 'user',
          content: [
            {
              type: 'tool_result',
              tool_use_id: 'toolu_01L63B4KWAxdjc54ZtJcwppc',
              content: [{ type: 'text', text: '21 °C' }],
            },
            { type: 'text', text: 'Well?' },
          ],
        },
      ],
      tools: [{ name: 'weather', input_schema: weatherSchema }],
      metadata: { user_id: 'yoORwbspAH' },
    },
    response: {
      id: 'msg_01DPp9Be1rcWVE3a3al0kUaU',
      type: 'message',
      role: 'assistant',
      content: [{ type: 'text', text: 'Mild, 21 °C.' }],
      stop_reason: 'end_turn',
    },
  },
}

/** The record of a text, which must be a good one. */
export function acceptRecord(text: string): Interaction {
  const parsed = parseRecord(text)
  assert.ok(parsed.ok, parsed.ok ? '' : `${parsed.reason}: ${parsed.detail}`)
  return parsed.value
}

test('there is a good record for each dialect', () => {
  assert.deepEqual(Object.keys(goodRecords).sort(), dialectNames)
  for (const record of Object.values(goodRecords)) acceptRecord(JSON.stringify(record))
})
