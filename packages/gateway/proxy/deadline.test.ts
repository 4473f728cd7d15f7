/** Shows that a deadline comes to pass once, unless it is withdrawn. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Deadlines } from './deadline.ts'

test('a deadline that passes is told once, one that is withdrawn is not, even by another that passes with it', (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] })
  let nowMs = 0
  t.mock.method(performance, 'now', () => nowMs)
  const after = (ms: number): void => {
    nowMs += ms
    t.mock.timers.tick(ms)
  }
  const deadlines = new Deadlines()
  const missed: string[] = []
  deadlines.add(150, () => {
    missed.push('first')
    beside.withdraw()
    deadlines.add(100, () => missed.push('after it'))
  })
  const beside = deadlines.add(150, () => missed.push('beside it'))
  deadlines.add(50, () => missed.push('withdrawn')).withdraw()
  deadlines.add(1000, () => missed.push('late'))
  after(100)
  assert.equal(missed.join(), '')
  after(100)
  assert.equal(missed.join(), 'first')
  after(100)
  after(1000)
  assert.equal(missed.join(), 'first,after it,late')
  // Nobody looks any longer where nothing is open, and again where something is.
  deadlines.add(10, () => missed.push('last'))
  after(100)
  assert.equal(missed.join(), 'first,after it,late,last')
})
