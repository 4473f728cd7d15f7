/** Shows that calls under way are the set that they look like. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UnderWay, type UnderWayLine } from './under-way.ts'

function lineOf(bytes: number): UnderWayLine {
  return { chunks: [], bytes, isUnderWay: false, before: undefined, after: undefined }
}

test('whatever comes and goes, they are what a set would hold, in its order', () => {
  const underWay = new UnderWay()
  const oracle = new Set<UnderWayLine>()
  const lines = Array.from({ length: 30 }, (_, at) => lineOf(at + 1))
  let seed = 1
  for (let turn = 0; turn < 5000; turn += 1) {
    seed = (seed * 48_271) % 2_147_483_647
    const line = lines[seed % lines.length]!
    if (oracle.delete(line)) underWay.remove(line)
    else {
      oracle.add(line)
      underWay.add(line)
    }
    assert.deepEqual(
      [...underWay].map(({ bytes }) => bytes),
      [...oracle].map(({ bytes }) => bytes),
    )
    assert.equal(
      underWay.bytes,
      [...oracle].reduce((sum, { bytes }) => sum + bytes, 0),
    )
    assert.equal(underWay.size, oracle.size)
  }
})

test('a line that is not among them can be removed, and one that was removed holds on to no other', () => {
  const underWay = new UnderWay()
  const [first, second, third] = [lineOf(1), lineOf(2), lineOf(3)]
  underWay.remove(second)
  for (const line of [first, second, third]) underWay.add(line)
  underWay.remove(second)
  underWay.remove(second)
  assert.deepEqual([second.before, second.after], [undefined, undefined])
  assert.equal(underWay.bytes, 4)
})
