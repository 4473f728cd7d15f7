// A name table answers what a Map would, whatever the names, and goes to another thread whole.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NameTable } from './name-table.ts'

/** Names as accounts have them and as nobody would: prefixes of each other, empty, of any script, very long. */
function namesOf(count: number): string[] {
  let state = 7
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  const names = ['', 'a', 'aa', 'a\u0000', '__proto__', 'constructor', '\ud800', '漢字', 'x'.repeat(5000)]
  while (names.length < count)
    names.push(Array.from({ length: next(20) }, () => String.fromCharCode(97 + next(4))).join(''))
  return names
}

test('rows are those of a Map', () => {
  for (const seed of [0, 1, 0xffff_ffff]) {
    const names = namesOf(3000)
    const oracle = new Map<string, number>()
    const table = NameTable.empty(names.length, seed)
    for (const name of names.slice(0, 2000)) {
      if (!oracle.has(name)) oracle.set(name, oracle.size)
      assert.equal(table.add(name), oracle.get(name))
    }
    assert.equal(table.count, oracle.size)
    for (const name of names) assert.equal(table.rowOf(name), oracle.get(name) ?? -1)
  }
})

test('an empty table knows nobody and takes nobody', () => {
  const table = NameTable.empty(0, 1)
  assert.equal(table.rowOf('a'), -1)
  assert.throws(() => table.add('a'), /full/)
})

test('a table that was sent to another thread answers the same', () => {
  const table = NameTable.empty(100, 5)
  for (const name of namesOf(100)) table.add(name)
  const sent = NameTable.from(structuredClone(table.parts))
  for (const name of namesOf(100)) assert.equal(sent.nameOf(sent.rowOf(name)), name)
  for (const name of namesOf(100)) assert.equal(sent.rowOf(name), table.rowOf(name))
  assert.equal(sent.rowOf('nobody'), -1)
})
