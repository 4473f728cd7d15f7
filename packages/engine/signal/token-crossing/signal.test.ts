// A token that the provider gave to one account ties it to whoever sends it back.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answer, assertNats, call, chat, eventsIn, type Line, sharingsOf } from '../signal.fixture.ts'
import { tokenCrossing } from './signal.ts'

const token = (name: string): string => `call_Zq83kLpW${name}`
const toolCall = (id: string): object => ({ id, type: 'function', function: { name: 'run', arguments: '{}' } })

/** The provider answers `account` with calls of a tool under these ids. */
const minting = (id: string, account: string, ask: string, ...tokens: readonly string[]): Line =>
  call(id, account, chat(ask), {
    response: { choices: [{ index: 0, message: { role: 'assistant', tool_calls: tokens.map(toolCall) } }] },
  })

/** `account` goes on with that conversation and shows the ids. */
const showing = (id: string, account: string, ask: string, ...tokens: readonly string[]): Line =>
  call(id, account, {
    messages: [
      ...chat(ask).messages,
      { role: 'assistant', tool_calls: tokens.map(toolCall) },
      ...tokens.map((tool_call_id) => ({ role: 'tool', tool_call_id, content: 'done' })),
    ],
  })

/** Conversations `from` to `to`, minted for ana and gone on with by `account`. */
const moved = (name: string, count: number, account: string): Line[] =>
  Array.from({ length: count }, (_, i) => [
    minting(`${name}${i}-1`, 'ana', `${name} ${i}`, token(`${name}${i}`)),
    showing(`${name}${i}-2`, account, `${name} ${i}`, token(`${name}${i}`)),
  ]).flat()

const thinking = {
  type: 'thinking',
  thinking: 'First I look.',
  signature: `EqoBCkgIARABGAIi${'aB3dE5fG7hJ9'.repeat(6)}`,
}

const positives = {
  'the id of a tool call': [minting('r1', 'ana', 'List it', token('A')), showing('r2', 'bo', 'List it', token('A'))],
  'the id of a response': [
    call(
      'r1',
      'ana',
      { input: 'Count it' },
      {
        dialect: 'openai.responses',
        response: { id: 'resp_68af31c09d7e42', output: [] },
      },
    ),
    call('r2', 'bo', { input: 'Go on', previous_response_id: 'resp_68af31c09d7e42' }, { dialect: 'openai.responses' }),
  ],
  'the signature of a reasoning block, shown to another model': [
    call('r1', 'ana', chat('Draw it'), {
      dialect: 'anthropic.messages',
      response: { role: 'assistant', content: [thinking, { type: 'text', text: 'Two.' }] },
    }),
    call(
      'r2',
      'bo',
      { messages: [...chat('Draw it').messages, { role: 'assistant', content: [thinking] }, ...chat('More').messages] },
      { dialect: 'anthropic.messages', model: 'model-small' },
    ),
  ],
  'a token whose minting was not logged': [
    showing('r1', 'ana', 'Sort it', token('B')),
    showing('r2', 'bo', 'Sort it', token('B')),
  ],
  'several tokens of one conversation': [
    minting('r1', 'ana', 'Join it', token('C'), token('D'), token('E')),
    showing('r2', 'bo', 'Join it', token('C'), token('D'), token('E')),
  ],
}

const negatives = {
  'who shows its own tokens': [minting('r1', 'ana', 'Cut it', token('F')), showing('r2', 'ana', 'Cut it', token('F'))],
  'numbers that clients give their own calls': [
    showing('r1', 'ana', 'Add it', 'call_1'),
    showing('r2', 'bo', 'Add that', 'call_1'),
  ],
  'a token that two were given and nobody showed': [
    minting('r1', 'ana', 'Fold it', token('G')),
    minting('r2', 'bo', 'Fold it', token('G')),
  ],
  'talk without tokens': [
    call('r1', 'ana', chat('Hi there'), answer('Yes')),
    call('r2', 'bo', chat('Hi there', 'Yes', 'So')),
  ],
  'an operator that rewrites ids in both directions (evasion)': [
    minting('r1', 'ana', 'Move it', token('H')),
    showing('r2', 'bo', 'Move it', token('Rewritten')),
  ],
  'an operator with strict affinity (evasion)': ['ana', 'bo'].flatMap((account) => [
    minting(`${account}-1`, account, 'Pack it', token(account)),
    showing(`${account}-2`, account, 'Pack it', token(account)),
  ]),
}

const seen = await eventsIn(tokenCrossing, {
  ...positives,
  ...negatives,
  chats: [...moved('one', 1, 'bo'), ...moved('all', 2, 'cy')],
  published: [
    minting('m', 'ana', 'Publish it', token('P')),
    ...Array.from({ length: 40 }, (_, i) => showing(`s${i}`, `reader${i}`, 'Publish it', token('P'))),
  ],
  pool: moved('pool', 3, 'bo').map((record) => ({ ...record, org: 'acme' })),
  busy: moved('busy', 70, 'bo'),
})

for (const what of Object.keys(positives) as (keyof typeof positives)[])
  test(`${what} ties two accounts once, by its rarity`, () => {
    const events = seen.of(what)
    assert.deepEqual(
      events.map(({ accounts, holders, records }) => ({ accounts, holders, records })),
      [{ accounts: ['ana', 'bo'], holders: 2, records: ['r1', 'r2'] }],
    )
    assertNats(events[0]?.nats, Math.log(seen.size / 2))
  })

for (const what of Object.keys(negatives) as (keyof typeof negatives)[])
  test(`nothing is said of ${what}`, () => assert.deepEqual(seen.of(what), []))

test("a colleague's exported chat, opened once, does not link; conversation after conversation does", () => {
  assert.deepEqual(
    seen.links('chats').map(({ pair, suffices }) => [pair, suffices]),
    [
      ['ana–cy', true],
      ['ana–bo', false],
    ],
  )
})

test('a published transcript that forty replay weighs by all who hold it, and links nobody', () => {
  const [event, ...others] = seen.of('published')
  assert.deepEqual([event?.holders, others], [41, []])
  assertNats(event?.nats, Math.log(seen.size / 41))
  assert.ok(seen.links('published').every(({ suffices }) => !suffices))
})

test("one declared organisation's key pool is seen and not linked", () => {
  assert.equal(seen.of('pool').length, 3)
  assert.deepEqual(seen.links('pool'), [])
})

test('beyond 64 conversations between the same accounts no more are told', () =>
  assert.equal(seen.of('busy').length, 64))

test('the sentence has its numbers', () => {
  const between = '3 of 4 accounts'
  assert.equal(
    tokenCrossing.sentence({ sharings: sharingsOf(0), between }),
    'Tokens that the provider gave to one account came back from another in 1 conversation, between 3 of 4 accounts; ' +
      "independent accounts never hold each other's tokens.",
  )
  assert.match(tokenCrossing.sentence({ sharings: sharingsOf(0, 0), between }), / in 2 conversations, between /)
})
