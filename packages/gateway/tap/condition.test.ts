/** Shows that what goes wrong is told once when it begins and once when it is over, however often it comes and goes. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Condition } from './condition.ts'

test('each change is told once, and what comes and goes is one trouble', () => {
  const told: string[] = []
  let nowMs = 0
  const condition = new Condition(
    ({ name, because }) => told.push(`${name} ${because ?? 'well'}`),
    () => nowMs,
    100,
  )
  const steps: readonly (readonly [nowMs: number, because: string | undefined])[] = [
    [0, undefined],
    [1, 'full'],
    [50, undefined],
    [60, 'fuller'],
    [159, undefined],
    [160, undefined],
    [161, undefined],
    [162, 'full'],
  ]
  for (const [at, because] of steps) {
    nowMs = at
    condition.is('writing', because)
  }
  assert.deepEqual(told, ['writing full', 'writing well', 'writing full'])
})
