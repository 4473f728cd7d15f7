/** Where no operator is, the detector claims none; the same code counts it on two hundred worlds in the benchmark. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runOne, runWorld } from './null-run.ts'

for (const kind of ['honest', 'permuted'] as const)
  test(`in ${kind} worlds nobody is accused`, async () => {
    const { accounts, records, claims } = await runOne(kind, '0')
    assert.ok(accounts <= 400 && records <= 8000, `${accounts} accounts, ${records} records`)
    assert.deepEqual(claims, [])
  })

test('a hunted world has operators, and the null worlds made from it have none', () => {
  const kinds = (kind: 'hunted' | 'permuted'): number =>
    runWorld(kind, '0').labels.filter((label) => label.kind !== 'benign').length
  assert.ok(kinds('hunted') > 0)
  assert.equal(kinds('permuted'), 0)
})
