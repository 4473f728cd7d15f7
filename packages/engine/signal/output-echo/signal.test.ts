// An answer to one account that comes in from another ties the two.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answer, assertNats, call, chat, eventsIn, type Line, prose, sharingsOf } from '../signal.fixture.ts'
import { outputEcho } from './signal.ts'

const text = (theme: string, words = 90): string => prose(theme, words)

/** `account` is given the text as an answer. */
const given = (id: string, account: string, theme: string): Line =>
  call(id, account, chat(`Write of ${theme}`), answer(text(theme)))

/** `account` sends the text, with words of its own before it. */
const sends = (id: string, account: string, theme: string, before = `Grade this from one to ten: ${theme}.`): Line =>
  call(id, account, chat(`${before}\n${text(theme)}`), { ...answer('Seven.'), second: 60 })

/** A tool hands `account` the text. */
const toolHands = (id: string, account: string, theme: string): Line => {
  const messages = [
    ...chat(`Read the file on ${theme}`).messages,
    { role: 'assistant', tool_calls: [{ id: 'c1', type: 'function', function: { name: 'read', arguments: '{}' } }] },
    { role: 'tool', tool_call_id: 'c1', content: text(theme) },
  ]
  return call(id, account, { messages }, { second: 60 })
}

const positives = {
  'a judge of an answer': [given('r1', 'ana', 'judged'), sends('r2', 'bo', 'judged')],
  'a conversation moved as text': [
    given('r1', 'ana', 'pasted'),
    call('r2', 'bo', chat(`Here is what we had so far.\n\nAssistant: ${text('pasted')}\n\nGo on from there.`), {
      second: 60,
    }),
  ],
  'an answer that a tool brings in': [given('r1', 'ana', 'tooled'), toolHands('r2', 'bo', 'tooled')],
}

const negatives = {
  "pasting one's own earlier answer": [given('r1', 'ana', 'own'), sends('r2', 'ana', 'own')],
  'an answer that seven were given': [
    ...['ana', 'bo', 'di', 'ed', 'flo', 'gus', 'hal'].map((account) => given(`r-${account}`, account, 'stock')),
    sends('s', 'cy', 'stock'),
  ],
  'an answer that the other was given, too': [
    given('r1', 'ana', 'twice'),
    given('r2', 'bo', 'twice'),
    sends('r3', 'bo', 'twice'),
  ],
  'text that was put in before it was put out': [
    sends('r1', 'bo', 'known'),
    call('r2', 'ana', chat('Write of what is known'), { ...answer(text('known')), second: 5000 }),
  ],
  'public text that one has corrected and another quotes': [
    call('r1', 'ana', chat(`Fix the grammar: ${text('public')}`), answer(text('public'))),
    sends('r2', 'bo', 'public'),
  ],
  'a stock phrase in common': [
    call('r1', 'ana', chat('Help me'), answer(`${text('phrase', 18)} ${text('mine', 60)}`)),
    call('r2', 'bo', chat(`${text('yours', 60)} ${text('phrase', 18)}`), { second: 60 }),
  ],
  'an operator that paraphrases before reuse (evasion)': [
    given('r1', 'ana', 'original'),
    sends('r2', 'bo', 'paraphrase'),
  ],
  'an answer of another provider (evasion)': [sends('r1', 'ana', 'foreign'), sends('r2', 'bo', 'foreign')],
}

const seen = await eventsIn(outputEcho, {
  ...positives,
  ...negatives,
  pipeline: [
    given('r1', 'ana', 'draft'),
    call('r2', 'bo', chat(`Improve this.\n${text('draft')}`), { ...answer(`${text('draft')} And so on.`), second: 60 }),
    call('r3', 'cy', chat(`Grade this.\n${text('draft')}`), { second: 120 }),
  ],
  quoted: [
    given('m', 'ana', 'article'),
    ...Array.from({ length: 40 }, (_, i) => sends(`s${i}`, `reader${i}`, 'article', `Reader ${i} wonders about this.`)),
  ],
  harness: [given('r1', 'ana', 'suite'), sends('r2', 'bo', 'suite')].map((record) => ({ ...record, org: 'acme' })),
})

for (const what of Object.keys(positives) as (keyof typeof positives)[])
  test(`${what} ties the giver and the taker, by its rarity`, () => {
    const events = seen.of(what)
    assert.deepEqual(
      events.map(({ accounts, holders, records }) => ({ accounts, holders, records })),
      [{ accounts: ['ana', 'bo'], holders: 2, records: ['r1', 'r2'] }],
    )
    assertNats(events[0]?.nats, Math.log(seen.size / 2))
  })

for (const what of Object.keys(negatives) as (keyof typeof negatives)[])
  test(`nothing is said of ${what}`, () => assert.deepEqual(seen.of(what), []))

test('generate, grade and rewrite on three accounts ties the one that generates to both others', () =>
  assert.deepEqual(
    seen.of('pipeline').map(({ accounts, holders }) => [accounts, holders]),
    [
      [['ana', 'bo'], 3],
      [['ana', 'cy'], 3],
    ],
  ))

test('quoting what somebody published weighs by all who quote it, and one answer links nobody', () => {
  const events = seen.of('quoted')
  assert.equal(events.length, 40)
  for (const { holders, nats } of events) {
    assert.equal(holders, 41)
    assertNats(nats, Math.log(seen.size / 41))
  }
  assert.ok([...seen.links('quoted'), ...seen.links('a judge of an answer')].every(({ suffices }) => !suffices))
})

test("one declared organisation's evaluation harness is seen and not linked", () => {
  assert.equal(seen.of('harness').length, 1)
  assert.deepEqual(seen.links('harness'), [])
})

test('the sentence has its numbers', () => {
  const between = '2 of 3 accounts'
  assert.equal(
    outputEcho.sentence({ sharings: sharingsOf(0), between }),
    'Answers given to one account came back as input from another 1 time, between 2 of 3 accounts.',
  )
  assert.match(outputEcho.sentence({ sharings: sharingsOf(0, 0), between }), / from another 2 times, between /)
})
