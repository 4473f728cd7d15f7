// An account fits a group by what the group has and others have not: not by what all have, nor by its own word.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Family, familyCapNats, type TraitKind, type TraitRow, Traits } from '../link.ts'
import { type Fit, fitOf, type Profile, profileOf, reachesShare } from './profile.ts'

const size = 1000
const members = [0, 1, 2, 3, 4, 5, 6, 7]
const [newcomer, loner, passer] = [20, 21, 22]

const kindOf = (aspect: string, family: Family): TraitKind => ({
  signal: 's',
  aspect,
  family,
  weight: 1,
  opensPairs: false,
})
const kinds = [kindOf('template', 'content'), kindOf('address', 'network'), kindOf('card', 'identity')]
const rowOf = (kind: number, ...accounts: readonly number[]): TraitRow => ({
  kind,
  key: '',
  accounts: accounts.toSorted((a, b) => a - b),
  uses: accounts.map(() => 1),
})
const others = (count: number): number[] => Array.from({ length: count }, (_, i) => 100 + i)

/** Twelve templates that different members use, one address, and things that everybody has. */
const rows = [
  ...Array.from({ length: 12 }, (_, t) =>
    rowOf(0, ...members.filter((one) => (one * 5 + t * 3) % 8 < 3), ...(t % 2 === 0 ? [newcomer] : [])),
  ),
  rowOf(0, ...members, newcomer),
  rowOf(0, ...members, ...others(500), newcomer, loner, passer),
  rowOf(1, ...members, newcomer, loner),
  ...Array.from({ length: 20 }, (_, t) => rowOf(0, passer, 200 + t)),
]
const traits = new Traits(kinds, rows, size)
const profile: Profile = profileOf(new Set(members), new Set(members), traits, size)
const fit = (account: number): Fit => fitOf(account, members.includes(account) ? 'core' : 'outside', profile, traits)

test('what half of the population has is no part of a profile', () => assert.ok(!profile.values.has(13)))

test('whoever uses several of the templates fits, whoever has the address alone hardly does', () => {
  assert.ok(fit(newcomer).nats > 10 && fit(newcomer).contentFeatures >= 2)
  assert.equal(fit(loner).contentFeatures, 0)
  assert.ok(fit(loner).nats <= familyCapNats.network)
})

test('however much fits, no family says more than its cap, and content more than it says of a pair', () => {
  for (const account of [...members, newcomer]) {
    const { byFamily } = fit(account)
    assert.ok(byFamily.network <= familyCapNats.network && byFamily.identity <= familyCapNats.identity)
    assert.ok(byFamily.content <= 14)
  }
  assert.ok(fit(newcomer).byFamily.content > familyCapNats.content)
})

test('lacking what all members have counts against, in full only of whom as much is known as of them', () => {
  assert.ok(fit(newcomer).lackNats === 0)
  const known = new Traits(kinds, [...rows, ...Array.from({ length: 12 }, (_, t) => rowOf(0, loner, 300 + t))], size)
  const lackOf = (among: Traits): number => {
    const own = profileOf(new Set(members), new Set(members), among, size)
    return fitOf(loner, 'outside', own, among).lackNats
  }
  assert.ok(lackOf(known) < lackOf(traits) && lackOf(traits) < 0)
})

test('a member is judged by what the others have: what two have alone is not telling of either', () => {
  const pair = new Traits(kinds, [rowOf(0, 0, 1)], size)
  const own = profileOf(new Set([0, 1, 2]), new Set([0, 1, 2]), pair, size)
  const [inside, outside] = [fitOf(0, 'core', own, pair), fitOf(0, 'outside', own, pair)]
  assert.ok(inside.nats < outside.nats)
  assert.deepEqual([inside.common.telling, outside.common.telling], [0, 1])
})

test('a member that is not of the core has what it has as one outside: being taken in makes nobody fit', () => {
  const friend = 30
  const among = new Traits(kinds, [rowOf(0, 0, 1, 2, 3, friend)], size)
  const core = new Set(members)
  const outside = fitOf(friend, 'outside', profileOf(core, core, among, size), among)
  const taken = profileOf(core, new Set([...members, friend]), among, size)
  assert.equal(fitOf(friend, 'member', taken, among).nats, outside.nats)
  assert.ok(fitOf(friend, 'outside', taken, among).nats > outside.nats)
})

test('of many things a small share is telling by chance; a share is reached within what chance allows', () => {
  assert.ok(fit(passer).common.shared > 20 && !reachesShare(fit(passer).common, 0.4, 1))
  assert.ok(reachesShare(fit(newcomer).common, 0.4, 1))
  for (const share of [0.1, 0.4, 0.9]) {
    assert.equal(reachesShare({ shared: 100, telling: 100 * share }, share, 0), true)
    assert.equal(reachesShare({ shared: 100, telling: 100 * share - 1 }, share, 0), false)
  }
  assert.equal(reachesShare({ shared: 100, telling: 36 }, 0.4, 1), true)
  assert.equal(reachesShare({ shared: 100, telling: 35 }, 0.4, 1), false)
  assert.equal(reachesShare({ shared: 1, telling: 0 }, 0.1, 9), false)
})
