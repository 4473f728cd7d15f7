// Going on with a conversation that another account held until then ties the two.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answer, assertNats, call, chat, eventsIn, type Line, prose, sharingsOf } from '../signal.fixture.ts'
import { prefixHopping } from './signal.ts'

/** A question and an answer long enough that nobody holds them by chance, another one for every theme. */
const question = (theme: string): string => prose(`${theme}q`, 12)
const reply = (theme: string): string => prose(`${theme}a`, 12)

/** `account` asks, and is given the answer unless it is not logged. */
const asks = (id: string, account: string, theme: string, more: Line = answer(reply(theme))): Line =>
  call(id, account, chat(question(theme)), more)

/** `account` goes on after that answer. */
const goesOn = (id: string, account: string, theme: string, then = 'And then?'): Line =>
  call(id, account, chat(question(theme), reply(theme), then))

/** Conversations begun by ana and gone on with by `account`. */
const moved = (name: string, count: number, account: string): Line[] =>
  Array.from({ length: count }, (_, i) => [
    asks(`${name}${i}-1`, 'ana', `${name}${i}x`),
    goesOn(`${name}${i}-2`, account, `${name}${i}x`),
  ]).flat()

const positives = {
  'going on with what another was answered': [asks('r1', 'ana', 'hop'), goesOn('r2', 'bo', 'hop')],
  'going on with what another asked, where answers were not logged,': [
    asks('r1', 'ana', 'mute', {}),
    goesOn('r2', 'bo', 'mute'),
  ],
  'going on under another system prompt': [
    asks('r1', 'ana', 'rule'),
    call('r2', 'bo', {
      messages: [{ role: 'system', content: 'Be brief.' }, ...chat(question('rule'), reply('rule'), 'So?').messages],
    }),
  ],
}

const negatives = {
  'a conversation that stays on its account, also in strict affinity (evasion)': ['ana', 'bo'].flatMap((account) => [
    asks(`${account}-1`, account, `${account}stays`),
    goesOn(`${account}-2`, account, `${account}stays`),
  ]),
  'two who ask the same, are answered the same and go on': ['ana', 'bo'].flatMap((account) => [
    asks(`${account}-1`, account, 'same'),
    goesOn(`${account}-2`, account, 'same', `${account} asks on`),
  ]),
  'two who ask the same and go on, where answers were not logged': ['ana', 'bo'].flatMap((account) => [
    asks(`${account}-1`, account, 'dumb', {}),
    goesOn(`${account}-2`, account, 'dumb', `${account} asks on`),
  ]),
  "going on from one's own second answer": [
    call('r1', 'ana', chat(question('pick')), answer(reply('other'), reply('pick'))),
    goesOn('r2', 'ana', 'pick'),
  ],
  'going on from the second of two answers, which another was given alone': [
    call('r1', 'ana', chat(question('both')), answer(reply('other'), reply('both'))),
    asks('r2', 'bo', 'both'),
    goesOn('r3', 'ana', 'both'),
    goesOn('r4', 'bo', 'both'),
  ],
  'a short conversation, which others hold by chance': [
    call('r1', 'ana', chat('Hello'), answer('Hi, what can I do?')),
    call('r2', 'bo', chat('Hello', 'Hi, what can I do?', 'Cook')),
  ],
  'a question that failed and was answered elsewhere': [
    asks('r1', 'ana', 'fail', { status: 429 }),
    goesOn('r2', 'bo', 'fail'),
  ],
  'an operator that edits the history on every hop (evasion)': [
    asks('r1', 'ana', 'edit'),
    call('r2', 'bo', chat(`${question('edit')} please`, reply('edit'), 'And then?')),
  ],
}

const seen = await eventsIn(prefixHopping, {
  ...positives,
  ...negatives,
  chats: [...moved('one', 1, 'bo'), ...moved('all', 2, 'cy')],
  published: [
    asks('m', 'ana', 'public'),
    ...Array.from({ length: 40 }, (_, i) => goesOn(`s${i}`, `reader${i}`, 'public', `Reader ${i} asks`)),
  ],
  robin: [
    asks('r1', 'ana', 'robin'),
    call('r2', 'bo', chat(question('robin'), reply('robin'), 'Two?'), answer('Second.')),
    call('r3', 'cy', chat(question('robin'), reply('robin'), 'Two?', 'Second.', 'Three?')),
  ],
  workspace: moved('team', 3, 'bo').map((record) => ({ ...record, org: 'acme' })),
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

test('a conversation dealt round-robin is one event of all who held it', () =>
  assert.deepEqual(
    seen.of('robin').map(({ accounts, records }) => [accounts, records]),
    [
      [
        ['ana', 'bo', 'cy'],
        ['r1', 'r2', 'r3'],
      ],
    ],
  ))

test("a friend's chat pasted once does not link, conversation after conversation does", () =>
  assert.deepEqual(
    seen.links('chats').map(({ pair, suffices }) => [pair, suffices]),
    [
      ['ana–cy', true],
      ['ana–bo', false],
    ],
  ))

test('a published transcript that forty go on with weighs by all who hold it, and links nobody', () => {
  const [event, ...others] = seen.of('published')
  assert.deepEqual([event?.holders, others], [41, []])
  assertNats(event?.nats, Math.log(seen.size / 41))
  assert.ok(seen.links('published').every(({ suffices }) => !suffices))
})

test("one declared organisation's workspace is seen and not linked", () => {
  assert.equal(seen.of('workspace').length, 3)
  assert.deepEqual(seen.links('workspace'), [])
})

test('the sentence has its numbers', () => {
  const between = 'this account and bo'
  assert.equal(
    prefixHopping.sentence({ sharings: sharingsOf(0), between }),
    '1 conversation begun on one account went on, word for word, on another that had never been given the answers, ' +
      'between this account and bo.',
  )
  assert.match(prefixHopping.sentence({ sharings: sharingsOf(0, 0), between }), /^2 conversations begun /)
})
