/** Shows what happens when there is no room: the rule decides, and nothing is lost in silence. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { SpoolFullError, type Intent } from './call.ts'
import { newKeeperCounters } from './counter.ts'
import { machineDisk, type Disk } from './disk.ts'
import { keepSpool } from './keeper.ts'
import type { Loss } from './ledger.ts'
import { recoverWriter } from './recovery.ts'
import { answerOf, callOf, folderFor, recordsIn, uniform } from './spool.fixture.ts'
import { readWriters } from './spool-folder.ts'
import { openTap, type SpoolTap } from './spool-writer.ts'

/** A file system of one mebibyte; undefined where this process may not make one. */
function smallDisk(t: TestContext): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'stillhunt-small-'))
  let isMounted = true
  t.after(() => {
    if (isMounted) execFileSync('umount', ['-l', folder])
    rmSync(folder, { recursive: true, force: true })
  })
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', folder], { stdio: 'ignore' })
    return folder
  } catch {
    isMounted = false
    t.skip('may not mount')
    return undefined
  }
}

/** Opens and closes a call; false when it was refused for want of room. */
async function record(tap: SpoolTap, call: Intent): Promise<boolean> {
  // A call comes in a turn of its own: the keeper and its timers have theirs in between.
  await new Promise((resolve) => setImmediate(resolve))
  try {
    const opened = await tap.open(call)
    opened.close(answerOf('y'))
    return true
  } catch (cause) {
    assert.ok(cause instanceof SpoolFullError)
    assert.match(cause.message, /^\[spool full\]/)
    return false
  }
}

