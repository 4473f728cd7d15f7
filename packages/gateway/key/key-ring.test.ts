// A ring answers what its file says, follows it within about a second, and keeps what it has when the file is broken.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { type FileError, replaceFile } from '../file.ts'
import { createKey, revokeKey, rotateKey } from './key-file.ts'
import { writeKeyLine } from './key-line.ts'
import { type FileKeyRing, nothingShown, openKeyRing } from './key-ring.ts'
import { KeyTable } from './key-table.ts'
import { hashOfKey, idOfKey, mintKey } from './key-text.ts'

const folder = mkdtempSync(join(tmpdir(), 'stillhunt-ring-'))
after(() => rmSync(folder, { recursive: true, force: true }))
let count = 0
const fresh = (): string => join(folder, `keys-${(count += 1)}.jsonl`)
const nowMs = Date.UTC(2026, 5, 1)

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !holds(); tries += 1) await pause(10)
  assert.ok(holds())
}

async function opened(path: string): Promise<{ ring: FileKeyRing; faults: FileError[]; loads: number[] }> {
  const faults: FileError[] = []
  const loads: number[] = []
  const ring = await openKeyRing(path, {
    pollMs: 50,
    settleMs: 20,
    onFault: (fault) => faults.push(fault),
    onLoad: ({ keys }) => loads.push(keys),
  })
  return { ring, faults, loads }
}

test('a key is found by all of it; each refusal has its reason', async () => {
  const path = fresh()
  const { key } = await createKey(path, { account: 'a', limits: { tokensPerDay: 5 }, expiresMs: nowMs + 10 }, nowMs)
  const revoked = await createKey(path, { account: 'b' }, nowMs)
  await revokeKey(path, revoked.key, nowMs)
  const { ring } = await opened(path)
  assert.deepEqual(ring.find(key, nowMs), {
    id: idOfKey(key),
    account: 'a',
    limits: { tokensPerDay: 5 },
    expiresMs: nowMs + 10,
  })
  assert.equal(ring.find(key, nowMs + 10), 'expired')
  assert.equal(ring.find(revoked.key, nowMs), 'revoked')
  assert.equal(ring.find(mintKey(), nowMs), 'unknown')
  for (const text of ['', 'sk-1', key.slice(0, -1), `${key.slice(0, -1)}!`, 'x'.repeat(1e6)])
    assert.equal(ring.find(text, nowMs), 'malformed')
  ring.close()
})

test('a known id with another secret is unknown, whatever became of its key', async () => {
  const path = fresh()
  const key = mintKey()
  const grant = { id: idOfKey(key)!, account: 'a' }
  const sha256 = hashOfKey('another').toString('hex')
  writeFileSync(path, writeKeyLine({ grant, sha256, createdMs: nowMs, revokedMs: nowMs }))
  const { ring } = await opened(path)
  assert.equal(ring.find(key, nowMs), 'unknown')
  ring.close()
})

test('what a connection showed before saves nothing that a change of the keys would have told', async () => {
  const path = fresh()
  const first = await createKey(path, { account: 'a' }, nowMs)
  const { ring } = await opened(path)
  const last = nothingShown()
  const find = (key: string): unknown => ring.find(key, nowMs, last)
  assert.equal(typeof find(first.key), 'object')
  assert.equal(find(mintKey()), 'unknown')
  assert.equal(find('no key'), 'malformed')
  assert.equal(typeof find(first.key), 'object')
  const second = await createKey(path, { account: 'b' }, nowMs)
  await until(() => typeof find(second.key) === 'object')
  // In another order every key stands in another's row.
  const third = await createKey(path, { account: 'c' }, nowMs)
  await until(() => typeof find(third.key) === 'object')
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
  writeFileSync(path, `${lines.toReversed().join('\n')}\n`)
  await new Promise((resolve) => setTimeout(resolve, 1500))
  assert.equal((find(third.key) as { account: string }).account, 'c')
  await revokeKey(path, third.key, nowMs)
  await until(() => find(third.key) === 'revoked')
  ring.close()
})

