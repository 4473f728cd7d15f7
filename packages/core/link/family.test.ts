// Rarity makes the weight, and no likeness alone reaches what a claim needs.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { claimOddsNats, families, familyCapNats, linkThresholdNats, rarityNats } from './family.ts'

const weights: readonly (readonly [population: number, holders: number, nats: number])[] = [
  [1_000_000, 2, 13.12],
  [1_000_000, 5000, 5.3],
  [1800, 2, 6.8],
  [1800, 200, 2.2],
  [1800, 1800, 0],
  [100, 101, 0],
  [100, 0, 4.61],
]

for (const [population, holders, nats] of weights)
  test(`what ${holders} of ${population} accounts have weighs ${nats} nats`, () =>
    assert.ok(Math.abs(rarityNats(population, holders) - nats) < 0.01))

for (const population of [10, 300, 1800, 50_000, 1_000_000, 30_000_000])
  test(`among ${population} accounts one rare match never suffices, two independent ones do`, () => {
    const rare = rarityNats(population, 2)
    assert.ok(rare < linkThresholdNats(population))
    if (population >= 1800) assert.ok(2 * rare >= linkThresholdNats(population))
  })

test('the threshold turns odds of one in the population into 99 to 1', () => {
  for (const population of [2, 1800, 1_000_000])
    assert.ok(Math.abs(Math.exp(linkThresholdNats(population)) - 99 * population) < 1e-3 * population)
})

test('likeness of one kind alone does not link among a thousand accounts or more, whatever it is', () => {
  for (const family of families.filter((one) => one !== 'handoff'))
    assert.ok(familyCapNats[family] < linkThresholdNats(1000), family)
})

test('claims have odds of 99 to 1', () => assert.ok(Math.abs(Math.exp(claimOddsNats) - 99) < 1e-9))
