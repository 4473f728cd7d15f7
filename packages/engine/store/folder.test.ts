/** Shows that a data folder has one process at a time, and that a dead one's claim is in nobody's way. */
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { claimFolder } from './folder.ts'

const root = mkdtempSync(join(tmpdir(), 'stillhunt-folder-'))
after(() => rmSync(root, { recursive: true }))

test('a folder is claimed once, and free again when it is given up', async () => {
  const release = await claimFolder(root)
  await assert.rejects(claimFolder(root), { code: 'busy', message: new RegExp(`in use by process ${process.pid};`) })
  await release()
  await (
    await claimFolder(root)
  )()
})

test('the claim of a process that is gone counts for nothing, even where its number runs again', async () => {
  for (const claim of ['owner.4194305.1', `owner.${process.pid}.1`, 'owner.', 'owner.x']) {
    writeFileSync(join(root, claim), '')
    const release = await claimFolder(root)
    assert.equal(readdirSync(root).length, 1)
    await release()
    assert.deepEqual(readdirSync(root), [])
  }
})

test('a living process keeps what it has', async () => {
  const parent = process.ppid
  const stat = readFileSync(`/proc/${parent}/stat`, 'utf8')
  const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  writeFileSync(join(root, `owner.${parent}.${start}`), '')
  await assert.rejects(claimFolder(root), { code: 'busy', message: new RegExp(`in use by process ${parent};`) })
  assert.deepEqual(readdirSync(root), [`owner.${parent}.${start}`])
})
