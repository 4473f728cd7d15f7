// Equal interactions give equal fingerprints, whatever was read before; nothing of the text is in them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { type Interaction, parseRecord } from '../interaction.ts'
import { Fingerprinter, tokensMax } from './fingerprint.ts'
import { secretBytes } from './keyed-hash.ts'

const secret = new Uint8Array(secretBytes).fill(9)

type Fields = { readonly request?: object; readonly response?: object } & Readonly<Record<string, unknown>>

function interactionOf({ request, response, ...fields }: Fields): Interaction {
  const record = {
    v: 1,
    id: 'req_1',
    ts: '2026-03-02T00:00:10Z',
    account: 'acct_1',
    dialect: 'openai.chat',
    model: 'm',
    status: 200,
    request: { model: 'm', messages: [{ role: 'user', content: 'How do bees sleep in winter?' }], ...request },
    ...(response === undefined ? {} : { response }),
    ...fields,
  }
  const parsed = parseRecord(JSON.stringify(record))
  assert.ok(parsed.ok, JSON.stringify(parsed))
  return parsed.value
}

/** All that is in a fingerprint, as plain values. */
function snapshot(fingerprinter: Fingerprinter, interaction: Interaction): unknown {
  const { chain, minted, presented, segments, environments, artefacts, ...rest } = fingerprinter.read(interaction)
  const lists = { minted, presented, segments, environments, artefacts, extended: chain.extended }
  return structuredClone({
    ...rest,
    chain: { ...chain, extended: null },
    ...Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, list.values()])),
  })
}

const longAnswer = Array.from({ length: 90 }, (_, i) => `bees${i % 7} rest near cell ${i * i}`).join(' and ')
const answer = (content: string): object => ({
  id: 'chatcmpl-1',
  choices: [{ message: { role: 'assistant', content } }],
})
const tools = [
  {
    type: 'function',
    function: { name: 'look', parameters: { type: 'object', properties: { at: { type: 'string' } } } },
  },
  { type: 'function', function: { name: 'act', parameters: {} } },
]
const history = [
  { role: 'system', content: 'You are a beekeeper.' },
  { role: 'user', content: 'Look into the hive at /srv/hive/a/b.' },
  {
    role: 'assistant',
    content: null,
    tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'look', arguments: '{"at":"/srv/hive/a/b"}' } }],
  },
  { role: 'tool', tool_call_id: 'call_1', content: longAnswer },
  { role: 'user', content: 'Number of bees: 12. What next?' },
]
const client = { ip: '203.0.113.7', ja4: 't13', user_agent: 'x/1', headers: { accept: '*/*' }, end_user: 'u1' }

const interactions: readonly Interaction[] = [
  interactionOf({}),
  interactionOf({ response: answer(longAnswer), client }),
  interactionOf({ request: { messages: history, tools, temperature: 0.5 }, response: answer('Feed them.'), org: 'o' }),
  interactionOf({ request: { messages: [] }, status: 500, response: { error: { message: 'down' } } }),
  interactionOf({ request: { messages: [{ role: 'user', content: `${longAnswer} 完整的推理过程` }], n: 2 } }),
  interactionOf({
    dialect: 'openai.completions',
    request: { prompt: ['How do bees sleep?', [1, 2]], suffix: 'Well.' },
    response: { id: 'cmpl-1', choices: [{ index: 0, text: longAnswer }] },
  }),
  interactionOf({ dialect: 'openai.embeddings', request: { input: ['How do bees sleep?', longAnswer] } }),
]

test('a fingerprint does not depend on what was read before it', () => {
  const worn = new Fingerprinter(secret)
  for (const before of interactions)
    for (const interaction of interactions) {
      worn.read(before)
      assert.deepEqual(snapshot(worn, interaction), snapshot(new Fingerprinter(secret), interaction))
    }
})

test('different interactions differ, and so do equal ones under another secret', () => {
  const fingerprinter = new Fingerprinter(secret)
  const seen = interactions.map((one) => inspect(snapshot(fingerprinter, one), { depth: 9, maxArrayLength: null }))
  assert.equal(new Set(seen).size, interactions.length)
  const here = fingerprinter.read(interactions[0]!)
  const elsewhere = new Fingerprinter(new Uint8Array(secretBytes).fill(10)).read(interactions[0]!)
  assert.notEqual(elsewhere.record, here.record)
  assert.notEqual(elsewhere.skeleton, here.skeleton)
})

test('what is absent is 0, not the hash of nothing', () => {
  const bare = new Fingerprinter(secret).read(interactions[3]!)
  const { org, system, toolset, endUser, skeleton, promptWords, answerWords } = bare
  assert.deepEqual([org, system, toolset, endUser, skeleton], [0n, 0n, 0n, 0n, 0n])
  assert.deepEqual([promptWords, answerWords, bare.segments.length, bare.input.length], [0, 0, 0, 0])
})

const same: readonly (readonly [what: string, field: 'toolset' | 'parameters' | 'system', a: object, b: object])[] = [
  ['the order of tools', 'toolset', { tools }, { tools: tools.toReversed() }],
  ['the order of parameters', 'parameters', { temperature: 1, top_p: 0.5 }, { top_p: 0.5, temperature: 1 }],
  ['the length of the conversation', 'system', { messages: history }, { messages: history.slice(0, 2) }],
]
for (const [what, field, a, b] of same)
  test(`${what} does not count towards the ${field}`, () => {
    const read = (request: object): bigint => new Fingerprinter(secret).read(interactionOf({ request }))[field]
    assert.notEqual(read(a), 0n)
    assert.equal(read(a), read(b))
  })

test('a prompt is what the user newly says; its input also what tools gave back', () => {
  const fingerprinter = new Fingerprinter(secret)
  const again = [...history, { role: 'assistant', content: 'Wait.' }, { role: 'user', content: 'Why so?' }]
  assert.equal(fingerprinter.read(interactionOf({ request: { messages: again } })).promptWords, 2)
  assert.equal(fingerprinter.read(interactionOf({ request: { messages: again } })).input.length, 0)
  assert.ok(fingerprinter.read(interactions[2]!).input.length > 0)
})

test('an answer that comes back as input meets its own marks', () => {
  const fingerprinter = new Fingerprinter(secret)
  const given = [...fingerprinter.read(interactionOf({ response: answer(longAnswer) })).output]
  const grading = `Grade this answer from 0 to 10.\n${longAnswer}\nReply with a number.`
  const taken = fingerprinter.read(interactionOf({ request: { messages: [{ role: 'user', content: grading }] } })).input
  assert.ok(given.filter((mark) => taken.includes(mark)).length >= 3)
})

test('of many tokens the newest are kept', () => {
  const calls = Array.from({ length: tokensMax + 20 }, (_, i) => [
    {
      role: 'assistant',
      tool_calls: [{ id: `call_qWz81kXbTm_${i}`, type: 'function', function: { name: 'f', arguments: '{}' } }],
    },
    { role: 'tool', tool_call_id: `call_qWz81kXbTm_${i}`, content: 'ok' },
  ]).flat()
  const fingerprinter = new Fingerprinter(secret)
  const read = (messages: readonly object[]): bigint[] =>
    fingerprinter.read(interactionOf({ request: { messages } })).presented.values()
  assert.equal(read(calls).length, tokensMax)
  assert.equal(read(calls).at(-1), read(calls.slice(-2)).at(-1))
})
