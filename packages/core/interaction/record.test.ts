/** Shows that a record is read exactly, that null and nothing are the same, and each reason for which one is refused. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acceptRecord, goodRecords, type Loose } from './example.test.ts'
import { parseRecord, recordBytesMax, recordDepthMax } from './record.ts'
import type { RejectReason } from './reject.ts'

const good: Loose = {
  id: 'r1',
  ts: '2026-03-02T00:00:10.254Z',
  account: 'a1',
  dialect: 'openai.chat',
  model: 'm',
  request: {},
  status: 200,
}

const without = (name: string): Loose => Object.fromEntries(Object.entries(good).filter(([key]) => key !== name))

function checkRefused(record: unknown, reason: RejectReason, detail?: string): void {
  checkLineRefused(JSON.stringify(record), reason, detail)
}

function checkLineRefused(line: string, reason: RejectReason, detail?: string): void {
  const parsed = parseRecord(line)
  assert.deepEqual(parsed.ok ? 'accepted' : parsed.reason, reason, line.slice(0, 300))
  assert.ok(!parsed.ok && parsed.detail !== '')
  if (detail !== undefined) assert.equal(parsed.detail, detail)
}

test('a record with everything is read field by field', () => {
  const { conversation, ...rest } = acceptRecord(JSON.stringify(goodRecords['openai.chat']))
  assert.deepEqual(rest, {
    id: 'req_DLC0g61FGMrUEqdHuqKqHuFO',
    timeMs: Date.UTC(2026, 2, 2, 0, 0, 10, 254),
    account: 'acct_yZQbwoykmcKjGhLYvCKk',
    org: 'org-R0RdjgKxzuDcxUEW',
    key: 'key_v9gOPHogdm4VAWSd',
    client: {
      ip: '203.0.113.7',
      asn: 64500,
      asName: 'Example "Réseau" 😀',
      asType: 'hosting',
      country: 'FR',
      userAgent: 'axios/1.7.9',
      ja4: 't13d1715h1_09ed6fe16b9e_208f29b2086f',
      sdk: 'openai-python/2.9',
      endUser: 'eu_Uuf8KY4AW5',
      headers: [
        ['accept', '*/*'],
        ['x-app', 'cli'],
      ],
    },
    dialect: 'openai.chat',
    model: 'heron-4-large',
    status: 200,
    stream: true,
    latencyMs: 2071.5,
    ttftMs: 140,
    usage: { inputTokens: 30, outputTokens: 140, reasoningTokens: 12, cachedTokens: 0 },
  })
  assert.equal(conversation.system, 'Be brief.')
  assert.equal(conversation.answers.length, 1)
})

test('a record with only the required fields has no others', () => {
  assert.deepEqual(Object.keys(acceptRecord(JSON.stringify(good))).sort(), [
    'account',
    'conversation',
    'dialect',
    'id',
    'model',
    'status',
    'timeMs',
  ])
})

test('null counts as absent for every optional field', () => {
  const names = 'v org key client response stream latency_ms ttft_ms usage'.split(' ')
  const record = { ...good, ...Object.fromEntries(names.map((name) => [name, null])) }
  assert.deepEqual(acceptRecord(JSON.stringify(record)), acceptRecord(JSON.stringify(good)))
  const client = { ip: null, asn: null, as_type: null, headers: null, end_user: null }
  assert.deepEqual(acceptRecord(JSON.stringify({ ...good, client })).client, {})
  assert.deepEqual(acceptRecord(JSON.stringify({ ...good, usage: { input_tokens: null } })).usage, {})
})

test('unknown fields are passed over', () => {
  const record = { ...good, shard: { deep: [1] }, client: { colour: 'red' }, usage: { cost: {} } }
  const parsed = acceptRecord(JSON.stringify(record))
  assert.deepEqual([parsed.client, parsed.usage], [{}, {}])
})

test('words that are not in the contract and quantities that cannot be are left out', () => {
  const line = JSON.stringify({ ...good, client: { as_type: 'satellite', asn: -1 }, latency_ms: -3, ttft_ms: 7 })
  const parsed = acceptRecord(line.replace('"ttft_ms":7', '"ttft_ms":1e400'))
  assert.deepEqual(parsed.client, {})
  assert.ok(!('latencyMs' in parsed) && !('ttftMs' in parsed))
})

