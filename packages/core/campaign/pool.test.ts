// A pool hangs together; pairs, crowds and accounts that are open about it are none.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Link, Links, type Population, type Sharing, Sharings } from '../link.ts'
import { findPool, handoverPairs, partnersOf, type Seen, unseenAtLeast } from './pool.ts'

const population = (size: number, orgs: Readonly<Record<number, number>> = {}): Population => ({
  size,
  org: Int32Array.from({ length: size }, (_, account) => orgs[account] ?? -1),
  reseller: new Uint8Array(size),
})
const sharing = (...accounts: number[]): Sharing => ({
  signal: 'token-crossing',
  family: 'handoff',
  item: accounts.join('-'),
  accounts,
  holders: accounts.length,
  bonusNats: 9,
  records: [],
})
const link = (a: number, b: number, index: number, nats = 20): Link => ({
  a,
  b,
  nats,
  byFamily: { handoff: nats, content: 0, identity: 0, network: 0 },
  sharings: [index],
})
const seen = (partners: Seen['partners']): Seen => ({ partners, turnNatsOf: () => 0, timesOf: () => 0 })
const all = (size: number): Set<number> => new Set(Array.from({ length: size }, (_, account) => account))
const poolOf = (who: Population, sharings: readonly Sharing[], links: readonly Link[]): number[] =>
  [
    ...findPool(all(who.size), seen(partnersOf(handoverPairs(who, Links.of(links), new Sharings(sharings))))).accounts,
  ].sort((a, b) => a - b)

test('three accounts that hang together are a pool', () =>
  assert.deepEqual(poolOf(population(1000), [sharing(0, 1), sharing(1, 2)], [link(0, 1, 0), link(1, 2, 1)]), [0, 1, 2]))

test('pairs are none, however many', () =>
  assert.deepEqual(
    poolOf(
      population(1000),
      [sharing(0, 1), sharing(2, 3), sharing(4, 5)],
      [link(0, 1, 0), link(2, 3, 1), link(4, 5, 2)],
    ),
    [],
  ))

test('weak links join nobody', () =>
  assert.deepEqual(poolOf(population(1000), [sharing(0, 1), sharing(1, 2)], [link(0, 1, 0, 6), link(1, 2, 1, 6)]), []))

test('what a crowd shows at once is no hand-over', () =>
  assert.deepEqual(
    poolOf(population(1000), [sharing(0, 1, 2, 3, 4)], [link(0, 1, 0), link(1, 2, 0), link(2, 3, 0)]),
    [],
  ))

test("accounts of one organisation's pool have no partners in it", () =>
  assert.deepEqual(
    poolOf(population(1000, { 0: 7, 1: 7, 2: 7 }), [sharing(0, 1), sharing(1, 2)], [link(0, 1, 0), link(1, 2, 1)]),
    [],
  ))

test('accounts with several partners are counted, and how far all runs through few', () => {
  const star = [1, 2, 3, 4, 5].map((other, i) => ({ sharing: sharing(0, other), link: link(0, other, i) }))
  const links = star.map((one) => one.link)
  const sharings = star.map((one) => one.sharing)
  const pool = findPool(
    all(1000),
    seen(partnersOf(handoverPairs(population(1000), Links.of(links), new Sharings(sharings)))),
  )
  assert.equal(pool.partnered, 1)
  assert.equal(pool.pairs, 5)
  assert.equal(pool.hubShare, 1)
})

test("the unseen are Chao's lower bound: none where all were seen twice, many where most were seen once", () => {
  assert.equal(unseenAtLeast(0, 10), 0)
  assert.equal(unseenAtLeast(20, 4), 38)
})
