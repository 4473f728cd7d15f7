/** Shows that embeddings, which are not streamed, do no harm as a stream, and that their counts are read. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readAnswerUsage } from '../../dialect.ts'
import { assembled } from '../../recorded-stream.test.ts'

const list = { object: 'list', data: [], usage: { prompt_tokens: 8, total_tokens: 8 } }

test('counts are read', () => {
  assert.deepEqual(readAnswerUsage('openai.embeddings', list), { inputTokens: 8 })
})

test('the last event that is no error is the body', () => {
  const events = [{ data: [] }, list, { error: { message: 'm' } }]
  const stream = assembled('openai.embeddings', [
    ...events.map((event) => ({ event: undefined, data: JSON.stringify(event) })),
    { event: undefined, data: '[DONE]' },
  ])
  assert.deepEqual([stream.body, stream.error, stream.isComplete], [list, { message: 'm' }, true])
  assert.deepEqual(stream.usage, { inputTokens: 8 })
})
