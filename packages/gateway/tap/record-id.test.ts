/** Shows that record ids are UUIDs of version 7: unique, and in the order of their milliseconds. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newRecordId } from './record-id.ts'

test('ids are well formed, all different, and sorted by time', () => {
  const ids = Array.from({ length: 5000 }, (_, ms) => newRecordId(1_700_000_000_000 + ms))
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  assert.deepEqual([...new Set(ids)].sort(), ids)
  assert.equal(Number.parseInt(ids[7]!.replace('-', '').slice(0, 12), 16), 1_700_000_000_007)
})
