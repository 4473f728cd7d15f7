/** The panel is what it says: distinct worlds, levels that fit, sizes in bounds. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drawHonestSpec, drawHuntedSpec, generateWorld, panel } from '../world.ts'

test('there are at least twelve worlds, each with a name of its own', () => {
  assert.ok(panel.length >= 12)
  assert.equal(new Set(panel.map(({ name }) => name)).size, panel.length)
})

test('all levels of evasion occur, and every operator is a part of its world', () => {
  const levels = new Set(panel.flatMap((world) => Object.values(world.levels)))
  assert.deepEqual([...levels].toSorted(), ['E0', 'E1', 'E2', 'E3', 'E4', 'E5', 'E6'])
  for (const { levels: own, spec } of panel)
    for (const name of Object.keys(own))
      assert.ok(spec.parts.some((part) => part.name === name && part.archetype === 'operator'))
})

test('worlds take ten days or more, and their archetypes differ from each other', () => {
  assert.ok(panel.every(({ spec }) => spec.days >= 10 && spec.days <= 21))
  const archetypes = new Set(panel.flatMap(({ spec }) => spec.parts.map(({ archetype }) => archetype)))
  assert.ok(archetypes.size >= 25, String(archetypes.size))
})

test('the accounts of a world are a few hundred, and so are the labels', () => {
  const world = panel.find(({ name }) => name === 'rheinau')
  assert.ok(world !== undefined)
  const { accounts, labels, records } = generateWorld({ ...world.spec, days: 1 })
  assert.ok(accounts.length >= 300 && accounts.length <= 1500, String(accounts.length))
  assert.equal(labels.length, accounts.length)
  assert.equal(new Set(records.map(({ id }) => id)).size, records.length)
  const campaigns = new Set(labels.filter(({ kind }) => kind === 'extraction').map(({ campaign }) => campaign))
  assert.deepEqual([...campaigns].toSorted(), Object.keys(world.levels).toSorted())
})

test('drawn worlds are small, and differ', () => {
  const worlds = ['1', '2', '3'].map((seed) => generateWorld(drawHonestSpec(seed)))
  for (const { accounts, records, labels } of worlds) {
    assert.ok(accounts.length <= 400 && records.length <= 8000)
    assert.ok(labels.every(({ kind }) => kind === 'benign'))
  }
  assert.equal(new Set(worlds.map(({ records }) => records.length)).size, 3)
  assert.ok(generateWorld(drawHuntedSpec('1')).labels.some(({ kind }) => kind === 'extraction'))
})
