// A ranking's score is what one gets by hand.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LabelLine } from '../world.ts'
import { benignNamedAt, scoreAt, scoreRanking, type Suspicion } from './ranking.ts'

const label = (account: string, kind: LabelLine['kind'], rest: Partial<LabelLine> = {}): LabelLine => ({
  account,
  archetype: '',
  campaign: null,
  kind,
  hard: false,
  group: null,
  ...rest,
})

const labels: readonly LabelLine[] = [
  label('a', 'extraction', { campaign: 'one' }),
  label('b', 'extraction', { campaign: 'one' }),
  label('c', 'extraction', { campaign: 'two' }),
  label('d', 'extraction', { campaign: 'two' }),
  label('e', 'benign', { hard: true, group: 'class' }),
  label('f', 'benign'),
  label('g', 'resale', { campaign: 'shop' }),
]

const ranking = (order: string): Suspicion => new Map([...order].map((account, at) => [account, order.length - at]))
const near = (found: number | null, expected: number): void =>
  assert.ok(found !== null && Math.abs(found - expected) < 1e-12, `${found}, not ${expected}`)

test('recall at a precision is that of the best threshold which keeps it', () => {
  // a b right (1.0), e wrong (2/3), c (3/4), d (4/5), f (4/6).
  const { at99, at90, area } = scoreRanking(ranking('abecdf'), labels, null)
  assert.deepEqual([at99.recall, at99.precision, at99.benign, at99.campaigns], [0.5, 1, 0, null])
  assert.deepEqual(at90, at99)
  near(area, (1 + 1 + 3 / 4 + 4 / 5) / 4)
})

test('a precision lost on the way may be won back', () => {
  const many = [...Array(20).keys()].map((index) => label(`x${index}`, 'extraction', { campaign: 'one' }))
  const suspicion = new Map([['f', 100], ...many.map(({ account }, at) => [account, 50 - at] as const)])
  const { at99, at90 } = scoreRanking(suspicion, [...many, label('f', 'benign')], null)
  assert.deepEqual([at99.threshold, at99.recall, at99.precision], [null, 0, null])
  assert.deepEqual([at90.recall, at90.benign], [1, 1])
  near(at90.precision, 20 / 21)
})

test('equals are named together, and who is not ranked comes last', () => {
  const suspicion = new Map([
    ['a', 1],
    ['b', 1],
    ['e', 1],
  ])
  const { at99, area } = scoreRanking(suspicion, labels, null)
  assert.equal(at99.recall, 0)
  near(area, (2 * (2 / 3) + 2 * (4 / 6)) / 4)
})

test('resale accounts count neither way, but are told', () => {
  const { at99 } = scoreRanking(ranking('gabcdef'), labels, null)
  assert.deepEqual([at99.recall, at99.precision, at99.resale], [1, 1, 1])
  assert.equal(scoreRanking(ranking('abcdgef'), labels, null).at99.resale, 0)
})

test('what is named is told campaign by campaign', () => {
  assert.deepEqual(scoreRanking(ranking('abcedf'), labels, null).at99.byCampaign, {
    one: { accounts: 2, named: 2 },
    two: { accounts: 2, named: 1 },
  })
})

test('a campaign is found when one group has half of it, named', () => {
  const { at99 } = scoreRanking(ranking('abcedf'), labels, [['a', 'b', 'e'], ['c'], ['d', 'f']])
  assert.deepEqual([at99.recall, at99.campaigns], [0.75, 2])
  const apart = scoreRanking(ranking('abecdf'), labels, [['a', 'c', 'd']])
  assert.equal(apart.at99.campaigns, 1)
})

test('a threshold of its own is scored as it stands, with whom it hits', () => {
  const { recall, precision, benign, hard, nullGroups } = scoreAt(4, ranking('abecdf'), labels, null)
  assert.deepEqual([recall, benign, hard, nullGroups], [0.5, 1, 1, 1])
  near(precision, 2 / 3)
})

test('the price of a recall is the benign named on the way', () => {
  const suspicion = ranking('abecdf')
  assert.deepEqual(
    [0, 0.5, 0.75, 1].map((recall) => benignNamedAt(recall, suspicion, labels)),
    [0, 0, 1, 1],
  )
  assert.equal(benignNamedAt(1, new Map(), labels), 2)
})

test('without extraction accounts there is no recall and no area', () => {
  const { at99, area } = scoreRanking(ranking('ef'), labels.slice(4), null)
  assert.deepEqual([at99.recall, at99.threshold, area], [0, null, null])
})