test('strings are kept exactly', () => {
  for (const id of [' r 1 ', 'é', 'e\u0301', 'r\u0000', '123456789012345678901234567890', '😀', '__proto__']) {
    assert.equal(acceptRecord(JSON.stringify({ ...good, id })).id, id)
  }
})

test('a line may end in a carriage return and use escapes anywhere', () => {
  assert.equal(acceptRecord(`${JSON.stringify(good).replace('"id"', '"\\u0069d"')}\r`).id, 'r1')
})

test('members called __proto__ give a record nothing and take nothing from it', () => {
  const hostile = '"__proto__":{"id":"x","ts":1,"polluted":true},"constructor":1,"toString":{}'
  const parsed = acceptRecord(JSON.stringify({ ...good, client: { headers: {} } }).replace('{', `{${hostile},`))
  assert.equal(parsed.id, 'r1')
  checkLineRefused(`{${hostile}}`, 'missing field', 'id: found nothing')
  const inside = JSON.stringify({ ...good, client: { headers: {} } }).replace(
    '"headers":{',
    '"headers":{"__proto__":"p"',
  )
  assert.deepEqual(acceptRecord(inside).client?.headers, [['__proto__', 'p']])
  assert.equal(({} as Loose)['polluted'], undefined)
})

test('of members with the same name the last one counts', () => {
  assert.equal(acceptRecord(JSON.stringify(good).replace('{', '{"id":"first",')).id, 'r1')
})

test('each required field that is missing is named', () => {
  for (const name of Object.keys(good)) {
    checkRefused(without(name), 'missing field', `${name}: found nothing`)
    checkRefused({ ...good, [name]: null }, 'missing field', `${name}: found null`)
  }
})

const everyType: readonly unknown[] = ['text', 7, true, ['x'], { x: 1 }]
const typesByField: Readonly<Record<string, string>> = {
  id: 'string',
  ts: 'timestamp',
  account: 'string',
  dialect: 'dialect',
  model: 'string',
  request: 'object',
  status: 'status',
  response: 'object',
  org: 'string',
  key: 'string',
  client: 'object',
  stream: 'boolean',
  latency_ms: 'number',
  ttft_ms: 'number',
  usage: 'object',
}

test('a known field of any other JSON type is the wrong type and is named', () => {
  for (const [name, type] of Object.entries(typesByField)) {
    for (const value of everyType) {
      const kind = Array.isArray(value) ? 'array' : typeof value
      if (kind === type || (type === 'dialect' && kind === 'string')) continue
      const parsed = parseRecord(JSON.stringify({ ...good, [name]: value }))
      assert.ok(!parsed.ok && parsed.reason === 'wrong type' && parsed.detail.startsWith(`${name}: found `), name)
    }
  }
})

test('a known field inside client and usage of the wrong type is named with its path', () => {
  checkRefused({ ...good, client: { asn: '64500' } }, 'wrong type', 'client.asn: found string, not a number')
  checkRefused({ ...good, client: { headers: [] } }, 'wrong type', 'client.headers: found array, not an object')
  checkRefused({ ...good, client: { as_type: 3 } }, 'wrong type', 'client.as_type: found number, not a string')
  checkRefused({ ...good, client: { ip: {} } }, 'wrong type', 'client.ip: found object, not a string')
  checkRefused(
    { ...good, usage: { output_tokens: '9' } },
    'wrong type',
    'usage.output_tokens: found string, not a number',
  )
})

test('a header that is no string is left out', () => {
  const headers = { a: 1, b: ['x'], C: 'y' }
  assert.deepEqual(acceptRecord(JSON.stringify({ ...good, client: { headers } })).client?.headers, [['c', 'y']])
})

test('an empty id or account is the wrong type', () => {
  checkRefused({ ...good, id: '' }, 'wrong type')
  checkRefused({ ...good, account: '' }, 'wrong type')
})

