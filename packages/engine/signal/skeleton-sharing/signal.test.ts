// Filling the same template makes accounts alike: by rarity, as support, never as a reason to compare them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertNats, call, chat, type Line, type NamedTrait, prose, traitsIn } from '../signal.fixture.ts'
import { skeletonSharing } from './signal.ts'

/** A template's sentence about the slot; every theme has its own words. */
const filled = (theme: string, slot: string): string => `${prose(`${theme}t`, 7)}.\n${slot}`

const asks = (id: string, account: string, text: string): Line => call(id, account, chat(text))

/** Each account fills the template `count` times, with slots of its own. */
const fills = (theme: string, count: number, ...accounts: readonly string[]): Line[] =>
  accounts.flatMap((account) =>
    Array.from({ length: count }, (_, i) =>
      asks(`${theme}-${account}${i}`, account, filled(theme, prose(`${theme}${account}slot${'abcdef'[i]}`, 9))),
    ),
  )

const instructed = (id: string, account: string, system: string, text: string): Line =>
  call(id, account, { messages: [{ role: 'system', content: system }, ...chat(text).messages] })

const people = (count: number): string[] => Array.from({ length: count }, (_, i) => `user${i}`)

const negatives = {
  'a question that thirty ask word for word': people(30).map((account) =>
    asks(account, account, filled('quiz', prose('exam', 9))),
  ),
  'an assignment that thirty ask in a few wordings': people(30).map((account, i) =>
    asks(account, account, filled('class', prose(`wording${'abcd'[i % 4]}`, 9))),
  ),
  'a template that one account fills': fills('lone', 5, 'ana'),
  'a viral prompt or a popular agent, which more have than tell anything': [
    ...fills('viral', 1, ...people(201)),
    ...people(201).map((account) =>
      instructed(`s-${account}`, account, 'You are the famous agent.', prose(`do${account}`, 9)),
    ),
  ],
  'an operator that paraphrases every request (evasion)': ['ana', 'bo'].flatMap((account) =>
    ['one', 'two', 'three'].flatMap((wording) => fills(`para${account}${wording}`, 1, account)),
  ),
}

const seen = await traitsIn(skeletonSharing, {
  ...negatives,
  factory: fills('mill', 3, 'ana', 'bo', 'cy'),
  two: fills('duo', 2, 'ana', 'bo'),
  phrasings: ['pa', 'pe', 'pi', 'po', 'pu'].flatMap((phrasing) => fills(phrasing, 2, 'ana', 'bo')),
  numbers: ['ana', 'bo', 'cy'].map((account, i) =>
    asks(account, account, `Solve problem ${17 * i + 3} of chapter ${i} with all steps shown.`),
  ),
  system: [
    instructed('r1', 'ana', 'You write proofs for the mill.', prose('lemma', 9)),
    instructed('r2', 'ana', 'You write proofs for the mill.', prose('lemmb', 9)),
    instructed('r3', 'bo', 'You write proofs for the mill.', prose('lemmc', 9)),
  ],
  viral: fills('meme', 1, ...people(150)),
})

/** Who uses what how often, equal lines once: a template's sentence shows as a segment and as its first and last words. */
const told = (traits: readonly NamedTrait[]): string[] => [
  ...new Set(traits.map(({ aspect, accounts, uses }) => `${aspect}: ${accounts.join()} ${uses.join()}`)),
]

for (const what of Object.keys(negatives) as (keyof typeof negatives)[])
  test(`nothing is said of ${what}`, () => assert.deepEqual(seen.of(what), []))

test('accounts that fill one template with slots of their own have its skeleton in common, by its rarity', () => {
  assert.deepEqual(told(seen.of('factory')), ['prompt skeleton: ana,bo,cy 3,3,3'])
  for (const { nats } of seen.of('factory')) assertNats(nats, Math.log(seen.size / 3))
})

test('two accounts with two fillings each suffice to see a template', () =>
  assert.deepEqual(told(seen.of('two')), ['prompt skeleton: ana,bo 2,2']))

test('numbers in slots do not split a template', () =>
  assert.deepEqual(told(seen.of('numbers')), ['prompt skeleton: ana,bo,cy 1,1,1']))

test('a paraphrased factory shows in each of the phrasings that its accounts share', () => {
  assert.deepEqual(told(seen.of('phrasings')), ['prompt skeleton: ana,bo 2,2'])
  assert.ok(seen.of('phrasings').length >= 5)
})

test('a rare system prompt is held in common, whatever is asked under it', () => {
  assert.deepEqual(told(seen.of('system')), ['system prompt: ana,bo 2,1'])
  assertNats(seen.of('system')[0]?.nats, Math.log(seen.size / 2))
})

test('a prompt that many fill weighs little', () => {
  assert.deepEqual(told(seen.of('viral')), [
    `prompt skeleton: ${people(150).sort().join()} ${people(150).map(() => 1)}`,
  ])
  for (const { nats } of seen.of('viral')) assertNats(nats, Math.log(seen.size / 150))
})

test('templates open no pair, however many there are', () => {
  assert.ok(skeletonSharing.traits.every(({ opensPairs, family }) => !opensPairs && family === 'content'))
  assert.deepEqual([...seen.links('phrasings'), ...seen.links('factory'), ...seen.links('system')], [])
})

test('the sentence has its numbers', () => {
  const who = '57 of 60 accounts'
  assert.equal(
    skeletonSharing.sentence({ aspect: 'prompt skeleton', values: 1, who, inside: 1, outside: 0 }),
    '1 telling prompt skeleton used by 57 of 60 accounts; the most common by 1 member and nobody outside.',
  )
  assert.equal(
    skeletonSharing.sentence({ aspect: 'system prompt', values: 1200, who, inside: 57, outside: 1 }),
    '1,200 telling system prompts used by 57 of 60 accounts; the most common by 57 members and 1 account outside.',
  )
})
