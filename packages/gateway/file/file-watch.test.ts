// A watch notices every way in which a file becomes another, one reload at a time, with or without the system's notices.
import assert from 'node:assert/strict'
import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { FileWatch } from './file-watch.ts'
import { markOf } from './whole-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'stillhunt-watch-'))
after(() => rmSync(folder, { recursive: true, force: true }))

/** Waits until something holds, for at most 5 s. */
async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !holds(); tries += 1) await pause(10)
  assert.ok(holds())
}

async function watched(
  path: string,
  pollMs: number,
  settleMs = 30,
): Promise<{ readonly seen: () => number; readonly close: () => void }> {
  let seen = 0
  let running = 0
  const reload = async (): Promise<boolean> => {
    running += 1
    assert.equal(running, 1)
    await pause(5)
    running -= 1
    seen += 1
    return true
  }
  const watch = new FileWatch(path, await markOf(path), reload, { pollMs, settleMs })
  return { seen: () => seen, close: () => watch.close() }
}

test('replaced, removed, made again, written in place: each is noticed', async () => {
  const path = join(folder, 'file')
  writeFileSync(path, 'one')
  const { seen, close } = await watched(path, 50)
  await pause(120)
  assert.equal(seen(), 0)
  writeFileSync(`${path}.tmp`, 'two')
  renameSync(`${path}.tmp`, path)
  await until(() => seen() === 1)
  rmSync(path)
  await until(() => seen() === 2)
  writeFileSync(path, 'three')
  await until(() => seen() >= 3)
  await pause(100)
  const before = seen()
  appendFileSync(path, 'four')
  await until(() => seen() > before)
  close()
  writeFileSync(path, 'five')
  await pause(150)
  assert.equal(seen(), before + 1)
})

test('a file that is being written in place is read once it is quiet', async () => {
  const path = join(folder, 'slow')
  writeFileSync(path, 'x')
  const { seen, close } = await watched(path, 1000, 400)
  for (let turn = 0; turn < 8; turn += 1) {
    appendFileSync(path, 'x')
    await pause(10)
  }
  assert.equal(seen(), 0)
  await until(() => seen() === 1)
  close()
})

test('a link that leads elsewhere is noticed by looking', async () => {
  for (const name of ['a', 'b']) {
    mkdirSync(join(folder, name))
    writeFileSync(join(folder, name, 'file'), name)
  }
  symlinkSync('a', join(folder, 'now'))
  symlinkSync('now/file', join(folder, 'mounted'))
  const { seen, close } = await watched(join(folder, 'mounted'), 40)
  symlinkSync('b', join(folder, 'then'))
  renameSync(join(folder, 'then'), join(folder, 'now'))
  await until(() => seen() === 1)
  close()
})

test('a reload that wants to be called again is', async () => {
  const path = join(folder, 'again')
  writeFileSync(path, 'one')
  let calls = 0
  const watch = new FileWatch(path, undefined, async () => (calls += 1) >= 3, { pollMs: 20 })
  await until(() => calls === 3)
  await pause(80)
  assert.equal(calls, 3)
  watch.close()
})

test('a folder that is not there is looked for', async () => {
  const path = join(folder, 'later', 'file')
  const { seen, close } = await watched(path, 30)
  mkdirSync(join(folder, 'later'))
  writeFileSync(path, 'one')
  await until(() => seen() >= 1)
  close()
})
