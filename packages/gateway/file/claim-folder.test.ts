/** Shows that a folder has one process at a time, and that a dead one's claim is in nobody's way. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { claimFolder } from './claim-folder.ts'
import { ownMark } from './process-mark.ts'

const root = mkdtempSync(join(tmpdir(), 'stillhunt-claim-'))
after(() => rmSync(root, { recursive: true }))

test('a folder is made for its owner only, claimed once, and free again when it is given back', async () => {
  const folder = join(root, 'new', 'folder')
  const release = await claimFolder(folder)
  assert.equal(statSync(folder).mode & 0o777, 0o700)
  await assert.rejects(claimFolder(folder), { code: 'locked', message: new RegExp(`process ${process.pid} has it`) })
  await release()
  await (
    await claimFolder(folder)
  )()
})

test('the claim of a process that is gone is taken over, even where its number runs again', async () => {
  const folder = join(root, 'left')
  await (
    await claimFolder(folder)
  )()
  const [pid, , boot] = ownMark().split(' ')
  for (const mark of [`4194305 1 ${boot}`, `${pid} 1 ${boot}`, '']) {
    writeFileSync(join(folder, 'owner'), mark)
    const release = await claimFolder(folder)
    assert.equal(readFileSync(join(folder, 'owner'), 'utf8'), ownMark())
    await release()
  }
})

test('where no folder can be made it is told with what to do', async () => {
  writeFileSync(join(root, 'file'), '')
  for (const folder of ['/proc/none/folder', join(root, 'file', 'folder')])
    await assert.rejects(claimFolder(folder), { code: 'unwritable' })
})
