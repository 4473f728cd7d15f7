/** Shows that what a dead writer left comes to the same records, at whatever moment it died, and its recoverer too. */
import assert from 'node:assert/strict'
import {
  appendFileSync,
  cpSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import type { Intent } from './call.ts'
import { newKeeperCounters, type KeeperCounters } from './counter.ts'
import { keepSpool } from './keeper.ts'
import { checkedLine } from './record-line.ts'
import { recoverWriter } from './recovery.ts'
import { answerOf, callOf, folderFor, linesIn, recordsIn } from './spool.fixture.ts'
import { readWriters } from './spool-folder.ts'
import { openTap } from './spool-writer.ts'

/** The remains of a writer that died with the first `ended` of its calls ended: a copy of a living one's folder. */
async function remains(
  t: TestContext,
  count: number,
  ended: number,
): Promise<{ folder: string; writer: string; calls: readonly Intent[] }> {
  const living = folderFor(t)
  const tap = await openTap({ folder: living })
  const calls = Array.from({ length: count }, (_, index) => callOf(`call ${index}`))
  const opened = await Promise.all(calls.map((call) => tap.open(call)))
  for (const call of opened.slice(0, ended)) call.close(answerOf('y'))
  // The records are written; their marks go with the next intents, which do not come.
  while (tap.counters.records < ended) await new Promise((resolve) => setTimeout(resolve, 1))
  const folder = `${living}-dead`
  cpSync(living, folder, { recursive: true })
  await tap.flush()
  await tap.stop()
  const writer = join(
    folder,
    readdirSync(folder).find((name) => name.startsWith('20'))!,
  )
  writeFileSync(join(writer, 'owner'), '999999999 1 nowhere')
  return { folder, writer, calls }
}

async function recover(folder: string): Promise<KeeperCounters> {
  const counters = newKeeperCounters()
  for (const writer of await readWriters(folder)) if (writer.owner !== undefined) await recoverWriter(writer, counters)
  return counters
}

const endingsIn = (folder: string): string[] =>
  recordsIn(folder).map(({ id, gateway }) => `${id} ${String(gateway['ending'])}`)

function expected(calls: readonly Intent[], ended: number): string[] {
  return calls.map(({ id }, index) => `${id} ${index < ended ? 'complete' : 'interrupted'}`)
}

test('calls whose records are written without a mark are not recovered, the others are', async (t) => {
  const { folder, calls } = await remains(t, 10, 4)
  const counters = await recover(folder)
  assert.deepEqual([counters.interruptedRecords, counters.tornLines], [6, 0])
  assert.deepEqual(endingsIn(folder), expected(calls, 4))
  assert.deepEqual(
    readdirSync(
      join(
        folder,
        readdirSync(folder).find((name) => name.startsWith('20'))!,
      ),
    ),
    ['00000001.jsonl', '00000002.jsonl'],
  )
})

test('what a writer wrote between a look at its folder and its death is recovered too', async (t) => {
  const { folder, writer, calls } = await remains(t, 4, 2)
  const journal = join(writer, 'journal-00000001')
  const [segment, intents] = [join(writer, '00000001.jsonl'), readFileSync(journal)]
  const records = readFileSync(segment)
  rmSync(journal)
  rmSync(segment)
  const [seen] = await readWriters(folder)
  writeFileSync(journal, intents)
  writeFileSync(segment, records)
  const counters = newKeeperCounters()
  await recoverWriter(seen!, counters)
  assert.equal(counters.interruptedRecords, 2)
  assert.deepEqual(endingsIn(folder), expected(calls, 2))
})

test('wherever the last record is torn, its call is recorded once', async (t) => {
  const { folder, writer, calls } = await remains(t, 3, 2)
  const segment = join(writer, '00000001.jsonl')
  const whole = readFileSync(segment)
  const lastBytes = whole.length - whole.indexOf('\n') - 1
  const before = `${folder}-before`
  cpSync(folder, before, { recursive: true })
  for (let cut = 1; cut <= lastBytes; cut += 37) {
    const copy = `${folder}-${cut}`
    cpSync(before, copy, { recursive: true })
    truncateSync(segment.replace(folder, copy), whole.length - cut)
    const counters = await recover(copy)
    assert.deepEqual([counters.interruptedRecords, counters.tornLines], [2, cut === lastBytes ? 0 : 1])
    assert.deepEqual(endingsIn(copy), expected(calls, 1))
  }
})

test('a torn intent was never open', async (t) => {
  const { folder, writer, calls } = await remains(t, 3, 0)
  const journal = join(writer, 'journal-00000001')
  truncateSync(journal, statSync(journal).size - 10)
  const counters = await recover(folder)
  assert.deepEqual([counters.interruptedRecords, counters.tornLines], [2, 1])
  assert.deepEqual(endingsIn(folder), expected(calls.slice(0, 2), 0))
})

test('a journal that was being begun anew doubles nothing', async (t) => {
  const { folder, writer, calls } = await remains(t, 5, 2)
  // The new one has what is under way, or the beginning of it, and not yet the marks of what ended.
  const lines = readFileSync(join(writer, 'journal-00000001'), 'utf8').split('\n')
  const place = { segment: 1, bytes: statSync(join(writer, '00000001.jsonl')).size }
  const mark = Buffer.concat(checkedLine({ ended: [], ...place }).chunks).toString()
  writeFileSync(join(writer, 'journal-00000002'), `${mark}${lines.slice(2, 4).join('\n')}\n${lines[4]!.slice(0, 50)}`)
  await recover(folder)
  assert.deepEqual(endingsIn(folder).sort(), expected(calls, 2).sort())
})

test('recovery that was killed after its segment appeared makes no second one', async (t) => {
  const { folder, writer, calls } = await remains(t, 5, 2)
  const before = `${folder}-before`
  cpSync(folder, before, { recursive: true })
  await recover(folder)
  // As it was before the journal and the owner were removed.
  cpSync(join(before, writer.slice(folder.length)), writer, { recursive: true })
  writeFileSync(join(writer, 'recovered'), 'the beginning of ano')
  const counters = await recover(folder)
  assert.equal(counters.interruptedRecords, 0)
  assert.deepEqual(endingsIn(folder), expected(calls, 2))
})

test('a sealed segment may be gone when its writer dies: the journal does not need it', async (t) => {
  const living = folderFor(t)
  const tap = await openTap({ folder: living, segmentBytesMax: 1 })
  const calls = Array.from({ length: 4 }, (_, index) => callOf(`call ${index}`))
  const opened = await Promise.all(calls.map((call) => tap.open(call)))
  for (const [index, call] of opened.slice(0, 3).entries()) {
    call.close(answerOf('y'))
    while (tap.counters.records <= index) await new Promise((resolve) => setTimeout(resolve, 1))
  }
  const folder = `${living}-dead`
  cpSync(living, folder, { recursive: true })
  await tap.stop()
  const [writer] = await readWriters(folder)
  const sealed = writer!.segments.filter(({ isSealed }) => isSealed)
  assert.equal(sealed.length, 2)
  for (const { path } of sealed) rmSync(path)
  writeFileSync(join(writer!.path, 'owner'), '999999999 1 nowhere')
  await recover(folder)
  assert.deepEqual(endingsIn(folder), expected(calls, 3).slice(2))
})

test('a damaged line blocks nothing; its call counts as interrupted', async (t) => {
  const { folder, writer, calls } = await remains(t, 4, 3)
  const segment = join(writer, '00000001.jsonl')
  const bytes = readFileSync(segment)
  bytes[bytes.indexOf('\n') + 100]! ^= 1
  writeFileSync(segment, bytes)
  const counters = await recover(folder)
  assert.equal(counters.interruptedRecords, 2)
  const ids = linesIn(folder).filter((line) => line.includes(calls[1]!.id))
  assert.equal(ids.length, 2)
})

test('a keeper leaves the living alone, and a second keeper is told who is first', async (t) => {
  const folder = folderFor(t)
  const tap = await openTap({ folder })
  const call = await tap.open(callOf('x'))
  const keeper = await keepSpool({ folder })
  assert.equal(keeper.counters.recoveries, 0)
  await assert.rejects(keepSpool({ folder }), /\[busy\].*process \d+/)
  call.close(answerOf('y'))
  await tap.stop()
  await keeper.stop()
  assert.equal(recordsIn(folder).length, 1)
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.startsWith('keeper')),
    [],
  )
})

test('a spool whose secret is damaged is refused rather than written under another one', async (t) => {
  const folder = folderFor(t)
  await (await openTap({ folder })).stop()
  appendFileSync(join(folder, 'secret'), 'ff')
  await assert.rejects(openTap({ folder }), /\[damaged\]/)
})
