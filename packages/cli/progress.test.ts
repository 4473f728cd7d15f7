// Progress is a bar on a terminal and now and then a line in a pipe, and says how long the rest will take.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ProgressMeter } from './progress.ts'

/** What a meter writes when each of `steps` steps takes `stepMs`. */
function written(steps: number, stepMs: number, isTTY: boolean): string[] {
  const texts: string[] = []
  const stream = { isTTY, columns: 80, write: (text: string) => texts.push(text) } as unknown as NodeJS.WriteStream
  let nowMs = 0
  const meter = new ProgressMeter(stream, () => nowMs)
  for (let step = 1; step <= steps; step += 1) {
    nowMs += stepMs
    meter.showStep(step, steps)
  }
  meter.done()
  return texts
}

test('in a pipe a line comes every five seconds, without escapes', () => {
  assert.deepEqual(written(12, 1000, false), ['step 5 of 12, 7 s left\n', 'step 10 of 12, 2 s left\n'])
})

test('what was over at once is not told in a pipe', () => assert.deepEqual(written(3, 1000, false), []))

test('on a terminal the bar fills and is taken away', () => {
  const texts = written(1080, 500, true)
  assert.equal(texts[0], `\r\u001b[2K${'─'.repeat(16)} step 1 of 1,080`)
  assert.equal(texts[539], `\r\u001b[2K${'━'.repeat(8)}${'─'.repeat(8)} step 540 of 1,080, 5 min left`)
  assert.equal(texts.at(-1), '\r\u001b[2K')
})
