// A link is the sum of what two accounts share: by rarity, each cause once, each family capped, the declared left out.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Family, familyCapNats, linkThresholdNats, rarityNats } from './family.ts'
import { Evidence } from './evidence.ts'
import type { Link } from './link.ts'
import { pairHoldersMax } from './pair.ts'
import type { Population } from './population.ts'
import type { Sharing } from './sharing.ts'
import { Sharings } from './sharings.ts'
import { type TraitKind, type TraitRow, Traits } from './trait.ts'

const size = 2000
const population: Population = { size, org: new Int32Array(size).fill(-1), reseller: new Uint8Array(size) }

const event = (item: string, accounts: readonly number[], more: Partial<Sharing> = {}): Sharing => ({
  signal: 'hop',
  family: 'handoff',
  item,
  accounts,
  holders: accounts.length,
  bonusNats: 0,
  records: [],
  ...more,
})

const kinds: readonly TraitKind[] = (
  [
    ['payment instrument', 'identity', 1, true],
    ['sign-up address', 'identity', 1, true],
    ['prompt skeleton', 'content', 1, false],
    ['tool set', 'content', 1, false],
    ['address', 'network', 1, false],
  ] as const
).map(([aspect, family, weight, opensPairs]) => ({ signal: 's', aspect, family, weight, opensPairs }))

/** A value of an aspect that the first `holders` accounts have. */
function held(aspect: string, holders: number): TraitRow {
  const accounts = Array.from({ length: holders }, (_, account) => account)
  return { kind: kinds.findIndex((kind) => kind.aspect === aspect), key: '', accounts, uses: accounts }
}

const linksOf = (events: readonly Sharing[], rows: readonly TraitRow[] = [], among = population): Link[] => [
  ...new Evidence({ population: among, sharings: new Sharings(events), traits: new Traits(kinds, rows, size) }).links(),
]

const natsOf = (events: readonly Sharing[], rows: readonly TraitRow[] = []): number =>
  linksOf(events, rows).find(({ a, b }) => a === 0 && b === 1)?.nats ?? 0

const threshold = linkThresholdNats(size)
const rare = rarityNats(size, 2)

const cases: readonly (readonly [
  what: string,
  links: boolean,
  events: readonly Sharing[],
  rows: readonly TraitRow[],
])[] = [
  ['one conversation handed over', false, [event('c1', [0, 1])], []],
  ['the same conversation seen twice', false, [event('c1', [0, 1]), event('c1', [0, 1])], []],
  ['the same conversation seen by two signals', false, [event('c1', [0, 1]), event('c1', [0, 1], { signal: 'x' })], []],
  ['two conversations handed over', true, [event('c1', [0, 1]), event('c2', [0, 1])], []],
  ['a retry a second after the failure', true, [event('c1', [0, 1], { bonusNats: 8 })], []],
  ['a conversation and a rare card', true, [event('c1', [0, 1])], [held('payment instrument', 2)]],
  ['a conversation and a card that half have', false, [event('c1', [0, 1])], [held('payment instrument', 1000)]],
  ['a rare card', false, [], [held('payment instrument', 2)]],
  ['a rare card and the address used with it', false, [], [held('payment instrument', 2), held('sign-up address', 2)]],
  ['a rare card and a rare template', true, [], [held('payment instrument', 2), held('prompt skeleton', 2)]],
  ['fifty rare templates', false, [], [...Array(50)].map(() => held('prompt skeleton', 2))],
  ['a template alone', false, [], [held('prompt skeleton', 2)]],
  ['a published transcript that forty replay', false, [event('c1', [...Array(40).keys()])], []],
]

for (const [what, links, events, rows] of cases)
  test(`${what}: ${links ? 'enough' : 'not enough'}`, () => {
    const nats = natsOf(events, rows)
    assert.equal(nats >= threshold, links, `${nats.toFixed(1)} of ${threshold.toFixed(1)} nats`)
  })

test('what does not open pairs is weighed only between accounts that something else brings together', () => {
  assert.deepEqual(linksOf([], [held('prompt skeleton', 2)]), [])
  assert.ok(natsOf([event('c1', [0, 1])], [held('prompt skeleton', 2)]) > rare)
})

test('sentences of one template, held by about as many, count once; another template counts too', () => {
  const one = natsOf([event('c', [0, 1])], [held('prompt skeleton', 20)])
  const sentences = natsOf(
    [event('c', [0, 1])],
    [...Array(9)].map((_, i) => held('prompt skeleton', 20 + (i % 2))),
  )
  const two = natsOf([event('c', [0, 1])], [held('prompt skeleton', 20), held('prompt skeleton', 400)])
  assert.ok(Math.abs(sentences - one) < 0.1)
  assert.ok(two > one + 1)
})

const caps: readonly (readonly [Family, readonly Sharing[], readonly TraitRow[]])[] = [
  ['handoff', [...Array(30)].map((_, i) => event(`c${i}`, [0, 1])), []],
  ['content', [event('c', [0, 1])], [2, 4, 9, 20, 60, 200].map((holders) => held('prompt skeleton', holders))],
  ['identity', [], [held('payment instrument', 2), held('sign-up address', 2)]],
  ['network', [event('c', [0, 1])], [2, 5, 20, 90].map((holders) => held('address', holders))],
]

for (const [family, events, rows] of caps)
  test(`however much there is, ${family} says no more than its cap`, () =>
    assert.equal(linksOf(events, rows)[0]!.byFamily[family], familyCapNats[family]))

test('accounts of one organisation, or of two declared resellers, are not linked', () => {
  const org = Int32Array.from({ length: size }, (_, i) => (i < 2 ? 7 : -1))
  const reseller = Uint8Array.from({ length: size }, (_, i) => (i === 2 || i === 3 ? 1 : 0))
  const events = [event('c1', [0, 1, 2, 3, 4]), event('c2', [0, 1, 2, 3, 4])]
  const pairs = linksOf(events, [], { size, org, reseller }).map(({ a, b }) => `${a}${b}`)
  assert.deepEqual(pairs.sort(), ['02', '03', '04', '12', '13', '14', '24', '34'])
})

test('what a crowd has part in is not taken apart into pairs', () => {
  assert.equal(
    linksOf([event('c', [...Array(pairHoldersMax).keys()])]).length,
    (pairHoldersMax * (pairHoldersMax - 1)) / 2,
  )
  assert.equal(linksOf([event('c', [...Array(pairHoldersMax + 1).keys()])]).length, 0)
})

test('links come strongest first, whatever the order of what was seen', () => {
  const events = [event('a', [3, 9]), event('b', [1, 2]), event('c', [3, 9]), event('d', [1, 5], { bonusNats: 3 })]
  const shown = (links: readonly Link[]): unknown => links.map(({ a, b, nats }) => [a, b, nats.toFixed(6)])
  const inOrder = shown(linksOf(events))
  assert.deepEqual(inOrder, shown(linksOf(events.toReversed())))
  assert.deepEqual(
    linksOf(events).map(({ a }) => a),
    [3, 1, 1],
  )
})

test('a link says what was seen when it was weighed, however many events come after', () => {
  const evidence = new Evidence({ population, sharings: new Sharings(), traits: new Traits(kinds, [], size) })
  const weighed: Link[] = []
  for (let count = 1; count <= 40; count += 1) {
    evidence.add(event(`${count}`, [0, 1]))
    weighed.push(evidence.links().at(0))
  }
  assert.deepEqual(
    weighed.map(({ sharings }) => sharings.length),
    Array.from({ length: 40 }, (_, i) => i + 1),
  )
})
