// Columns keep their values while their room changes, and leave none of what they had behind.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { giveBack, withoutRoom, withRoom } from './column.ts'

test('a column that grows has the same values and zeroes after them', () => {
  const column = Int32Array.of(1, 2, 3)
  const grown = withRoom(column, 4)
  assert.ok(grown.length >= 4)
  assert.deepEqual([...grown.subarray(0, 5)], [1, 2, 3, 0, 0])
  assert.equal(column.length, 0)
  assert.equal(withRoom(grown, 4), grown)
})

test('a column without room has as many values as it is used for', () => {
  const fitted = withoutRoom(withRoom(BigUint64Array.of(7n, 8n), 3), 2)
  assert.deepEqual([...fitted], [7n, 8n])
  assert.equal(fitted.buffer.byteLength, 16)
  assert.equal(withoutRoom(fitted, 2), fitted)
})

test('columns that are given back are empty, however often', () => {
  const column = Float64Array.of(1, 2)
  giveBack(column, column)
  assert.equal(column.length, 0)
})
