/** Seeded changes to good records, for the tests that claim that nothing ever throws. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { goodRecords, type Loose } from './example.test.ts'

/** Gives integers from 0 to below a bound. */
export type Pick = (bound: number) => number

/** A source that gives the same integers for the same seed (mulberry32: 32 bits of state, enough to choose with). */
export function pickFrom(seed: number): Pick {
  let state = seed >>> 0
  return (bound) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound)
  }
}

/** One of the values. */
export function oneOf<T>(pick: Pick, values: readonly T[]): T {
  const value = values[pick(values.length)]
  assert.ok(value !== undefined)
  return value
}

const names =
  'type text content role id name arguments input output summary signature data thinking tool_calls tool_call_id function function_call custom call_id encrypted_content messages system instructions tools choices message refusal audio reasoning reasoning_content reasoning_details thinking_blocks extra_content google conversation container metadata user_id parameters prompt suffix __proto__ constructor length'.split(
    ' ',
  )

const words =
  'text input_text output_text refusal image thinking redacted_thinking tool_use server_tool_use tool_result web_search_tool_result mcp_call message function_call function_call_output custom_tool_call reasoning item_reference namespace function custom user assistant system developer tool call_l6rt5U7b1a3tGzJRdAwYa2OS {"a":1} {'.split(
    ' ',
  )

/** Any JSON value, a few levels deep, made of names and words that mean something to a dialect. */
export function anyJson(pick: Pick, levels: number): unknown {
  const kind = pick(levels > 0 ? 8 : 6)
  if (kind === 0) return null
  if (kind === 1) return pick(2) === 0
  if (kind === 2) return oneOf(pick, [0, -1, 1e308, 0.5])
  if (kind < 6) return oneOf(pick, words)
  const members = Array.from({ length: pick(5) }, () => anyJson(pick, levels - 1))
  if (kind === 6) return members
  // Built from entries, because assigning a member called __proto__ would not make one.
  return Object.fromEntries(members.map((member) => [oneOf(pick, names), member]))
}

/** A copy of a JSON value in which a few places hold something else, are gone or stand twice. */
export function mutate(value: unknown, pick: Pick): unknown {
  if (pick(24) === 0) return anyJson(pick, 3)
  if (Array.isArray(value)) {
    const mutated = value.map((element) => mutate(element, pick))
    if (pick(16) === 0) mutated.push(...mutated.slice(0, 2), anyJson(pick, 2))
    return mutated
  }
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(() => pick(32) !== 0)
  const mutated = entries.map(([name, member]): [string, unknown] => [name, mutate(member, pick)])
  if (pick(12) === 0) mutated.push([oneOf(pick, names), anyJson(pick, 2)])
  return Object.fromEntries(mutated)
}

/** A good record of any dialect whose bodies and other fields are changed in a few places. */
export function mutatedRecord(pick: Pick): Loose {
  const record = oneOf(pick, Object.values(goodRecords))
  // The fields around the bodies stay good more often than not, so that most records get as far as their dialect.
  if (pick(8) === 0)
    return Object.fromEntries(Object.entries(record).map(([name, member]) => [name, mutate(member, pick)]))
  return { ...record, request: mutate(record['request'], pick), response: mutate(record['response'], pick) }
}

/** A text with a few characters replaced, removed or added. */
export function mutateText(text: string, pick: Pick): string {
  let mutated = text
  for (let change = pick(3); change >= 0; change--) {
    const at = pick(mutated.length + 1)
    const insert = oneOf(pick, [
      '',
      '',
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      '\\u',
      '\\ud800',
      '0',
      '-',
      'e',
      'null',
      ' ',
      '\u0001',
    ])
    mutated = mutated.slice(0, at) + insert + mutated.slice(at + pick(3))
  }
  return mutated
}

const mutant = (seed: number): string => JSON.stringify(mutatedRecord(pickFrom(seed)))

test('the same seed gives the same mutation, another seed another one', () => {
  assert.equal(mutant(1), mutant(1))
  assert.notEqual(mutant(1), mutant(2))
})
