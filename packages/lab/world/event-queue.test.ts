/** Events leave in order of time; those of one moment in the order in which they came. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EventQueue } from './event-queue.ts'
import { Random } from './random.ts'

test('a thousand events leave as a stable sort would order them', () => {
  const random = new Random('queue')
  const events = Array.from({ length: 1000 }, (_, index) => ({ timeMs: random.between(0, 90), index }))
  const queue = new EventQueue<number>()
  for (const { timeMs, index } of events) queue.push(timeMs, index)
  const left: number[] = []
  for (let event = queue.pop(); event !== undefined; event = queue.pop()) left.push(event.value)
  const sorted = [...events].sort((one, other) => one.timeMs - other.timeMs).map(({ index }) => index)
  assert.deepEqual(left, sorted)
})
