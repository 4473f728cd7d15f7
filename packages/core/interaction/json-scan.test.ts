/** Shows that the scanner agrees with `JSON.parse` on what is JSON, and tells a document cut off from one that is broken. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { goodRecords } from './example.test.ts'
import { scanJson, type JsonScan } from './json-scan.ts'
import { anyJson, mutateText, pickFrom } from './mutation.test.ts'

function check(expected: JsonScan, texts: readonly string[]): void {
  for (const text of texts) assert.equal(scanJson(text, 256), expected, text)
}

test('documents are whole', () =>
  check('whole', [
    '{}',
    '[]',
    ' [ ] ',
    '{"a":[{},[]],"b":{"c":"d"}}',
    '0',
    '-0.5e+10',
    '"\\u00e9\\n"',
    'true',
    'null',
    '\t[1 , 2]\r\n',
  ]))

test('a document that goes on is truncated', () =>
  check('truncated', [
    '{',
    '[',
    '{"',
    '{"a',
    '{"a"',
    '{"a":',
    '{"a": ',
    '{"a":1',
    '{"a":1,',
    '[1',
    '[1,',
    '[1, ',
    '[{}',
    '[tru',
    '[f',
    '[nul',
    '["\\',
    '["\\u',
    '["\\u00',
    '["\\u00e9',
    '[-',
    '[1.',
    '[1e',
    '[1E-',
    '"',
    '-',
    'fals',
    '[[]',
    '{"a":{}',
  ]))

test('what no document begins with is no JSON', () =>
  check('not JSON', [
    '',
    ' \n',
    '}',
    ']',
    ',',
    ':',
    '{]',
    '[}',
    '{,',
    '[,',
    '[1,]',
    '{"a":1,}',
    '{"a":}',
    '{"a"]',
    '{"a",',
    '{a',
    '{1',
    '{"a":1]',
    '[1}',
    '1 2',
    '{} {}',
    '[1 2',
    '[01',
    '[+1',
    '[.5',
    '[1.e',
    '[1..',
    '[1e5.',
    '[--',
    '[trux',
    '[nulll',
    '["\\x',
    '["\\u0g',
    '["\u0001',
    '\ufeff{}',
    '[\u00a01]',
    "['a']",
    '[NaN',
    '[-I',
    '//',
  ]))

test('more levels than allowed are refused, open or closed', () => {
  assert.equal(scanJson('['.repeat(256), 256), 'truncated')
  assert.equal(scanJson('['.repeat(256) + ']'.repeat(256), 256), 'whole')
  assert.equal(scanJson('['.repeat(257), 256), 'nested too deep')
  assert.equal(scanJson('[{"a":'.repeat(50_000), 256), 'nested too deep')
  assert.equal(scanJson(`[${'[],'.repeat(10_000)}[]]`, 2), 'whole')
})

test('every beginning of a good record is truncated', () => {
  for (const record of Object.values(goodRecords)) {
    const text = JSON.stringify(record, undefined, 1)
    for (let length = 1; length < text.length; length++) check('truncated', [text.slice(0, length)])
    check('whole', [text])
  }
})

test('a text is whole exactly when JSON.parse accepts it', () => {
  const pick = pickFrom(3)
  for (let round = 0; round < 20_000; round++) {
    const text = mutateText(JSON.stringify({ x: anyJson(pick, 5) }), pick)
    assert.equal(scanJson(text, 256) === 'whole', accepts(text), text)
  }
})

test('a text is truncated exactly when JSON.parse finds nothing wrong before its end', () => {
  const pick = pickFrom(4)
  for (let round = 0; round < 20_000; round++) {
    const text = mutateText(JSON.stringify({ x: anyJson(pick, 5) }), pick)
    const cut = text.slice(0, 1 + pick(text.length))
    if (!accepts(cut) && cut.trim() !== '')
      assert.equal(scanJson(cut, 256), failsAtEnd(cut) ? 'truncated' : 'not JSON', JSON.stringify(cut))
  }
})

/** V8 says in the message where it failed; the pinned Node makes that good enough for an oracle. */
function failsAtEnd(text: string): boolean {
  try {
    JSON.parse(text)
    return false
  } catch (error) {
    const message = String(error)
    return (
      message.includes('end of JSON input') ||
      message.includes(` at position ${text.length} `) ||
      message.endsWith(` at position ${text.length}`)
    )
  }
}

function accepts(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
