/** Shows that a line says what the bytes said, and that core reads every line, whatever came. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseRecord } from '@stillhunt/core/interaction'
import { settleBytes, settleObject, type BodyRule } from './body.ts'
import { beginLine, closingOf, endLine, idOf, interruptedClosing, isIntact, type Line } from './record-line.ts'
import { gatewayMember } from './response-member.ts'
import { answerOf, callOf, uniform } from './spool.fixture.ts'

const rule: BodyRule = { content: 'keep', bytesMax: 1 << 20, secret: Buffer.alloc(32) }

const textOf = (line: Line): string => Buffer.concat(line.chunks).toString('utf8')

/** The line of a call with these bodies, checked as a reader would. */
function lineOf(request: Uint8Array, response: Uint8Array | Record<string, unknown> | undefined): string {
  const begun = beginLine(callOf('', { request }), settleBytes(request, rule).json ?? Buffer.from('{}'))
  const outcome = answerOf('', { response: response! })
  const body =
    response === undefined
      ? { json: undefined, fault: undefined }
      : response instanceof Uint8Array
        ? settleBytes(response, rule)
        : settleObject(response, rule)
  const line = endLine(begun, body.json, closingOf(outcome, gatewayMember({}, outcome, body, rule)))
  const text = textOf(line)
  assert.equal(Buffer.byteLength(text), line.bytes)
  assert.equal(text.indexOf('\n'), text.length - 1)
  assert.ok(isIntact(Buffer.from(text.slice(0, -1))))
  const parsed = parseRecord(text.slice(0, -1))
  assert.ok(parsed.ok, parsed.ok ? '' : `${parsed.reason}: ${parsed.detail}`)
  return text
}

/** A random JSON text with the spacing, escapes and numbers that clients send. */
function randomJson(random: () => number, depth: number): string {
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!
  const space = (): string => pick(['', '', ' ', '\n', '\r\n', '\t'])
  const kind = depth === 0 ? random() * 0.6 : random()
  if (kind < 0.3)
    return pick(['"a"', '"\\u00e9 \\"quoted\\""', '"ünïcödé 😀"', '"\\ud83d\\ude00"', '"\\\\ud800"', '"\u2028"'])
  if (kind < 0.6) return pick(['0', '-1.5e300', '12345678901234567890', 'true', 'null', '1e999', '0.1000'])
  const count = Math.floor(random() * 4)
  if (kind < 0.8)
    return `[${space()}${Array.from({ length: count }, () => randomJson(random, depth - 1)).join(`${space()},${space()}`)}]`
  return randomObject(random, depth, count)
}

function randomObject(random: () => number, depth: number, count = 3): string {
  const names = ['"a"', '"__proto__"', '"messages"', '"crc32"', '"a"', '"é\\n"']
  const members = Array.from(
    { length: count },
    () => `${names[Math.floor(random() * names.length)]}: ${randomJson(random, depth - 1)}`,
  )
  return ` {\n${members.join(' ,\r\n')} }\n`
}

test('what is spliced in reads as what came, and stands there byte for byte but for line breaks', () => {
  const random = uniform(7)
  for (let round = 0; round < 2000; round += 1) {
    const request = randomObject(random, 5)
    const response = randomObject(random, 5)
    const text = lineOf(Buffer.from(request), Buffer.from(response))
    const line = JSON.parse(text) as Record<string, unknown>
    assert.deepEqual(line['request'], JSON.parse(request))
    assert.deepEqual(line['response'], JSON.parse(response))
    assert.ok(text.includes(request.replace(/[\r\n]/g, ' ')))
  }
})

test('an assembled answer is the JSON of it', () => {
  const response = { id: 'x', choices: [{ message: { role: 'assistant', content: 'a "b"\n😀' } }] }
  assert.deepEqual((JSON.parse(lineOf(Buffer.from('{}'), response)) as { response: unknown }).response, response)
})

