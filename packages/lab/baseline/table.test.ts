// Every baseline finds a planted ring of the kind that it was made for, and is blind to another that hides from it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { scoreRanking } from '../score.ts'
import type { Baseline } from './method.ts'
import { type RingOptions, scene } from './scene.fixture.ts'
import { baselines } from './table.ts'

/** By baseline: a ring that it must catch, and one that it cannot. */
const rings: Readonly<Record<string, readonly [caught: RingOptions, missed: RingOptions]>> = {
  'Volume threshold': [{ calls: 200 }, { address: 'shared', payment: 'shared' }],
  'Elastic rule': [
    { calls: 120, time: 'hour' },
    { text: 'template', address: 'shared' },
  ],
  PRADA: [{ calls: 80, text: 'alike' }, { address: 'shared' }],
  SEAT: [{ text: 'alike' }, { text: 'same' }],
  'Boosted trees': [
    { rings: 4, calls: 60 },
    { rings: 4, text: 'same', address: 'shared' },
  ],
  'Stream clustering': [{ text: 'template' }, { address: 'shared' }],
  'Shared address': [{ address: 'shared' }, { text: 'same', payment: 'shared' }],
  'Shared payment': [{ payment: 'shared' }, { text: 'same', address: 'shared' }],
  SynchroTrap: [
    { text: 'template', time: 'together' },
    { text: 'template', time: 'turns' },
  ],
  'Co-action network': [{ text: 'template', time: 'turns' }, { payment: 'shared' }],
  FRAUDAR: [{ calls: 30, text: 'same' }, { payment: 'shared' }],
  'MMD, per account': [
    { calls: 60, text: 'foreign' },
    { text: 'same', address: 'shared' },
  ],
  'MMD, random pools': [
    { accounts: 1, calls: 1500, text: 'foreign' },
    { calls: 4, text: 'foreign' },
  ],
  'MMD, address pools': [{ calls: 6, text: 'foreign', address: 'shared' }, { address: 'shared' }],
  'MMD, true pools': [{ calls: 6, text: 'foreign' }, { time: 'hour' }],
}

/** The most that any setting finds without an error. */
function recallOf({ trials }: Baseline, options: RingOptions): number {
  const { traffic, truth, labels } = scene(options)
  let best = 0
  for (const { suspicion, groups } of trials(traffic, truth)) {
    assert.ok(suspicion.every(Number.isFinite))
    const ranking = new Map(traffic.accounts.map(({ name }, account) => [name, suspicion[account]!]))
    const named = groups?.map((group) => group.map((account) => traffic.accounts[account]!.name)) ?? null
    best = Math.max(best, scoreRanking(ranking, labels, named).at99.recall)
  }
  return best
}

for (const baseline of baselines)
  test(`${baseline.name} catches its ring and misses another`, () => {
    const [caught, missed] = rings[baseline.name]!
    const [found, lost] = [recallOf(baseline, caught), recallOf(baseline, missed)]
    assert.ok(found >= 0.85, `catches ${found}`)
    assert.ok(lost <= 0.25, `misses all but ${lost}`)
  })

test('every baseline says where it is from, what it reached there and how it differs', () => {
  for (const { name, source, published, deviation } of baselines) {
    assert.ok(name.length <= 18, name)
    for (const text of [source, published, deviation]) assert.ok(text.length > 10, name)
  }
  assert.deepEqual(Object.keys(rings).toSorted(), baselines.map(({ name }) => name).toSorted())
})

test('the same records and truth give the same suspicion', () => {
  const [one, other] = [scene({ rings: 2, text: 'template' }), scene({ rings: 2, text: 'template' })]
  for (const { name, trials } of baselines)
    assert.deepEqual([...trials(one.traffic, one.truth)], [...trials(other.traffic, other.truth)], name)
})
