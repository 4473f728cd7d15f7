// A seed names a stream; streams are uniform and unrelated.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Random } from './random.ts'
import { times, uniformityP } from './simulation.fixture.ts'

test('the same seed gives the same draws, another seed others', () => {
  const draws = (seed: number): number[] => {
    const random = new Random(seed)
    return times(5, () => random.word())
  }
  assert.deepEqual(draws(7), draws(7))
  assert.equal(new Set(times(200, (seed) => draws(seed)[0]!)).size, 200)
})

test('draws are uniform, also the first ones of neighbouring seeds', () => {
  const random = new Random(3)
  assert.ok(uniformityP(times(900, () => random.unit())) > 0.01)
  assert.ok(uniformityP(times(900, (seed) => new Random(seed).unit())) > 0.01)
})

test('whole numbers below a count are equally frequent', () => {
  const random = new Random(4)
  const counts = new Int32Array(6)
  for (let draw = 0; draw < 6000; draw += 1) counts[random.below(6)]! += 1
  for (const count of counts) assert.ok(Math.abs(count - 1000) < 150, `${count}`)
})

test('a shuffle moves only its range, and every order of three comes about equally often', () => {
  const random = new Random(5)
  const seen = new Map<string, number>()
  for (let round = 0; round < 6000; round += 1) {
    const values = Int32Array.of(9, 1, 2, 3, 8)
    random.shuffle(values, 1, 4)
    const key = values.join('')
    seen.set(key, (seen.get(key) ?? 0) + 1)
  }
  assert.deepEqual([...seen.keys()].sort(), ['91238', '91328', '92138', '92318', '93128', '93218'])
  for (const count of seen.values()) assert.ok(Math.abs(count - 1000) < 150, `${count}`)
})
