/** Shows that a folder has one process at a time, and that a dead one's claim is in nobody's way. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
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

test('the claim of a process that is gone counts for nothing, even where its number runs again', async () => {
  const folder = join(root, 'left')
  await (
    await claimFolder(folder)
  )()
  const [pid, , boot] = ownMark().split(' ')
  for (const mark of [`4194305.1.${boot}`, `${pid}.1.${boot}`, '', 'x']) {
    writeFileSync(join(folder, `owner.${mark}`), '')
    const release = await claimFolder(folder)
    assert.deepEqual(readdirSync(folder), [`owner.${ownMark().replaceAll(' ', '.')}`])
    await release()
    assert.deepEqual(readdirSync(folder), [])
  }
})

test('what is claimed of a folder under one name is nobody’s under another', async () => {
  const folder = join(root, 'named')
  const release = await claimFolder(folder, 'keeper')
  await (
    await claimFolder(folder, 'owner')
  )()
  await assert.rejects(claimFolder(folder, 'keeper'), { code: 'locked' })
  await release()
})

test('of processes that claim what a dead one had at the same moment one has it at a time', async () => {
  const folder = join(root, 'rush')
  mkdirSync(folder)
  const module = new URL('claim-folder.ts', import.meta.url).href
  // Whoever has it holds a file that nobody else may have at the time.
  const program = `
    import { rmSync, writeFileSync } from 'node:fs'
    import { setTimeout as pause } from 'node:timers/promises'
    import { claimFolder } from '${module}'
    const [folder, atMs] = process.argv.slice(1)
    await pause(Number(atMs) - Date.now())
    for (let round = 0; round < 40; round += 1) {
      try {
        const release = await claimFolder(folder)
        writeFileSync(folder + '.held', '', { flag: 'wx' })
        await pause(1)
        rmSync(folder + '.held')
        console.log('had')
        if (round % 2 === 0) await release()
        // Leaves its claim as a dead process would, under a number that nobody has.
        else await release().then(() => writeFileSync(folder + '/owner.4194305.1.x', ''))
      } catch (cause) {
        if (cause.code !== 'locked') throw cause
      }
    }`
  const atMs = String(Date.now() + 700)
  const run = promisify(execFile)
  const results = await Promise.all(
    Array.from({ length: 5 }, () => run(process.execPath, ['--input-type=module', '-e', program, folder, atMs])),
  )
  const had = results.reduce((sum, { stdout }) => sum + stdout.split('had').length - 1, 0)
  assert.ok(had > 5, `only ${had} claims`)
})

test('where no folder can be made it is told with what to do', async () => {
  writeFileSync(join(root, 'file'), '')
  for (const folder of ['/proc/none/folder', join(root, 'file', 'folder')])
    await assert.rejects(claimFolder(folder), { code: 'unwritable' })
})
