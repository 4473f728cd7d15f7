/** Shows what is left of bodies whose texts may not be kept, and that nothing else reaches the disk. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseRecord, readConversation, type Conversation } from '@stillhunt/core/interaction'
import type { ContentRule } from './call.ts'
import { hashing, omission, withoutTexts } from './content-rule.ts'
import { answerOf, callOf, everythingIn, folderFor, linesIn, recordsIn } from './spool.fixture.ts'
import { openTap } from './spool-writer.ts'

const rules = { hash: hashing(Buffer.alloc(32, 7)), omit: omission }

/** A word that must not be found again. */
const secret = 'Xyzzy'
const chatRequest = {
  model: 'gpt-x',
  temperature: 0.7,
  max_tokens: 100,
  reasoning_effort: 'high',
  stop: [secret],
  user: `${secret}@example.com`,
  metadata: { [`${secret} said`]: secret, amount: 4711 },
  tool_choice: 'auto',
  tools: [
    {
      type: 'function',
      function: {
        name: 'get_weather',
        description: `Gets the weather of ${secret}`,
        parameters: {
          type: 'object',
          properties: { name: { type: 'string', description: secret, enum: [secret], default: secret } },
          required: ['name'],
        },
      },
    },
  ],
  messages: [
    { role: 'system', content: `You are ${secret}.` },
    {
      role: 'user',
      content: [
        { type: 'text', text: `Say ${secret}` },
        { type: 'image_url', image_url: { url: `data:${secret}` } },
      ],
    },
    {
      role: 'assistant',
      content: null,
      tool_calls: [
        {
          id: 'call_Ab12Cd34Ef56',
          type: 'function',
          function: { name: 'get_weather', arguments: `{"name": "${secret}"}` },
        },
      ],
    },
    { role: 'tool', tool_call_id: 'call_Ab12Cd34Ef56', content: secret },
    { role: 'user', name: secret, content: `Say ${secret}` },
  ],
}
const chatResponse = {
  id: 'chatcmpl-Ab12Cd34Ef56',
  object: 'chat.completion',
  system_fingerprint: 'fp_44709d6fcb',
  choices: [
    {
      index: 0,
      finish_reason: 'tool_calls',
      logprobs: { content: [{ token: secret, logprob: -0.1, bytes: [88, 121] }] },
      message: {
        role: 'assistant',
        content: secret,
        reasoning_content: `Think of ${secret}`,
        tool_calls: [
          {
            id: 'call_Zz99Yy88Xx77',
            type: 'function',
            function: { name: 'get_weather', arguments: `{"name":"${secret}"}` },
          },
        ],
      },
    },
  ],
  usage: { prompt_tokens: 3, completion_tokens: 4 },
}
const messagesRequest = {
  model: 'claude-x',
  system: [{ type: 'text', text: secret, cache_control: { type: 'ephemeral' } }],
  messages: [
    {
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: secret, signature: 'EqQBCgIYAhIM1gbcDa9GJwZA2b3h' },
        { type: 'redacted_thinking', data: 'EmwKAhgBEgy3va3pzix' },
        {
          type: 'tool_use',
          id: 'toolu_01A09q90qw90lq917835lq9',
          name: 'edit',
          input: { name: secret, path: secret, line: 4711, [`${secret} key`]: true },
        },
      ],
    },
    {
      role: 'user',
      content: [
        {
          type: 'tool_result',
          tool_use_id: 'toolu_01A09q90qw90lq917835lq9',
          content: [{ type: 'text', text: secret }],
        },
      ],
    },
    { role: 'user', content: [{ type: 'image', source: { type: 'base64', media_type: 'image/png', data: secret } }] },
  ],
}
const responsesRequest = {
  model: 'gpt-x',
  instructions: secret,
  previous_response_id: 'resp_67ccd2bed1ec8190',
  input: [
    { type: 'message', role: 'user', content: [{ type: 'input_text', text: secret }] },
    { type: 'function_call', call_id: 'call_Ab12Cd34Ef56', name: 'f', arguments: `{"a": "${secret}"}` },
    { type: 'function_call_output', call_id: 'call_Ab12Cd34Ef56', output: secret },
    {
      type: 'reasoning',
      id: 'rs_67ccd3acc8d48190',
      summary: [{ type: 'summary_text', text: secret }],
      encrypted_content: 'gAAAAABo',
    },
    { type: 'web_search_call', id: 'ws_67ccd3acc8d48190', action: { type: 'search', query: secret } },
  ],
}