test('made, revoked and rotated keys are in force soon', async () => {
  const path = fresh()
  const first = await createKey(path, { account: 'a' }, nowMs)
  const { ring, faults } = await opened(path)
  const second = await createKey(path, { account: 'b' }, nowMs)
  await until(() => ring.count === 2 && typeof ring.find(second.key, nowMs) === 'object')
  await revokeKey(path, first.key, nowMs)
  await until(() => ring.find(first.key, nowMs) === 'revoked')
  const rotated = await rotateKey(path, second.key, { graceMs: 1000 }, nowMs)
  assert.ok(rotated.ok)
  await until(() => ring.count === 3)
  assert.equal(typeof ring.find(second.key, nowMs + 999), 'object')
  assert.equal(ring.find(second.key, nowMs + 1000), 'expired')
  assert.equal(typeof ring.find(rotated.key, nowMs + 1000), 'object')
  assert.deepEqual(faults, [])
  ring.close()
})

test('a broken, emptied or missing file keeps the keys in force and is reported once', async () => {
  const path = fresh()
  const { key } = await createKey(path, { account: 'a' }, nowMs)
  const good = readFileSync(path)
  const { ring, faults, loads } = await opened(path)
  const breakages: readonly (readonly [Uint8Array, RegExp])[] = [
    [Buffer.concat([good, Buffer.from('{"id":')]), /:2: does not end with a newline/],
    [Buffer.concat([good, Buffer.from('{}\n')]), /:2: \$\.id is no id/],
    [Buffer.alloc(0), /it is empty, and had keys/],
  ]
  for (const [bytes, message] of breakages) {
    const told = faults.length
    await replaceFile(path, [bytes])
    await until(() => faults.length === told + 1)
    assert.match(faults.at(-1)!.message, message)
    assert.equal(typeof ring.find(key, nowMs), 'object')
  }
  rmSync(path)
  await until(() => faults.at(-1)!.code === 'missing')
  await pause(150)
  assert.equal(faults.length, 4)
  assert.deepEqual([typeof ring.find(key, nowMs), loads], ['object', []])
  await replaceFile(path, [good])
  await until(() => loads.length === 1)
  ring.close()
})

test('a ring does not open without keys to begin with', async () => {
  await assert.rejects(opened(fresh()), /\[missing\]/)
  const path = fresh()
  writeFileSync(path, '')
  const { ring } = await opened(path)
  assert.equal(ring.count, 0)
  assert.equal(ring.find(mintKey(), nowMs), 'unknown')
  ring.close()
})

test('reading what changed gives the table that reading all gives', async () => {
  let state = 3
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  const make = (): string => {
    const key = mintKey()
    const grant = { id: idOfKey(key)!, account: `a-${next(9)}` }
    return writeKeyLine({ grant, sha256: hashOfKey(key).toString('hex'), createdMs: nowMs })
  }
  let lines = Array.from({ length: 40 }, make)
  let table = await KeyTable.read('x', Buffer.from(lines.join('')))
  for (let turn = 0; turn < 200; turn += 1) {
    const at = next(lines.length)
    const change = next(5)
    if (change === 0) lines = lines.toSpliced(at, next(4))
    if (change === 1) lines = lines.toSpliced(at, 0, make(), make())
    if (change === 2) lines = lines.with(at, lines[at]!.replace('"a-', '"b-'))
    if (change === 3) lines = lines.toReversed()
    if (change === 4) lines = [...lines.slice(at), ...lines.slice(0, at)]
    const bytes = Buffer.from(lines.join(''))
    table = await KeyTable.read('x', bytes, table)
    const all = await KeyTable.read('x', bytes)
    assert.equal(table.count, all.count)
    for (let row = 0; row < all.count; row += 1) {
      const record = all.recordOf(row)
      assert.deepEqual(table.recordOf(row), record)
      assert.equal(table.rowOf(record.grant.id), row)
      assert.ok(table.isHashOf(row, Buffer.from(record.sha256, 'hex')))
    }
  }
})

test('many keys are read without holding others up', async () => {
  const key = mintKey()
  const id = idOfKey(key)!
  const base62 = (number: number): string => number.toString(36).padStart(6, '0')
  const lines = Array.from({ length: 60_000 }, (_, row) => {
    const grant = { id: id.slice(0, 10) + base62(row), account: 'a' }
    return writeKeyLine({ grant, sha256: 'a'.repeat(64), createdMs: nowMs })
  })
  const bytes = Buffer.from(lines.join(''))
  let turns = 0
  const timer = setInterval(() => (turns += 1), 1)
  const table = await KeyTable.read('x', bytes)
  clearInterval(timer)
  assert.equal(table.count, 60_000)
  assert.ok(turns > 5, `others had ${turns} turns`)
})
