/** Shows in which order the work of a turn is done. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { atEndOfTurn } from './turn.ts'

test('work is done by its kind, and in the order in which it was asked for', async () => {
  const done: string[] = []
  for (const name of ['one', 'other'])
    for (const kind of ['settle', 'write', 'decide', 'answer'] as const)
      atEndOfTurn(kind, () => done.push(`${kind} ${name}`))
  assert.deepEqual(done, [])
  await nextTurn()
  const kinds = ['answer', 'decide', 'write', 'settle']
  assert.deepEqual(
    done,
    kinds.flatMap((kind) => [`${kind} one`, `${kind} other`]),
  )
})

test('what work asks for is done in the same turn, but for what comes before it', async () => {
  const done: string[] = []
  atEndOfTurn('decide', () => {
    for (const kind of ['answer', 'decide', 'write'] as const) atEndOfTurn(kind, () => done.push(kind))
  })
  await nextTurn()
  assert.deepEqual(done, ['decide', 'write'])
  await nextTurn()
  assert.deepEqual(done, ['decide', 'write', 'answer'])
})
