/** Shows that lines which are published JSON edge cases get the verdict that the publisher demands. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { acceptRecord, goodRecords } from './example.test.ts'
import { parseRecord } from './record.ts'

interface PublishedCase {
  readonly case: string
  readonly expect: 'accept' | 'reject' | 'either' | 'transform'
  readonly text?: string
  readonly base64?: string
  readonly repeat?: { readonly text: string; readonly times: number; readonly tail?: string }
}

const file = `${import.meta.dirname}/../../../../shared/vectors/json/cases.jsonl`
const skip = existsSync(file) ? false : 'the published cases (shared/vectors/json) are not here'

const cases = (): readonly PublishedCase[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as PublishedCase)

/** The text of a case, undefined when it is not UTF-8, which is the importer's to refuse. A mark at its front stays. */
function decode({ text, base64, repeat }: PublishedCase): string | undefined {
  if (repeat !== undefined) return repeat.text.repeat(repeat.times) + (repeat.tail ?? '')
  if (text !== undefined) return text
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(base64 ?? '', 'base64'))
  } catch {
    return undefined
  }
}

/** Whether a line was taken for JSON: no case is a record, so that each is refused, but some for what they say. */
function isUnderstood(text: string | undefined): boolean {
  if (text === undefined) return false
  const parsed = parseRecord(text)
  assert.ok(!parsed.ok && parsed.detail !== '')
  return parsed.reason !== 'not JSON' && parsed.reason !== 'truncated' && parsed.reason !== 'nested too deep'
}

/** The verdict on a good record that has the case as one more member. */
function verdictInRecord(text: string | undefined): string {
  if (text === undefined) return 'not UTF-8'
  const parsed = parseRecord(goodLine.replace('{', () => `{"extra":${text},`))
  return parsed.ok ? 'accepted' : parsed.reason
}

const goodLine = JSON.stringify(goodRecords['openai.chat'])

test('every decided case is understood or refused as published', { skip }, () => {
  const all = cases()
  assert.equal(all.length, 340)
  for (const published of all) {
    if (published.expect === 'accept' || published.expect === 'reject') {
      assert.equal(isUnderstood(decode(published)), published.expect === 'accept', published.case)
    }
  }
})

test('every accepted case may stand in a good record', { skip }, () => {
  for (const published of cases()) {
    if (published.expect === 'accept') assert.equal(verdictInRecord(decode(published)), 'accepted', published.case)
  }
})

/** What the publisher leaves to the parser: a new parser must not decide it otherwise without notice. */
const pinned: Readonly<Record<string, readonly string[]>> = {
  accepted: [
    'i_number_double_huge_neg_exp',
    'i_number_huge_exp',
    'i_number_neg_int_huge_exp',
    'i_number_pos_double_huge_exp',
    'i_number_real_neg_overflow',
    'i_number_real_pos_overflow',
    'i_number_real_underflow',
    'i_number_too_big_neg_int',
    'i_number_too_big_pos_int',
    'i_number_very_big_negative_int',
  ],
  'lone surrogate': [
    'i_object_key_lone_2nd_surrogate',
    'i_string_1st_surrogate_but_2nd_missing',
    'i_string_1st_valid_surrogate_2nd_invalid',
    'i_string_incomplete_surrogate_and_escape_valid',
    'i_string_incomplete_surrogate_pair',
    'i_string_incomplete_surrogates_escape_valid',
    'i_string_invalid_lonely_surrogate',
    'i_string_invalid_surrogate',
    'i_string_inverted_surrogates_U+1D11E',
    'i_string_lone_second_surrogate',
  ],
  'nested too deep': ['i_structure_500_nested_arrays'],
  'not JSON': ['i_structure_UTF-8_BOM_empty_object'],
  'not UTF-8': [
    'i_string_UTF-16LE_with_BOM',
    'i_string_UTF-8_invalid_sequence',
    'i_string_UTF8_surrogate_U+D800',
    'i_string_invalid_utf-8',
    'i_string_iso_latin_1',
    'i_string_lone_utf8_continuation_byte',
    'i_string_not_in_unicode_range',
    'i_string_overlong_sequence_2_bytes',
    'i_string_overlong_sequence_6_bytes',
    'i_string_overlong_sequence_6_bytes_null',
    'i_string_truncated-utf-8',
    'i_string_utf16BE_no_BOM',
    'i_string_utf16LE_no_BOM',
  ],
}

test('the cases that are ours to decide are decided as pinned here', { skip }, () => {
  const open = cases().filter((published) => published.expect === 'either')
  const verdicts = Object.groupBy(open, (published) => verdictInRecord(decode(published)))
  for (const [verdict, decided] of Object.entries(verdicts)) {
    const names = (decided ?? []).map((published) => published.case.replace('test_parsing/', ''))
    assert.deepEqual(names.sort(), pinned[verdict], verdict)
  }
  assert.deepEqual(Object.keys(verdicts).sort(), Object.keys(pinned).sort())
  assert.equal(open.filter((published) => isUnderstood(decode(published))).length, 21)
})

test('a case as the text of a field is kept character for character', { skip }, () => {
  for (const published of cases()) {
    const text = decode(published)
    if (text === undefined || text === '') continue
    const record = { ...goodRecords['openai.chat'], id: text, request: { messages: [{ role: 'user', content: text }] } }
    const parsed = acceptRecord(JSON.stringify(record))
    assert.equal(parsed.id, text)
    assert.deepEqual(parsed.conversation.turns[0]?.parts, [{ kind: 'text', text }])
  }
})

test('integers beyond the precision of a double never reach an id', { skip }, () => {
  const line = JSON.stringify(goodRecords['openai.chat']).replace(
    '"req_DLC0g61FGMrUEqdHuqKqHuFO"',
    '10000000000000000999',
  )
  const parsed = parseRecord(line)
  assert.equal(!parsed.ok && parsed.detail, 'id: found number, not a string with at least one character')
})