const bodies = [
  ['openai.chat', chatRequest, chatResponse],
  ['anthropic.messages', messagesRequest, undefined],
  ['openai.responses', responsesRequest, undefined],
] as const

const shapeOf = ({ turns, answers, tools, minted, presented }: Conversation): unknown => ({
  turns: [...turns, ...answers].map(({ role, parts }) => [role, parts.map((part) => part.kind)]),
  tools: tools.map(({ name }) => name),
  minted,
  presented,
})

for (const [name, replacement] of Object.entries(rules))
  for (const [dialect, request, response] of bodies)
    test(`${name}, ${dialect}: texts are gone; roles, kinds, tool names and what the provider minted are as they were`, () => {
      const bare = withoutTexts(request, replacement)
      const answer = withoutTexts(response ?? null, replacement)
      assert.doesNotMatch(JSON.stringify([bare, answer]), /Xyzzy|4711|88,121/)
      const before = shapeOf(readConversation(dialect, request, response))
      // An omitted text is an empty one, which some dialects read as no part or as one that is withheld.
      const after = shapeOf(readConversation(dialect, bare, answer))
      if (name === 'hash') assert.deepEqual(after, before)
      else assert.deepEqual({ ...(after as object), turns: 0 }, { ...(before as object), turns: 0 })
    })

test('hashed: equal texts stay equal wherever they stand, other texts and other secrets differ', () => {
  const bare = withoutTexts(chatRequest, rules.hash) as typeof chatRequest
  assert.equal(bare.messages[4]!.content, (bare.messages[1]!.content as { text: string }[])[0]!.text)
  assert.notEqual(bare.messages[0]!.content, bare.messages[4]!.content)
  const other = withoutTexts(chatRequest, hashing(Buffer.alloc(32, 8))) as typeof chatRequest
  assert.notEqual(bare.messages[4]!.content, other.messages[4]!.content)
})

test('hashed: a tool call reads the same in the answer and in the history, whatever its spacing', () => {
  const asked = withoutTexts(chatRequest, rules.hash) as typeof chatRequest
  const answered = withoutTexts(chatResponse, rules.hash) as typeof chatResponse
  assert.equal(
    asked.messages[2]!.tool_calls![0]!.function.arguments,
    answered.choices[0]!.message.tool_calls[0]!.function.arguments,
  )
})

test('parameters stay', () => {
  for (const replacement of Object.values(rules)) {
    const {
      temperature,
      max_tokens: most,
      reasoning_effort: effort,
      tool_choice: choice,
    } = withoutTexts(chatRequest, replacement) as typeof chatRequest
    assert.deepEqual([temperature, most, effort, choice], [0.7, 100, 'high', 'auto'])
  }
})

for (const content of ['hash', 'omit'] satisfies ContentRule[])
  test(`${content}: no text reaches the disk, whatever became of the call`, async (t) => {
    const folder = folderFor(t)
    const tap = await openTap({ folder, journalBytesMax: 2000 })
    const requests = [
      ...bodies.map(([dialect, request]) => ({ dialect, request: Buffer.from(JSON.stringify(request)) })),
      { dialect: 'openai.chat', request: Buffer.from(`no JSON: ${secret}`) },
      { dialect: 'openai.chat', request: Buffer.from(JSON.stringify({ prompt: secret.repeat(30_000) })) },
    ]
    const calls = requests.map((request) => callOf('', { ...request, content }))
    const opened = await Promise.all(calls.map((call) => tap.open(call)))
    assert.doesNotMatch(everythingIn(folder), /Xyzzy/)
    const stream = { error: { type: 'overloaded', message: secret } }
    const responses = [
      chatResponse,
      Buffer.from(JSON.stringify(chatResponse)),
      Buffer.from(`<html>${secret}`),
      undefined,
    ]
    // The last one stays open.
    for (const [index, call] of opened.slice(0, 4).entries()) {
      const { response: _none, ...outcome } = answerOf('')
      const response = responses[index]
      call.close({ ...outcome, ...(response === undefined ? {} : { response }), stream })
    }
    await tap.stop()
    assert.doesNotMatch(everythingIn(folder), /Xyzzy/)
    assert.equal(recordsIn(folder).length, 4)
    for (const line of linesIn(folder)) assert.ok(parseRecord(line).ok)
    for (const record of recordsIn(folder)) assert.equal(record.gateway['content'], content)
  })
