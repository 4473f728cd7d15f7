/**
 * Shows that killing loses nothing and doubles nothing: writers, keepers and sinks are killed at random moments under
 * load. `KILLS=10` kills each of them so often; by default two or three times, to be quick.
 */
import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { zstdDecompressSync } from 'node:zlib'
import { keepSpool } from './keeper.ts'
import { folderFor, recordsIn, uniform, type Found } from './spool.fixture.ts'

const kills = Number(process.env['KILLS'] ?? 3)

/** A program beside this one, and what it said. */
interface Program {
  readonly child: ChildProcess
  said(): string
}

function start(t: TestContext, file: string, ...words: string[]): Program {
  const child = spawn(process.execPath, [join(import.meta.dirname, file), ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.after(() => child.kill('SIGKILL'))
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (text += piece))
  return { child, said: () => text }
}

async function ready(program: Program): Promise<string> {
  while (!program.said().includes('\n')) await wait(5)
  return program.said().split('\n')[0]!
}

async function kill({ child }: Program): Promise<void> {
  const closed = once(child, 'close')
  child.kill('SIGKILL')
  await closed
}

const isOfWriter = (name: string): boolean => name.startsWith('20')

const idsSaid = (program: Program): string[] => program.said().split('\n').slice(0, -1)

/** Every call that was open has one record. A record more can only be of a call that was written and not yet told. */
function checkOnce(opened: readonly string[], records: readonly Found[], clients: number): void {
  const counts = new Map<string, number>()
  for (const { id } of records) counts.set(id, (counts.get(id) ?? 0) + 1)
  assert.deepEqual(
    opened.filter((id) => counts.get(id) !== 1),
    [],
  )
  assert.equal(counts.size, records.length, 'a record is there twice')
  assert.ok(records.length - opened.length <= clients, `${records.length} records of ${opened.length} calls`)
}

test('of a writer killed under load every call that was open has one record', { timeout: 120_000 }, async (t) => {
  const random = uniform(11)
  const folder = folderFor(t)
  const opened: string[] = []
  for (let round = 0; round < kills; round += 1) {
    const writer = start(t, 'load.fixture.ts', folder)
    await ready(writer)
    await wait(random() * 300)
    await kill(writer)
    opened.push(...idsSaid(writer))
  }
  const keeper = await keepSpool({ folder })
  await keeper.stop()
  assert.equal(keeper.counters.recoveries, kills)
  const records = recordsIn(folder)
  checkOnce(opened, records, 16 * kills)
  const interrupted = records.filter(({ gateway }) => gateway['ending'] === 'interrupted')
  assert.equal(interrupted.length, keeper.counters.interruptedRecords)
  assert.ok(opened.length > kills && interrupted.length > 0)
})

test('of a keeper killed while it recovers the next one makes the same of it', { timeout: 120_000 }, async (t) => {
  const random = uniform(12)
  const folder = folderFor(t)
  const writer = start(t, 'load.fixture.ts', folder)
  await ready(writer)
  await wait(200)
  await kill(writer)
  for (let round = 0; round < kills; round += 1) {
    const keeper = start(t, 'keep.fixture.ts', folder)
    // Starting takes about 150 ms, recovering some: the kill falls around it.
    await wait(80 + random() * 150)
    await kill(keeper)
  }
  const keeper = await keepSpool({ folder })
  await keeper.stop()
  checkOnce(idsSaid(writer), recordsIn(folder), 16)
})

test('with writers, keepers and sinks killed, the sink has every record once', { timeout: 180_000 }, async (t) => {
  const random = uniform(13)
  const folder = folderFor(t)
  const stored = `${folder}-sink`
  mkdirSync(stored, { recursive: true })
  let sink = start(t, 'sink.fixture.ts', stored, '0')
  const port = await ready(sink)
  const url = `http://127.0.0.1:${port}/`
  let keeper = start(t, 'keep.fixture.ts', folder, url)
  let writer = start(t, 'load.fixture.ts', folder, '400000')
  const opened: string[] = []
  for (let round = 0; round < kills; round += 1) {
    await ready(writer)
    await wait(random() * 200)
    await kill(sink)
    await wait(random() * 100)
    sink = start(t, 'sink.fixture.ts', stored, port)
    await wait(random() * 200)
    await kill(keeper)
    keeper = start(t, 'keep.fixture.ts', folder, url)
    await wait(random() * 200)
    await kill(writer)
    opened.push(...idsSaid(writer))
    writer = start(t, 'load.fixture.ts', folder, '400000')
  }
  await ready(writer)
  await kill(writer)
  opened.push(...idsSaid(writer))
  await ready(keeper)
  // All is shipped when no writer's folder is left, which takes a second or two.
  const left = (): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(isOfWriter)
  for (let looks = 0; left().length > 0 && looks < 3000; looks += 1) await wait(20)
  assert.deepEqual(left(), [])
  await kill(keeper)
  await kill(sink)
  const batches = readdirSync(stored).filter((name) => !name.endsWith('.draft'))
  const records = batches.flatMap((name) =>
    zstdDecompressSync(readFileSync(join(stored, name)))
      .toString('utf8')
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Found),
  )
  checkOnce(opened, records, 16 * (kills + 1))
  assert.ok(!readdirSync(folder).includes('quarantine.log'))
})