test('a status is an integer from 100 to 999', () => {
  for (const status of [100, 200, 529, 999])
    assert.equal(acceptRecord(JSON.stringify({ ...good, status })).status, status)
  for (const status of [0, 99, 1000, 200.5, -200, '200']) checkRefused({ ...good, status }, 'wrong type')
  checkLineRefused(JSON.stringify(good).replace(':200', ':1e400'), 'wrong type')
})

test('a time must have the shape and must exist', () => {
  checkRefused({ ...good, ts: '2026-03-02' }, 'wrong type')
  checkRefused({ ...good, ts: '2026-02-29T00:00:00Z' }, 'time out of range')
  checkRefused({ ...good, ts: '1999-12-31T23:59:59Z' }, 'time out of range')
})

test('a dialect must be one that can be read', () => {
  for (const dialect of ['', 'openai', 'constructor', '__proto__', 'OpenAI.chat']) {
    checkRefused({ ...good, dialect }, 'unknown dialect')
  }
})

test('a version other than 1 is unsupported, whatever else the record has', () => {
  for (const v of [0, 2, 1.5, '1', true, [], {}]) checkRefused({ v }, 'unsupported version')
  assert.equal(acceptRecord(JSON.stringify({ ...good, v: 1 })).id, 'r1')
})

test('a line that is no object is refused', () => {
  for (const line of ['[]', '"x"', '1', 'true', 'null']) checkLineRefused(line, 'not an object')
})

test('a line that is no JSON is refused', () => {
  for (const line of ['', ' ', '{a:1}', '{"a":1}}', '\ufeff{}', 'id=1', '{"a":1} {"b":2}', "{'a':1}", '{"a":01}']) {
    checkLineRefused(line, 'not JSON')
  }
})

const nest = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)

test('a record nested as deep as allowed is read, one level more is refused', () => {
  const line = JSON.stringify(good)
  acceptRecord(line.replace('"request":{}', `"request":{"x":${nest(recordDepthMax - 2)}}`))
  checkLineRefused(line.replace('"request":{}', `"request":{"x":${nest(recordDepthMax - 1)}}`), 'nested too deep')
  checkLineRefused(line.replace('{', `{"x":${nest(100_000)},`), 'nested too deep')
  checkLineRefused('['.repeat(100_000), 'nested too deep')
  checkLineRefused('{"a":'.repeat(100_000), 'nested too deep')
})

test('half a character is refused wherever it stands, a whole one in two escapes is not', () => {
  const line = JSON.stringify({ ...good, request: { messages: [{ role: 'user', content: '#' }] } })
  for (const half of ['\\ud800', '\\uDFAA', '\\uD834x', '\\udd1e\\ud834']) {
    checkLineRefused(line.replace('#', half), 'lone surrogate')
    checkLineRefused(line.replace('"id"', `"${half}":1,"id"`), 'lone surrogate')
  }
  acceptRecord(line.replace('#', '\\ud83d\\ude00'))
  acceptRecord(line.replace('#', '\\\\ud800'))
})

test('a line longer than the limit is refused before it is parsed', () => {
  checkLineRefused(`{"id":"${'x'.repeat(recordBytesMax)}"}`, 'too long')
})

test('a very long line is scanned for hostile nesting and for its end before it is parsed', () => {
  checkLineRefused('['.repeat(recordBytesMax), 'nested too deep')
  checkLineRefused(`{"id":${nest(recordBytesMax / 4)}}`, 'nested too deep')
  checkLineRefused(`{"id":"${'x'.repeat(recordBytesMax / 2)}`, 'truncated')
})

test('a line just below the limit is read', () => {
  const padding = 'x'.repeat(recordBytesMax - 1000)
  acceptRecord(JSON.stringify({ ...good, request: { messages: [{ role: 'user', content: padding }] } }))
})

test('a good record cut off at any byte is truncated, or not UTF-8 when the cut halves a character', () => {
  const encoder = new TextEncoder()
  for (const record of Object.values(goodRecords)) {
    const bytes = encoder.encode(JSON.stringify(record))
    for (let length = 1; length < bytes.length; length++) {
      const text = decodeStrictly(bytes.subarray(0, length))
      if (text !== undefined) checkLineRefused(text, 'truncated')
    }
  }
})

/** What the importer does before a line gets here. */
function decodeStrictly(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}