const deep = (levels: number): string => `${'{"a":'.repeat(levels - 1)}{}${'}'.repeat(levels - 1)}`
const faults: readonly (readonly [came: Uint8Array, fault: string | undefined])[] = [
  [Buffer.from(''), 'not JSON'],
  [Buffer.from('{"a":1'), 'not JSON'],
  [Buffer.from('{"a":1}}'), 'not JSON'],
  [Buffer.from('\ufeff{}'), 'not JSON'],
  [Buffer.from('[1]'), 'not an object'],
  [Buffer.from('"x"'), 'not an object'],
  [Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 'not UTF-8'],
  [Buffer.from(deep(256)), 'nested too deep'],
  [Buffer.from(deep(255)), undefined],
  [Buffer.from('{"a":"\\ud800 \\\\ud800"}'), 'lone surrogate'],
  [Buffer.from('{"a":"\\udc00\\ud800\\udc00"}'), 'lone surrogate'],
  [Buffer.from(JSON.stringify({ role: 'user', a: 'x'.repeat(2 << 20) })), 'shortened'],
  [Buffer.from(`{"a":[${'[],'.repeat(1_000_000)}1]}`), 'too long'],
]

for (const [came, fault] of faults)
  test(`a body that begins ${Buffer.from(came.subarray(0, 24)).toString()} (${came.length} bytes) is ${fault ?? 'kept'}`, () => {
    const settled = settleBytes(came, rule)
    assert.equal(settled.fault, fault)
    lineOf(came, came)
    if (fault === 'lone surrogate')
      assert.ok(JSON.stringify(JSON.parse(Buffer.from(settled.json!).toString())).includes('\ufffd'))
    if (fault === 'shortened') assert.match(Buffer.from(settled.json!).toString(), /^{"role":"user","a":"x{16384}…"}$/)
  })

const padded = (pad: string): Buffer =>
  Buffer.from(`{"model":"m","messages":[{"role":"user","content":"what was asked"}],"pad":[${pad}]}`)
for (const content of ['keep', 'hash', 'omit'] as const)
  for (const [name, pad] of [
    ['numbers', `${'0,'.repeat(6_500_000)}0`],
    ['texts', `${'"",'.repeat(8_000_000)}0`],
    ['objects', `${'{"a":""},'.repeat(2_500_000)}0`],
  ] as const)
    test(`what was asked is kept (${content}) beside a member of ${name} that no model reads, and fast`, () => {
      const startedAt = performance.now()
      const settled = settleBytes(padded(pad), { ...rule, content })
      assert.ok(performance.now() - startedAt < 3000)
      assert.equal(settled.fault, 'shortened')
      const { model, messages } = JSON.parse(Buffer.from(settled.json!).toString()) as Record<string, any>
      assert.equal(model, 'm')
      assert.equal(messages[0].role, 'user')
      if (content === 'keep') assert.equal(messages[0].content, 'what was asked')
    })

test('a list that is too long loses its middle, and what was asked loses less than the rest', () => {
  const messages = Array.from({ length: 2000 }, (_, i) => ({ role: 'user', content: `${i} ${'x'.repeat(1000)}` }))
  const other = Array.from({ length: 100_000 }, (_, i) => i)
  const { json, fault } = settleBytes(Buffer.from(JSON.stringify({ messages, other })), rule)
  assert.equal(fault, 'shortened')
  assert.ok(json!.length <= rule.bytesMax)
  const kept = JSON.parse(Buffer.from(json!).toString()) as { messages: { content: string }[]; other: number[] }
  assert.match(kept.messages[0]!.content, /^0 x/)
  assert.match(kept.messages.at(-1)!.content, /^1999 x/)
  assert.ok(kept.messages.length > 2 * kept.other.length)
})

test('half characters in the envelope and in an assembled answer are repaired', () => {
  const begun = beginLine(callOf('', { client: { user_agent: 'a\ud800' }, account: '\udc00' }), Buffer.from('{}'))
  const line = textOf(endLine(begun, settleObject({ a: '\ud800' }, rule).json, interruptedClosing({})))
  assert.ok(parseRecord(line.trim()).ok)
})

