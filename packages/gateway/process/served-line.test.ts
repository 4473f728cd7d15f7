/** Shows that a line of the access log is the JSON of what it tells. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ServedCall } from '../proxy.ts'
import { ServedLines } from './served-line.ts'

const call: ServedCall = {
  id: '0198c0de-0000-7000-8000-000000000000',
  route: '/v1/chat/completions',
  status: 200,
  account: 'acct-1',
  key: 'k-1',
  model: 'm-1',
  latencyMs: 12,
  ending: 'complete',
  labels: undefined,
}

test('a line holds what it is told, whatever was told before it', () => {
  const lines = new ServedLines(30, { role: 'gateway', pid: 7 })
  const told: readonly ServedCall[] = [
    call,
    { ...call, status: 502, ending: 'upstream cut' },
    { ...call, model: 'a "model"\n\u2028\ud800' },
    { ...call, account: 'acct-2' },
    { ...call, key: 'k-2', labels: ['a "label"'] },
    { ...call, route: '/v1/messages', ending: 'client aborted' },
    call,
  ]
  for (const one of told) {
    const line = lines.of(one, 1_700_000_000_123)
    assert.equal(line.indexOf('\n'), line.length - 1)
    const { labels, ...rest } = one
    assert.deepEqual(JSON.parse(line), {
      level: 30,
      time: '2023-11-14T22:13:20.123Z',
      role: 'gateway',
      pid: 7,
      ...rest,
      ...(labels === undefined ? {} : { labels }),
      msg: 'served',
    })
  }
})
