/** Shows that a process is told from another one that has its number. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isAlive, ownMark } from './process-mark.ts'

test('this process is alive under its own mark and under no other', () => {
  const [pid, start, boot] = ownMark().split(' ')
  assert.ok(isAlive(ownMark()))
  assert.ok(isAlive(`${ownMark()}\n`))
  for (const mark of [
    `${pid} 1 ${boot}`,
    `${pid} ${start} another-run-of-the-machine`,
    `4194305 ${start} ${boot}`,
    `0 ${start} ${boot}`,
    '',
    'stopped',
  ])
    assert.equal(isAlive(mark), false, mark)
})
