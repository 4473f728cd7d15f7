/** Where no operator is, the detector claims none; the same code counts it on hundreds of worlds in the benchmark. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runAll, runWorlds } from './null-run.ts'

const rates = [0.01, 0.05]

test('in honest worlds nobody is accused', async () => {
  const runs = await runAll('honest', 1, rates)
  assert.deepEqual(
    runs.map(({ kind, fdr }) => [kind, fdr]),
    rates.map((rate) => ['honest', rate]),
  )
  for (const { accounts, records, claims } of runs) {
    assert.ok(accounts <= 400 && records <= 8000, `${accounts} accounts, ${records} records`)
    assert.deepEqual(claims, [])
  }
})

test('where operators are found, nobody is accused once their conversations are dealt out anew', async () => {
  const runs = await runAll('drawn', 3, rates)
  for (const fdr of rates) {
    const of = (kind: string) => runs.find((run) => run.kind === kind && run.fdr === fdr)!
    assert.ok(of('hunted').operatorsFound > 0)
    assert.deepEqual(of('permuted').claims, [])
    assert.equal(of('permuted').operators, 0)
  }
})

test('a world of the panel is dealt out more than once, each time otherwise', () => {
  const [hunted, ...dealt] = runWorlds('panel', 0).map(({ kind, world }) => ({ kind, record: world.records[100]!.id }))
  assert.equal(hunted!.kind, 'hunted')
  assert.deepEqual(
    dealt.map(({ kind }) => kind),
    ['permuted', 'permuted'],
  )
  assert.equal(new Set(dealt.map(({ record }) => record)).size, 2)
})
