/** Shows that who waits for passages to be over is told when the last one is. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Passages } from './passages.ts'

test('whoever waits is told when the last passage has ended, and at once where none is under way', async () => {
  const passages = new Passages()
  await passages.over()
  passages.begin()
  passages.begin()
  let isOver = false
  const over = passages.over().then(() => (isOver = true))
  passages.end()
  await new Promise((resolve) => setImmediate(resolve))
  assert.equal(isOver, false)
  passages.end()
  await over
  await passages.over()
})
