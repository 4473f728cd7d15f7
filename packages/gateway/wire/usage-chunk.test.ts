/** Shows that a client that did not ask for usage sees the stream that it would have seen. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withoutUsage } from './usage-chunk.ts'

function check(given: string, expected: string | null): void {
  assert.equal(withoutUsage(Buffer.from(given))?.toString() ?? null, expected)
}

test('the event that only tells usage is gone', () => {
  check('data: {"id":"c","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2}}\n\n', null)
  check('data: {"choices": [], "usage": {"total_tokens": 3}}\r\n\r\n', null)
})

test('usage that is null is out of the others, which stay what they were', () => {
  check('data: {"id":"c","choices":[{"index":0}],"usage":null}\n\n', 'data: {"id":"c","choices":[{"index":0}]}\n\n')
  check('data: {"a": 1, "usage": null, "b": 2}\n\n', 'data: {"a": 1, "b": 2}\n\n')
})

test('only the usage of the chunk itself is taken for that', () => {
  check('data: {"usage":null,"id":"c","choices":[]}\n\n', 'data: {"id":"c","choices":[]}\n\n')
  check('data: {"id":"c" ,\t"usage" : null , "b":2}\n\n', 'data: {"id":"c" ,\t"b":2}\n\n')
  const own = '{"delta":{"x_report":{"cost":1,"usage":null}}}'
  check(`data: {"choices":[${own}],"usage":null}\n\n`, `data: {"choices":[${own}]}\n\n`)
  check(`data: {"choices":[${own}]}\n\n`, `data: {"choices":[${own}]}\n\n`)
  check('event: message\nid: 7\ndata:{"usage":{"total_tokens":3},"choices":[]} \n\n', null)
})

test('everything else is the very same bytes', () => {
  for (const block of [
    'data: [DONE]\n\n',
    ': ping\n',
    'data: {"choices":[{"delta":{"content":"say \\"usage\\":null"}}]}\n\n',
    'data: {"choices":[{"index":0}],"usage":{"total_tokens":3}}\n\n',
    'data: {"choices":[],"usage":{"total_tokens":\n\n',
    'data: {"choices":[],"prompt_filter_results":[]}\n\n',
  ])
    check(block, block)
})