test('a flipped bit anywhere in a line is seen', () => {
  const line = Buffer.from(lineOf(Buffer.from('{"a":1}'), undefined).trim())
  for (let at = 0; at < line.length; at += 1) {
    line[at]! ^= 4
    assert.equal(isIntact(line), false)
    line[at]! ^= 4
  }
  assert.ok(isIntact(line))
})

test('the id is read from a line, whatever characters it has', () => {
  for (const id of ['a', 'é"\\\n', 'x'.repeat(5000)]) {
    const line = endLine(beginLine(callOf('', { id }), Buffer.from('{}')), undefined, interruptedClosing({}))
    assert.equal(idOf(Buffer.concat(line.chunks)), id)
  }
  assert.equal(idOf(Buffer.from('{"ended":["x"],"segment":1,"bytes":2}')), undefined)
})

test('a response that is no JSON leaves its beginning, a status that is none is an error', () => {
  const outcome = answerOf('', { response: Buffer.from('<html>bad gateway'), status: Number.NaN })
  const body = settleBytes(outcome.response as Uint8Array, rule)
  const closing = JSON.parse(`{${closingOf(outcome, gatewayMember({}, outcome, body, rule)).slice(1)}}`) as {
    status: number
    gateway: Record<string, unknown>
  }
  assert.equal(closing.status, 500)
  assert.deepEqual(closing.gateway, {
    ending: 'complete',
    response_fault: 'not JSON',
    response_bytes: 17,
    response_text: '<html>bad gateway',
  })
})

test('numbers, counts and what ended a call stand there as any JSON writer has them', () => {
  const numbers = [0, 0.0004, 0.001, 0.1, 0.25, 1.0004, 1.0005, 12.5, 999.9995, 1e6 + 0.007, 2 ** 31, 1e15, 1e21, -1.5]
  for (const latencyMs of numbers) {
    const usage = { inputTokens: latencyMs, cachedTokens: 7 }
    const gateway = { ending: 'complete', content: undefined, verdicts: latencyMs > 1 ? ['v-"1"'] : undefined } as const
    const closing = closingOf(answerOf('', { latencyMs, ttftMs: latencyMs / 3, usage }), gateway)
    const thousandths = (value: number): number => Math.round(value * 1000) / 1000
    const expected = {
      status: 200,
      latency_ms: thousandths(latencyMs),
      ttft_ms: thousandths(latencyMs / 3),
      usage: { input_tokens: latencyMs, cached_tokens: 7 },
      gateway,
    }
    // Nobody's latency is less than nothing; it is told all the same.
    assert.equal(closing, `,${JSON.stringify(expected).slice(1, -1)}`)
  }
  const odd = { inputTokens: Number.NaN, outputTokens: 3 }
  assert.match(
    closingOf(answerOf('', { usage: odd, latencyMs: Infinity }), { ending: 'complete' }),
    /"usage":{"output_tokens":3}/,
  )
})

test('calls of one client that differ in what they ask have lines that differ', () => {
  const client = { ip: '10.0.0.1' }
  const asked = (model: string, isStream: boolean, org?: string): unknown => {
    const { head } = beginLine(callOf('', { client, model, isStream, org }), Buffer.from('{}'))
    const {
      model: told,
      stream,
      org: whose,
    } = JSON.parse(`${Buffer.from(head).toString()}{}}`) as Record<string, unknown>
    return [told, stream, whose]
  }
  assert.deepEqual(asked('m-1', false), ['m-1', false, undefined])
  assert.deepEqual(asked('m-1', true), ['m-1', true, undefined])
  assert.deepEqual(asked('m "2"', true), ['m "2"', true, undefined])
  assert.deepEqual(asked('m "2"', true, 'o'), ['m "2"', true, 'o'])
})
