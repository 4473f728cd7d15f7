/** Shows that what was made is known to the next process, whatever became of this one, and that the disk is not filled. */
import assert from 'node:assert/strict'
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { LocalOwners, type LocalOwnersOptions } from './local-owners.ts'
import type { Owned } from './owner.ts'

const folders: string[] = []
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true })))

function fresh(): string {
  const folder = mkdtempSync(join(tmpdir(), 'stillhunt-owner-'))
  folders.push(folder)
  return folder
}

const open = (folder: string, more: Partial<LocalOwnersOptions> = {}): Promise<LocalOwners> =>
  LocalOwners.open({ folder, idsMax: 1000, retentionMs: 60_000, ...more })
const of = (id: string, account = 'acme'): Owned => ({ kind: 'response', id, account, server: 'http://a/' })
const filesIn = (folder: string): string[] => readdirSync(folder).sort()

test('the next process knows what was made and what is no more, though this one never ended', async () => {
  const folder = fresh()
  const owners = await open(folder)
  for (const id of ['1', '2', '3']) assert.ok(await owners.note(of(id)))
  assert.equal(await owners.note(of('2', 'other')), false)
  await owners.forget(of('2', 'other'))
  await owners.forget(of('3'))
  const next = await open(folder)
  assert.deepEqual(await next.find(of('1'), 'acme'), of('1'))
  assert.deepEqual(await next.find(of('2'), 'acme'), of('2'))
  assert.equal(await next.find(of('2'), 'other'), 'absent')
  assert.equal(await next.find(of('3'), 'acme'), 'absent')
  assert.equal(await next.find(of('4'), 'acme'), 'absent')
})

test('half a line, and what is no line of ours, is passed over and counted', async () => {
  const folder = fresh()
  const owners = await open(folder)
  await owners.note(of('1'))
  const [name] = filesIn(folder)
  appendFileSync(join(folder, name!), '7\n["x","y"]\n["response",1]\n["response","z","acme"]\n["response","2","ac')
  const next = await open(folder)
  await next.note(of('3'))
  assert.equal(next.counters().linesDamaged, 5)
  const last = await open(folder)
  for (const id of ['1', '3']) assert.deepEqual(await last.find(of(id), 'acme'), of(id))
  assert.equal(await last.find(of('2'), 'acme'), 'absent')
  assert.equal(last.counters().ids, 2)
})

test('files go when all in them is over, or when there are too many lines', async () => {
  const folder = fresh()
  let now = 1_000_000
  const rule = { nowMs: () => now, idsMax: 10, retentionMs: 86_400_000 * 3 }
  const owners = await open(folder, rule)
  for (let day = 0; day < 6; day += 1) {
    await owners.note(of(`day-${day}`))
    now += 86_400_001
  }
  assert.ok(filesIn(folder).length <= 4, filesIn(folder).join())
  for (let i = 0; i < 50; i += 1) await owners.note(of(`many-${i}`))
  await owners.note(of('last'))
  const next = await open(folder, rule)
  assert.equal(next.counters().ids, 10)
  assert.deepEqual(await next.find(of('last'), 'acme'), of('last'))
  assert.ok(filesIn(folder).length <= 9, filesIn(folder).join())
})

test('a disk that takes nothing is told once, and what is made meanwhile is known to this process', async () => {
  const folder = fresh()
  const told: (string | undefined)[] = []
  const owners = await open(folder, { onChange: (fault) => void told.push(fault) })
  // The name that the journal would give its file.
  writeFileSync(join(folder, 'owners-00000001.jsonl'), '')
  await owners.note(of('1'))
  await owners.note(of('2'))
  assert.deepEqual(await owners.find(of('1'), 'acme'), of('1'))
  assert.equal(owners.counters().linesUnwritten, 2)
  assert.equal(told.length, 1)
  rmSync(join(folder, 'owners-00000001.jsonl'))
  await owners.note(of('3'))
  assert.deepEqual(told[1], undefined)
  assert.match(readFileSync(join(folder, 'owners-00000001.jsonl'), 'utf8'), /^\n\["response","3","acme"/)
})
