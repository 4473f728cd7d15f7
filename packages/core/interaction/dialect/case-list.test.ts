/** The one list of cases that every dialect answers. A dialect that leaves one out does not compile. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dialectNames, readConversation } from '../dialect.ts'
import type { Conversation, Part, Role, Turn } from '../interaction.ts'

const claims = [
  'a text may be a string',
  'a text may be in blocks',
  'a system prompt may be a string',
  'a system prompt in pieces is joined by line feeds',
  'instructions in mid-conversation are a turn of the system',
  'images and files are opaque',
  'a tool call and its result are parts',
  'several tools may be called in one answer',
  'calls and results of tools that the provider runs are read',
  'reasoning is a part, what signs it is a token',
  'reasoning whose text is withheld is opaque',
  'several outputs are several answers or one of several parts',
  'blocks of unknown type are opaque',
  'a refusal is text',
  'empty content makes no part',
  'an error has no answer',
  'tools that are offered have a name and a schema',
  'ids that the client made are no tokens',
  'ids that the client brought along are not minted again',
  'what has the wrong type is passed over',
] as const

/** What two bodies say: only the members given are compared. Without a response there was none. */
export interface DialectCase {
  readonly request?: unknown
  readonly response?: unknown
  readonly expected: Partial<Conversation>
}

const echoes = [
  'text',
  'text beside a tool call',
  'several tool calls',
  'tool call without arguments',
  'reasoning before text',
] as const

/** A response, and the request in which a client sends it back with other spacing and other optional members. */
export interface DialectEcho {
  readonly response: unknown
  readonly request: unknown
}

/** What the folder of a dialect has at least; one with messages has `part.ts`, one with tools `tool.ts`. */
const filesOfEach =
  'dialect.ts dialect.test.ts harden.ts request.ts response.ts stream.ts stream.test.ts usage.ts'.split(' ')

/** What a claim is answered with by a dialect in which it cannot be said. */
export type Unsayable = 'cannot be said'

/** The answers of one dialect to the list. A dialect without conversations has nothing to send back. */
export interface DialectCases {
  readonly cases: Readonly<Record<(typeof claims)[number], readonly DialectCase[] | Unsayable>>
  readonly echoes: Readonly<Record<(typeof echoes)[number], DialectEcho>> | Unsayable
}

/** Runs the list for one dialect. */
export function checkDialect(dialect: string, answers: DialectCases): void {
  for (const claim of claims) {
    const cases = answers.cases[claim]
    if (cases === 'cannot be said') continue
    test(`${dialect}: ${claim}`, () => {
      for (const { request, response, expected } of cases) checkCase(dialect, request, response, expected)
    })
  }
  const echoed = answers.echoes
  for (const echo of echoed === 'cannot be said' ? [] : echoes) {
    test(`${dialect}: ${echo} reads the same in a response and in the history of the next request`, () => {
      if (echoed !== 'cannot be said') checkEcho(dialect, echoed[echo])
    })
  }
}

function checkCase(dialect: string, request: unknown, response: unknown, expected: Partial<Conversation>): void {
  const found = readConversation(dialect, request ?? {}, response)
  const compared = Object.fromEntries(Object.keys(expected).map((name) => [name, found[name as keyof Conversation]]))
  assert.deepEqual(compared, expected)
}

function checkEcho(dialect: string, echo: DialectEcho): void {
  const { answers, minted } = readConversation(dialect, {}, echo.response)
  const { turns, presented } = readConversation(dialect, echo.request, undefined)
  const resent = turns.filter((turn) => turn.role === 'assistant')
  assert.deepEqual([answers.length, resent.length], [1, 1])
  assert.deepEqual(resent.map(comparable), answers.map(comparable))
  const known = new Set(minted)
  assert.deepEqual(
    presented.filter((token) => !known.has(token)),
    [],
  )
}

function comparable(turn: Turn): readonly Part[] {
  return turn.parts.filter((part) => part.kind === 'text' || part.kind === 'tool-call')
}

/** A turn whose strings are texts. */
export const says = (role: Role, ...parts: readonly (Part | string)[]): Turn => ({
  role,
  parts: parts.map((part) => (typeof part === 'string' ? { kind: 'text', text: part } : part)),
})
/** A part of reasoning. */
export const thinks = (text: string): Part => ({ kind: 'reasoning', text })
/** A tool call, its arguments in canonical form. */
export const calls = (name: string, json: string): Part => ({ kind: 'tool-call', name, arguments: json })
/** What a tool returned. */
export const returns = (text: string): Part => ({ kind: 'tool-result', text })
/** A part that cannot be read. */
export const opaque = (type: string): Part => ({ kind: 'opaque', type })

test('every dialect of the table answers the list', async () => {
  const { readdirSync } = await import('node:fs')
  const folders = readdirSync(import.meta.dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  assert.deepEqual(
    folders.map((folder) => folder.name).sort(),
    dialectNames.map((name) => name.replace('.', '-')),
  )
  const fileNames = folders.map((folder) => readdirSync(`${import.meta.dirname}/${folder.name}`))
  for (const names of fileNames)
    assert.deepEqual(
      filesOfEach.filter((name) => !names.includes(name)),
      [],
    )
})

test('a dialect that nobody knows says nothing', () => {
  for (const dialect of ['', 'openai', '__proto__', 'constructor']) {
    const { turns, answers } = readConversation(
      dialect,
      { messages: [{ role: 'user', content: 'x' }] },
      { choices: [] },
    )
    assert.deepEqual([turns, answers], [[], []])
  }
})
