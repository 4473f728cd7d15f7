/** Shows that things by their names are what a map of them would be. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ByName } from './by-name.ts'

test('whatever comes and goes, it holds what a map would, in its order', () => {
  const things = new ByName<string, object>()
  const oracle = new Map<string, object>()
  let seed = 1
  for (let turn = 0; turn < 5000; turn += 1) {
    seed = (seed * 48_271) % 2_147_483_647
    const name = `n${seed % 40}`
    if (seed % 3 === 0) {
      assert.equal(things.take(name), oracle.get(name))
      oracle.delete(name)
    } else {
      const thing = {}
      things.set(name, thing)
      oracle.set(name, thing)
    }
    assert.equal(things.size, oracle.size)
    assert.equal(things.has(name), oracle.has(name))
    assert.equal(things.get(name), oracle.get(name))
    assert.deepEqual([...things.names()], [...oracle.keys()])
  }
  for (const [name, thing] of oracle) assert.equal(things.take(name), thing)
  assert.equal(things.size, 0)
})

test('names may be taken out while they are gone through', () => {
  const things = new ByName<number, string>()
  for (const number of [1, 2, 3]) things.set(number, `thing ${number}`)
  const taken: (string | undefined)[] = []
  for (const number of things.names()) taken.push(things.take(number))
  assert.deepEqual(taken, ['thing 1', 'thing 2', 'thing 3'])
})
