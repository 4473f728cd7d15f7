/** Shows what the chunks of completions add up to. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AnswerStream } from '../../answer-stream.ts'
import { hardenBody, readAnswerUsage } from '../../dialect.ts'
import { assembled, eventsOf, recordedStreams, skipWithoutStreams as skip } from '../../recorded-stream.test.ts'

const add = (...events: readonly unknown[]): AnswerStream =>
  assembled(
    'openai.completions',
    events.map((event) => ({ event: undefined, data: typeof event === 'string' ? event : JSON.stringify(event) })),
  )

test('the recorded stream adds up to its text, reason and counts', { skip }, () => {
  const [stream] = recordedStreams().filter(({ dialect }) => dialect === 'openai.completions')
  const { body, usage, isComplete } = assembled('openai.completions', eventsOf(stream!.text))
  assert.deepEqual(body, {
    id: 'cmpl-D8ZFN477TMm6AoQohx2jSTOJMh60M',
    object: 'text_completion',
    created: 1770934485,
    model: 'gpt-3.5-turbo-instruct:20230824-v2',
    usage: { prompt_tokens: 14, completion_tokens: 16, total_tokens: 30 },
    choices: [
      {
        index: 0,
        text: 'The holiday is called "Gratitude Day" and it is a day dedicated to',
        logprobs: null,
        finish_reason: 'length',
      },
    ],
  })
  assert.deepEqual([usage, isComplete], [{ inputTokens: 14, outputTokens: 16 }, true])
  assert.deepEqual(readAnswerUsage('openai.completions', body), usage)
})

test('choices are told apart, and the lists of log-probabilities go on', () => {
  const logprobs = (token: string): unknown => ({
    tokens: [token],
    token_logprobs: [-1],
    // A token may have any name, and one has the same probability as another now and then.
    top_logprobs: [{ index: -1, [token]: -2 }],
  })
  const { body } = add(
    {
      choices: [
        { index: 1, text: 'b', logprobs: null },
        { index: 0, text: 'a', logprobs: logprobs('a') },
      ],
    },
    {
      choices: [
        { index: 0, text: 'c', logprobs: logprobs('c'), finish_reason: 'stop' },
        { index: 1, text: '' },
      ],
    },
  )
  assert.deepEqual(body, {
    choices: [
      {
        index: 0,
        text: 'ac',
        logprobs: {
          tokens: ['a', 'c'],
          token_logprobs: [-1, -1],
          top_logprobs: [
            { index: -1, a: -2 },
            { index: -1, c: -2 },
          ],
        },
        finish_reason: 'stop',
      },
      { index: 1, text: 'b', logprobs: null, finish_reason: null },
    ],
  })
  const hardened = hardenBody('openai.completions', body, { stripsLogprobs: true, dropsReasoning: true })
  assert.deepEqual(hardened, {
    choices: [
      { index: 0, text: 'ac', logprobs: null, finish_reason: 'stop' },
      { index: 1, text: 'b', logprobs: null, finish_reason: null },
    ],
  })
})

test('an error is kept beside what came', () => {
  const { body, error } = add({ choices: [{ index: 0, text: 'a' }] }, { error: { message: 'm' } })
  assert.deepEqual([error, body], [{ message: 'm' }, { choices: [{ index: 0, text: 'a', finish_reason: null }] }])
})
