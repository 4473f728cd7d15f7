// No string from outside can do more than be read.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HOSTILE_ACCOUNTS } from './example.fixture.ts'
import { ascii, printable } from './printable.ts'

const CASES: readonly (readonly [text: string, wanted: string])[] = [
  ['plain text, Ünïcode, 株式会社, नमस्ते', 'plain text, Ünïcode, 株式会社, नमस्ते'],
  ['\u001b[31mred', '\\x1b[31mred'],
  ['\u009b31m', '\\x9b31m'],
  ['a\r\nb\tc', 'a\\r\\nb\\tc'],
  ['gpj.\u202eexe', 'gpj.\\u202eexe'],
  ['zero\u200bwidth', 'zero\\u200bwidth'],
  ['filler\u3164', 'filler\\u3164'],
  ['tag\u{e0041}', 'tag\\u{e0041}'],
  ['lone \ud800', 'lone \\ud800'],
]

for (const [text, wanted] of CASES) test(`${wanted} is shown`, () => assert.equal(printable(text), wanted))

test('a tower of accents is cut down', () => {
  assert.equal(printable(`a${'\u0301'.repeat(100)}`), `a${'\u0301'.repeat(4)}…`)
})

test('what is too long is cut off with an ellipsis', () => assert.equal(printable('abcdef', 3), 'abc…'))

test('doing it twice changes nothing more', () => {
  for (const text of HOSTILE_ACCOUNTS) assert.equal(printable(printable(text)), printable(text))
})

test('ASCII keeps what can be kept and shows codes for the rest', () => {
  assert.equal(ascii('2 ≥ 1 … “so” – 株'), '2 >= 1 ... "so" - \\u682a')
})
