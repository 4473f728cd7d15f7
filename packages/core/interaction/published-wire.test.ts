/** Shows that bodies recorded from providers read, mint what they hold, and come back as what they were. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { readConversation } from './dialect.ts'
import type { Conversation, Part } from './interaction.ts'
import { arrayOf, objectOf } from './json-value.ts'

const folder = `${import.meta.dirname}/../../../../shared/vectors/wire`
const skip = existsSync(folder) ? false : 'the recorded bodies (shared/vectors/wire) are not here'

const dialectByFolder: Readonly<Record<string, string>> = {
  'openai/chat': 'openai.chat',
  'openai/completion': 'openai.completions',
  'openai/responses': 'openai.responses',
  'anthropic/messages': 'anthropic.messages',
}

interface Recorded {
  readonly name: string
  readonly dialect: string
  readonly body: unknown
}

function recordings(): readonly Recorded[] {
  return Object.entries(dialectByFolder).flatMap(([path, dialect]) =>
    readdirSync(`${folder}/recorded/${path}`)
      .filter((name) => name.endsWith('.json'))
      .map((name) => ({
        name,
        dialect,
        body: JSON.parse(readFileSync(`${folder}/recorded/${path}/${name}`, 'utf8')) as unknown,
      })),
  )
}

function read(name: string): Conversation {
  const recorded = recordings().find((candidate) => candidate.name === name)
  assert.ok(recorded !== undefined, name)
  return readConversation(recorded.dialect, {}, recorded.body)
}

test('every recorded body reads as one answer, and every recorded error as none', { skip }, () => {
  const all = recordings()
  assert.equal(all.length, 61)
  for (const { name, dialect, body } of all) {
    const { answers } = readConversation(dialect, {}, body)
    const isError = (objectOf(body)?.['error'] ?? null) !== null
    assert.equal(answers.length, isError ? 0 : 1, name)
  }
})

test('a recorded body read as a body of any dialect, or as a request, never throws', { skip }, () => {
  for (const { body } of recordings()) {
    for (const dialect of Object.values(dialectByFolder)) readConversation(dialect, body, body)
  }
})

test('recorded ids, signatures and encrypted reasoning are minted in the order in which they stand', { skip }, () => {
  assert.deepEqual(read('openai-text.json').minted, ['chatcmpl-D8Z5f52zQqikDBEKQMQoYcWMcWPeU'])
  assert.deepEqual(
    read('anthropic-mcp.1.json').minted.filter((token) => token.startsWith('mcptoolu_')),
    ['mcptoolu_015oTj2fXVKLrDohFetJd5UL'],
  )
  assert.deepEqual(shortened('anthropic-clear-thinking.1.json'), ['msg_01XrsJCi8CQoLcnn', 'Er4BCkYICxgCKkCoxqLH'])
  assert.deepEqual(shortened('openai-reasoning-encrypted-content.1.json'), [
    'resp_0f35ed53160b395',
    'rs_0f35ed53160b39530',
    'gAAAAABpPMlcH0HHEv5_',
    'msg_0f35ed53160b3953',
  ])
})

const shortened = (name: string): readonly string[] => read(name).minted.map((token) => token.slice(0, 20))

const kinds = (name: string): readonly string[] =>
  [...new Set(read(name).answers.flatMap((answer) => answer.parts.map((part) => part.kind)))].sort()

test('recorded answers have the parts that they were recorded for', { skip }, () => {
  assert.deepEqual(kinds('anthropic-text.json'), ['text'])
  assert.deepEqual(kinds('anthropic-tool-no-args.json'), ['text', 'tool-call'])
  assert.deepEqual(kinds('openai-custom-tool.1.json'), ['tool-call'])
  assert.deepEqual(kinds('openai-code-interpreter-tool.1.json'), ['opaque', 'text', 'tool-call'])
  assert.deepEqual(kinds('openai-shell-container.1.json'), ['opaque', 'text', 'tool-call', 'tool-result'])
})

test(
  'a recorded answer sent back as history has the same texts and tool calls and presents only what was minted',
  { skip },
  () => {
    // Completions are not sent back.
    for (const { name, dialect, body } of recordings().filter(
      (recording) => recording.dialect !== 'openai.completions',
    )) {
      const { answers, minted } = readConversation(dialect, {}, body)
      const history = readConversation(dialect, asHistory(dialect, body), undefined)
      const answered = answers.flatMap((answer) => answer.parts).filter(isComparable)
      const resent = history.turns.flatMap((turn) => turn.parts).filter(isComparable)
      assert.deepEqual(resent, answered, name)
      assert.deepEqual(
        history.presented.filter((token) => !minted.includes(token)),
        [],
        name,
      )
      assert.deepEqual(
        history.turns.map((turn) => turn.role),
        answers.map(() => 'assistant'),
        name,
      )
    }
  },
)

/** The request in which the official SDKs send an answer back. */
function asHistory(dialect: string, body: unknown): unknown {
  const response = objectOf(body)
  if (dialect === 'openai.responses') return { input: response?.['output'] ?? [] }
  if (dialect === 'openai.chat')
    return { messages: arrayOf(response?.['choices']).map((choice) => objectOf(choice)?.['message']) }
  return { messages: response?.['content'] === undefined ? [] : [{ role: 'assistant', content: response['content'] }] }
}

function isComparable(part: Part): boolean {
  return part.kind === 'text' || part.kind === 'tool-call'
}

test('the requests of recorded exchanges present what earlier answers of the exchange minted', { skip }, () => {
  const minted = new Set<string>()
  const presented = new Set<string>()
  for (const name of readdirSync(`${folder}/exchanges/anthropic`)) {
    for (const step of arrayOf(JSON.parse(readFileSync(`${folder}/exchanges/anthropic/${name}`, 'utf8')))) {
      const { request, response } = bodiesOf(step)
      const conversation = readConversation('anthropic.messages', request, response)
      assert.ok(conversation.turns.length > 0, name)
      for (const token of conversation.presented) presented.add(token)
      for (const token of conversation.minted) minted.add(token)
    }
  }
  assert.ok(presented.size > 4)
  assert.deepEqual(
    [...presented].filter((token) => !minted.has(token)),
    [],
  )
})

/** The Python SDK's recordings wrap the bodies, those of the TypeScript SDK have them side by side. */
function bodiesOf(step: unknown): { readonly request: unknown; readonly response: unknown } {
  const { request, response, body } = objectOf(step) ?? {}
  if (body !== undefined) return { request: body, response }
  return { request: objectOf(request)?.['body'], response: objectOf(response)?.['body'] }
}

test('published error bodies have no answer and mint nothing', { skip }, () => {
  const errors = objectOf(JSON.parse(readFileSync(`${folder}/errors.json`, 'utf8')))
  const dialectsOf = { anthropic: ['anthropic.messages'], openai: ['openai.chat', 'openai.responses'] }
  for (const [provider, dialects] of Object.entries(dialectsOf)) {
    const bodies = arrayOf(errors?.[provider]).map((error) => objectOf(error)?.['body'])
    assert.ok(bodies.length > 4)
    for (const [body, dialect] of bodies.flatMap((body) => dialects.map((dialect) => [body, dialect] as const))) {
      const { answers, minted } = readConversation(dialect, {}, body)
      assert.deepEqual([answers, minted], [[], []])
    }
  }
})
