// Limits are read with the names that files have and as whole numbers from 0 on; everything else is refused with what would be right.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultText } from './fault.ts'
import { limitNames, readLimits, snakeName, writeLimits } from './limits.ts'

test('all limits go to a file and back', () => {
  const limits = Object.fromEntries(limitNames.map((name, index) => [name, index]))
  const written = writeLimits(limits)
  assert.deepEqual(Object.keys(written), [
    'requests_per_minute',
    'tokens_per_minute',
    'tokens_per_day',
    'concurrent_requests',
    'concurrent_streams',
  ])
  assert.deepEqual(readLimits(written), { ok: true, value: limits })
  assert.deepEqual(limitNames.map(snakeName), Object.keys(written))
})

test('0 lets nothing through and is a limit; an absent one is unlimited', () => {
  assert.deepEqual(readLimits({}), { ok: true, value: {} })
  assert.deepEqual(readLimits({ tokens_per_day: 0 }), { ok: true, value: { tokensPerDay: 0 } })
  assert.deepEqual(readLimits({ tokens_per_day: -0 }), { ok: true, value: { tokensPerDay: 0 } })
})

const wrong: readonly (readonly [value: unknown, fault: RegExp])[] = [
  [undefined, /^\$ is undefined; give an object with any of requests_per_minute, /],
  [null, /^\$ is null; /],
  [[1], /^\$ is a list; /],
  [{ requestsPerMinute: 1 }, /^\$ has an unknown limit "requestsPerMinute"; limits are requests_per_minute, /],
  [{ constructor: 1 }, /unknown limit "constructor"/],
  [JSON.parse('{"__proto__":1}'), /unknown limit "__proto__"/],
  [{ tokens_per_day: '5' }, /^\$\.tokens_per_day is "5"; give a whole number from 0 on$/],
  [{ tokens_per_day: -1 }, /is -1; /],
  [{ tokens_per_day: 1.5 }, /is 1\.5; /],
  [{ tokens_per_day: 2 ** 53 }, /is 9007199254740992; /],
  [{ tokens_per_day: Number.NaN }, /is NaN; /],
  [{ tokens_per_day: null }, /is null; /],
  [{ '\u001b[2J': 1 }, /unknown limit "\\u\{1b\}\[2J"/],
]

for (const [value, fault] of wrong)
  test(`refused: ${fault.source}`, () => {
    const read = readLimits(value)
    assert.ok(!read.ok && read.faults.length === 1)
    assert.match(faultText(read.faults[0]!), fault)
  })

test('every fault is told, each where it stands', () => {
  const read = readLimits({ tokens_per_day: -1, requests_per_minute: 'x' }, '$.plans.pro')
  assert.ok(!read.ok)
  assert.deepEqual(
    read.faults.map(({ path }) => path),
    ['$.plans.pro.tokens_per_day', '$.plans.pro.requests_per_minute'],
  )
})
