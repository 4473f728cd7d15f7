/** Shows by seeded mutation that no JSON whatever makes the record path throw or give a conversation of another shape. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseAccount } from './account.ts'
import { dialectNames, readConversation } from './dialect.ts'
import type { Conversation, Part, Turn } from './interaction.ts'
import { anyJson, mutatedRecord, mutateText, oneOf, pickFrom } from './mutation.test.ts'
import { parseRecord } from './record.ts'

const roles: ReadonlySet<string> = new Set(['user', 'assistant', 'tool', 'system'])

test('a record with anything in any place is read or refused with a reason', () => {
  const pick = pickFrom(20_260_302)
  let accepted = 0
  for (let round = 0; round < 20_000; round++) {
    const parsed = parseRecord(JSON.stringify(mutatedRecord(pick)))
    if (parsed.ok) checkShape(parsed.value.conversation)
    else assert.ok(parsed.reason !== 'not JSON' && parsed.reason !== 'truncated' && parsed.detail !== '')
    if (parsed.ok) accepted++
  }
  // Otherwise the mutations would not reach the dialects.
  assert.ok(accepted > 10_000, `${accepted}`)
})

test('a damaged line is read or refused with a reason, and never as something that JSON.parse would not say', () => {
  const pick = pickFrom(7)
  for (let round = 0; round < 20_000; round++) {
    const line = mutateText(JSON.stringify(mutatedRecord(pick)), pick)
    for (const parsed of [parseRecord(line), parseAccount(line)]) {
      const isSyntax = !parsed.ok && (parsed.reason === 'truncated' || parsed.reason === 'not JSON')
      assert.equal(isSyntax, !isJson(line), line)
    }
  }
})

test('two arbitrary bodies in any dialect, even an unknown one, make a conversation', () => {
  const pick = pickFrom(11)
  for (let round = 0; round < 20_000; round++) {
    const dialect = oneOf(pick, [...dialectNames, 'unknown', '__proto__'])
    checkShape(readConversation(dialect, anyJson(pick, 6), pick(5) === 0 ? undefined : anyJson(pick, 6)))
  }
})

test('bodies nested deeper than a stack is high make a conversation', () => {
  const deep: unknown = JSON.parse('{"input":'.repeat(50_000) + '1' + '}'.repeat(50_000))
  const block = { type: 'tool_use', input: deep }
  const messages = [{ role: 'assistant', content: [block], tool_calls: [{ function: { arguments: deep } }] }]
  const input = [{ type: 'function_call', arguments: deep }]
  for (const dialect of dialectNames) checkShape(readConversation(dialect, { messages, input, stop: deep }, deep))
})

function isJson(line: string): boolean {
  try {
    JSON.parse(line)
    return true
  } catch {
    return false
  }
}

function checkShape(conversation: Conversation): void {
  const { system, turns, answers, tools, parameters, minted, presented, endUser } = conversation
  assert.ok(typeof system === 'string' && (endUser === undefined || (typeof endUser === 'string' && endUser !== '')))
  for (const turn of [...turns, ...answers]) checkTurn(turn)
  assert.ok(answers.every((answer) => answer.role === 'assistant'))
  assert.ok(tools.every((tool) => typeof tool.name === 'string' && tool.name !== '' && tool.schema !== null))
  assert.ok(parameters.flat().every((text) => typeof text === 'string'))
  assert.ok([...minted, ...presented].every((token) => typeof token === 'string' && token.length >= 12))
  assert.equal(new Set([...minted, ...presented]).size, minted.length + presented.length)
}

function checkTurn(turn: Turn): void {
  assert.ok(roles.has(turn.role))
  for (const part of turn.parts) assert.ok(textsOf(part).every((text) => typeof text === 'string'))
}

function textsOf(part: Part): readonly unknown[] {
  if (part.kind === 'tool-call') return [part.name, part.arguments]
  return part.kind === 'opaque' ? [part.type] : [part.text]
}
