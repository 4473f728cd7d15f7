// A file that is replaced is whole at every moment, for its owner only, and one writer has it at a time.
import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { FileError } from './file-error.ts'
import { withLock } from './file-lock.ts'
import { createFile, replaceFile } from './replace-file.ts'
import { readWhole } from './whole-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'stillhunt-file-'))
after(() => rmSync(folder, { recursive: true, force: true }))
let count = 0
const fresh = (): string => join(folder, `file-${(count += 1)}`)
const text = (words: string): Uint8Array[] => [Buffer.from(words)]
const fails = async (task: Promise<unknown>, code: FileError['code'], message: RegExp): Promise<void> => {
  await assert.rejects(
    task,
    (cause) => cause instanceof FileError && cause.code === code && message.test(cause.message),
  )
}

test('a new file is for its owner only; an old one keeps its mode; no draft is left', async () => {
  const path = fresh()
  await replaceFile(path, text('one'))
  assert.equal(statSync(path).mode & 0o777, 0o600)
  chmodSync(path, 0o640)
  await replaceFile(path, [...text('tw'), ...text('o')])
  assert.equal(statSync(path).mode & 0o777, 0o640)
  assert.equal(readFileSync(path, 'utf8'), 'two')
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith('.tmp')),
    [],
  )
})

test('what a link leads to is replaced, not the link', async () => {
  const path = fresh()
  const link = fresh()
  writeFileSync(path, 'one')
  symlinkSync(path, link)
  await replaceFile(link, text('two'))
  assert.equal(readFileSync(path, 'utf8'), 'two')
})

test('whoever reads meanwhile has the old or the new one, whole', async () => {
  const path = fresh()
  const contents = ['a', 'b'].map((letter) => letter.repeat(300_000))
  await replaceFile(path, text(contents[0]!))
  const state = { isOver: false }
  const reading = (async (): Promise<number> => {
    let reads = 0
    for (; !state.isOver; reads += 1) assert.ok(contents.includes((await readWhole(path, 1e6)).bytes.toString()))
    return reads
  })()
  for (let turn = 0; turn < 30; turn += 1) await replaceFile(path, text(contents[turn % 2]!))
  state.isOver = true
  assert.ok((await reading) > 0)
})

test('a folder, a pipe, a file that is missing or too large are refused with what to do', async () => {
  await fails(readWhole(join(folder, 'none'), 10), 'missing', /none: there is no such file; check the path/)
  await fails(readWhole(folder, 10), 'unreadable', /it is no plain file; name one/)
  const pipe = fresh()
  execFileSync('mkfifo', [pipe])
  await fails(readWhole(pipe, 10), 'unreadable', /no plain file/)
  const path = fresh()
  writeFileSync(path, 'eleven byte')
  await fails(readWhole(path, 10), 'too large', /it has 11 bytes, at most 10 are read/)
  await fails(replaceFile(join(folder, 'no', 'file'), text('x')), 'unwritable', /make its folder first/)
  await fails(replaceFile(folder, text('x')), 'unwritable', /no plain file/)
  await fails(createFile(path, 'x', 0o600), 'exists', /not written over/)
})

test('of many writers in many processes each sees what the one before wrote', async () => {
  const path = fresh()
  writeFileSync(path, '0')
  const program = `
    import { withLock, replaceFile } from ${JSON.stringify(new URL('../file.ts', import.meta.url).href)}
    import { readFileSync } from 'node:fs'
    for (let turn = 0; turn < 20; turn += 1)
      await withLock(${JSON.stringify(path)}, () =>
        replaceFile(${JSON.stringify(path)}, [Buffer.from(String(Number(readFileSync(${JSON.stringify(path)}, 'utf8')) + 1))]))`
  const runs = Array.from({ length: 4 }, () => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'inherit' })
    return new Promise((resolve) => child.on('close', resolve))
  })
  assert.deepEqual(await Promise.all(runs), [0, 0, 0, 0])
  assert.equal(readFileSync(path, 'utf8'), '80')
})

test('the lock of a process that is gone is taken away by exactly one of many', async () => {
  const path = fresh()
  const child = spawn(process.execPath, ['-e', ''])
  await new Promise((resolve) => child.on('close', resolve))
  const { hostname } = await import('node:os')
  writeFileSync(`${path}.lock`, `${child.pid} on ${hostname()}`)
  let inside = 0
  const task = async (): Promise<void> => {
    inside += 1
    assert.equal(inside, 1)
    await pause(5)
    inside -= 1
  }
  await Promise.all(Array.from({ length: 10 }, () => withLock(path, task)))
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.includes('.lock')),
    [],
  )
})

test('the lock of a living process, of another machine or without a name is waited for, then told', async () => {
  const path = fresh()
  for (const owner of [`${process.pid} on ${(await import('node:os')).hostname()}`, '1 on another-machine', '']) {
    writeFileSync(`${path}.lock`, owner)
    await fails(
      withLock(path, async () => {}, { waitMs: 60 }),
      'locked',
      /has been writing it for 0.06 s; try again, or/,
    )
  }
})

test('a task that fails gives the lock back', async () => {
  const path = fresh()
  await assert.rejects(
    withLock(path, () => Promise.reject(new Error('no'))),
    /no/,
  )
  assert.equal(await withLock(path, async () => 7, { waitMs: 0 }), 7)
})
