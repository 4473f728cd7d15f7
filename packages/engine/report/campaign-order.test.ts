// Readers meet the worst first, and the same report always in the same order.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inReadingOrder, membersInOrder } from './campaign-order.ts'
import { exampleFinding } from './example.fixture.ts'

const { campaigns } = exampleFinding.report

test('extraction comes before resale before coordinated', () => {
  assert.deepEqual(
    inReadingOrder(campaigns).map(({ kind }) => kind),
    ['extraction', 'resale', 'coordinated'],
  )
})

test('within a kind the larger comes first, whatever the order given', () => {
  const [first] = campaigns
  assert.ok(first)
  const sized = [3, 9, 5].map((interactions) => ({ ...first, id: `c-${interactions}`, interactions }))
  for (const given of [sized, sized.toReversed()]) {
    assert.deepEqual(
      inReadingOrder(given).map(({ id }) => id),
      ['c-9', 'c-5', 'c-3'],
    )
  }
})

test('members come by falling probability', () => {
  for (const campaign of campaigns) {
    const probabilities = membersInOrder(campaign).map(({ probability }) => probability)
    assert.deepEqual(
      probabilities,
      probabilities.toSorted((left, right) => right - left),
    )
  }
})
