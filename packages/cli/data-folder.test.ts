// A data folder survives what happens to processes: being killed at any moment, and being asked for twice at once.
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { accounts, folder, logs, type Run, stillhunt } from './hunt.fixture.ts'

/** The same numbers on every run (mulberry32). */
function* random(seed: number): Generator<number> {
  for (let state = seed; ;) {
    state = (state + 0x6d2b79f5) | 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    yield ((value ^ (value >>> 14)) >>> 0) / 2 ** 32
  }
}

const scanInto = (data: string): string[] => ['scan', logs, '--accounts', accounts, '--data', data, '--json', '-']

async function timed(words: readonly string[], killAfterMs?: number): Promise<Run & { readonly ms: number }> {
  const startedMs = performance.now()
  const run = await stillhunt(words, killAfterMs === undefined ? {} : { killAfterMs })
  return { ...run, ms: performance.now() - startedMs }
}

test('killed at any ten moments, a scan can be repeated and comes to the same, byte for byte', async () => {
  const clean = await timed(scanInto(join(folder, 'clean')))
  assert.equal(clean.status, 0)
  const data = join(folder, 'killed')
  const moments = random(20_260_601)
  // How long an undisturbed run takes changes with whatever else the machine does.
  let wholeMs = clean.ms
  let killed = 0
  for (let run = 0; killed < 10; run += 1) {
    assert.ok(run < 40, `only ${killed} of ${run} runs were killed`)
    const { signal, stderr, ms } = await timed(scanInto(data), moments.next().value! * wholeMs)
    assert.equal(stderr, '')
    if (signal === 'SIGKILL') killed += 1
    else wholeMs = Math.min(wholeMs, ms)
  }
  const last = await stillhunt(scanInto(data))
  assert.deepEqual([last.status, last.stderr], [0, ''])
  assert.ok(last.stdout === clean.stdout)
  assert.deepEqual(readdirSync(join(data, 'incoming')), [])
  assert.deepEqual(readdirSync(data).toSorted(), ['incoming', 'secret', 'store'])
})

test('a second process on the same folder is told who has it', async () => {
  const data = join(folder, 'shared')
  assert.equal((await stillhunt(scanInto(data))).status, 0)
  const [one, other] = await Promise.all([stillhunt(scanInto(data)), stillhunt(scanInto(data))])
  const [busy, done] = one.status === 0 ? [other, one] : [one, other]
  assert.deepEqual([done.status, busy.status, busy.stdout], [0, 1, ''])
  assert.match(
    busy.stderr,
    /^stillhunt: \[busy\] .* is in use by process \d+; wait for it to end or choose another --data\n$/,
  )
})