const lossesOf = (folder: string): Loss[] =>
  readFileSync(join(folder, 'shed.log'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Loss)

test('at the bound calls are refused, and pass again when there is room', async (t) => {
  const folder = folderFor(t)
  const tap = await openTap({ folder, bytesMax: 100_000 })
  const recorded: string[] = []
  for (let round = 0; round < 1000; round += 1) {
    const call = callOf('x'.repeat(500))
    if (!(await record(tap, call))) break
    recorded.push(call.id)
    await tap.flush()
  }
  assert.ok(recorded.length > 50 && recorded.length < 110, `${recorded.length} calls`)
  assert.deepEqual(
    recordsIn(folder).map(({ id }) => id),
    recorded,
  )
  assert.equal(tap.counters.refused, 1)
  for (const { segments } of await readWriters(folder))
    for (const { path, isSealed } of segments) if (isSealed) rmSync(path)
  await wait(1100)
  assert.ok(await record(tap, callOf('z')))
  await tap.stop()
})

test('the oldest are shed at the bound, and each loss is in the ledger', async (t) => {
  const folder = folderFor(t)
  const options = { folder, bytesMax: 100_000, whenFull: 'shed-oldest' as const }
  const tap = await openTap(options)
  const keeper = await keepSpool(options)
  const ids: string[] = []
  for (let round = 0; round < 400; round += 1) {
    const call = callOf('x'.repeat(500))
    assert.ok(await record(tap, call))
    ids.push(call.id)
    if (round % 20 === 0) await keeper.look()
  }
  await tap.flush()
  await keeper.look()
  const left = recordsIn(folder).map(({ id }) => id)
  assert.deepEqual(left, ids.slice(-left.length))
  const shed = lossesOf(folder).reduce((sum, { records }) => sum + records, 0)
  assert.equal(shed + left.length, 400)
  assert.equal(keeper.counters.shedRecords, shed)
  assert.ok(keeper.counters.spoolBytes <= 100_000)
  await keeper.stop()
  await tap.stop()
})

test('a disk that is really full refuses calls, and what was open is recorded once there is room', async (t) => {
  const folder = smallDisk(t)
  if (folder === undefined) return
  writeFileSync(join(folder, 'filler'), Buffer.alloc(500_000))
  const tap = await openTap({ folder, freeBytesMin: 0, segmentBytesMax: 40_000, journalBytesMax: 20_000 })
  const recorded: string[] = []
  let refused = 0
  for (let round = 0; round < 2000 && refused < 20; round += 1) {
    const call = callOf('x'.repeat(500))
    if (await record(tap, call)) recorded.push(call.id)
    else refused += 1
    if (round % 10 === 0) await wait(1)
  }
  assert.equal(refused, 20)
  assert.ok(tap.counters.writeFailures > 0)
  rmSync(join(folder, 'filler'))
  await tap.flush()
  await wait(1100)
  const last = callOf('z')
  assert.ok(await record(tap, last))
  await tap.stop()
  assert.deepEqual(
    recordsIn(folder)
      .map(({ id }) => id)
      .sort(),
    [...recorded, last.id].sort(),
  )
})

test('a disk that is really full sheds the oldest and refuses nobody', async (t) => {
  const folder = smallDisk(t)
  if (folder === undefined) return
  const options = {
    folder,
    freeBytesMin: 200_000,
    whenFull: 'shed-oldest' as const,
    segmentBytesMax: 40_000,
    journalBytesMax: 20_000,
    // On a busy machine giving room takes longer than a gateway that ends would wait.
    flushMsMax: 60_000,
  }
  const tap = await openTap(options)
  const keeper = await keepSpool({ ...options, lookMs: 5 })
  for (let round = 0; round < 3000; round += 1) assert.ok(await record(tap, callOf('x'.repeat(500))))
  await tap.stop()
  await keeper.look()
  const shed = lossesOf(folder).reduce((sum, { records }) => sum + records, 0)
  assert.equal(recordsIn(folder).length + shed, 3000)
  await keeper.stop()
})

test('when the disk takes nothing at all, shedding lets calls pass and counts what memory could not hold', async (t) => {
  const folder = folderFor(t)
  let isBroken = false
  const disk: Disk = {
    ...machineDisk,
    writeNow: (...write) => {
      if (isBroken) throw new Error('EIO')
      return machineDisk.writeNow!(...write)
    },
    write: (file, pieces, position) =>
      isBroken ? Promise.reject(new Error('EIO')) : machineDisk.write(file, pieces, position),
  }
  const tap = await openTap({ folder, disk, whenFull: 'shed-oldest', stallMsMax: 0, queuedBytesMax: 20_000 })
  assert.ok(await record(tap, callOf('first')))
  await tap.flush()
  isBroken = true
  for (let round = 0; round < 100; round += 1) assert.ok(await record(tap, callOf('x'.repeat(500))))
  assert.ok(tap.counters.unprotected === 100 && tap.counters.shedRecords > 50)
  isBroken = false
  await tap.stop()
  const shed = lossesOf(folder).reduce((sum, { records }) => sum + records, 0)
  assert.equal(shed, tap.counters.shedRecords)
  assert.equal(recordsIn(folder).length + shed, 101)
})

test('with a disk that fails at random, whoever was let pass has one record and whoever was refused has none', async (t) => {
  for (let seed = 1; seed <= 5; seed += 1) {
    const random = uniform(seed)
    const folder = join(folderFor(t), String(seed))
    const fail = (): boolean => random() < 0.2
    const disk: Disk = {
      ...machineDisk,
      // Now on the spot, in part or not at all, now by a thread.
      writeNow: (file, buffer, bytes, position) => {
        if (random() < 0.3) return undefined
        if (!fail()) return machineDisk.writeNow!(file, buffer, bytes, position)
        const part = Math.floor(random() * bytes)
        if (part === 0) throw new Error('ENOSPC')
        return machineDisk.writeNow!(file, buffer, part, position)
      },
      create: (path) => (fail() ? Promise.reject(new Error('ENOSPC')) : machineDisk.create(path)),
      sync: (file) => (fail() ? Promise.reject(new Error('EIO')) : machineDisk.sync(file)),
      truncate: (file, bytes) => (fail() ? Promise.reject(new Error('EIO')) : machineDisk.truncate(file, bytes)),
      write: async (file, pieces, position) => {
        if (!fail()) return machineDisk.write(file, pieces, position)
        const whole = Buffer.concat(pieces as Uint8Array[])
        const part = whole.subarray(0, Math.floor(random() * whole.length))
        if (part.length > 0) await machineDisk.write(file, [part], position)
        if (part.length > 0 && random() < 0.5) return part.length
        throw new Error('ENOSPC')
      },
    }
    let nowMs = Date.now()
    const now = (): number => (nowMs += 100)
    const sync = seed % 2 === 0 ? 'always' : 'never'
    const tap = await openTap({ folder, disk, now, sync, segmentBytesMax: 5000, journalBytesMax: 5000 })
    const recorded: string[] = []
    const client = async (): Promise<void> => {
      for (let round = 0; round < 10; round += 1) {
        const call = callOf('x'.repeat(random() * 500))
        if (await record(tap, call)) recorded.push(call.id)
      }
    }
    await Promise.all([client(), client(), client()])
    await tap.flush()
    // What a process that dies now leaves: nothing is under way.
    const left = `${folder}-left`
    cpSync(folder, left, { recursive: true })
    for (const writer of await readWriters(left)) await recoverWriter(writer, newKeeperCounters())
    assert.equal(recordsIn(left).length, recorded.length)
    await tap.stop()
    assert.ok(recorded.length > 5)
    assert.deepEqual(
      recordsIn(folder)
        .map(({ id }) => id)
        .sort(),
      recorded.sort(),
    )
  }
})
