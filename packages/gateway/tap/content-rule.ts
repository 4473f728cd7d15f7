/**
 * What is left of a body where texts may not be kept. Structure, roles, types, tool names, parameters and what the
 * provider minted stay; every other string is replaced. What is not known to be harmless is taken for content.
 */
import { hash } from 'node:crypto'

/** A JSON object of unknown content. */
export type JsonObject = { readonly [name: string]: unknown }

/** Puts something in the place of content. */
export interface Replacement {
  /** What stands for a text. The empty text stays. */
  text(text: string): string
  /** What stands for a number or a truth value in arguments and the like, where it is content. */
  scalar(value: number | boolean): string | null
  /** What stands for a member name that is no word; `index` tells members of one object apart. */
  name(name: string, index: number): string
}

/**
 * Keyed hashes: equal texts stay equal under one secret, and nobody without it can test a guess. SHA-256 over the secret,
 * which fills a block of its own, and the text, half of it thrown away: that half is what a text would have to be
 * prolonged from (J.-S. Coron, Y. Dodis, C. Malinaud and P. Puniya, "Merkle-Damgård Revisited", 2005). About 1 µs for
 * each string; an HMAC takes three times as long.
 */
export function hashing(secret: Uint8Array): Replacement {
  const key = Buffer.from(secret).toString('hex')
  const text = (value: string): string =>
    value === '' ? '' : `h-${hash('sha256', key + value, 'base64url').slice(0, 22)}`
  return { text, scalar: (value) => text(String(value)), name: (name) => text(name) }
}

/** Nothing in the place of content. */
export const omission: Replacement = { text: () => '', scalar: () => null, name: (_name, index) => `_${index}` }

/** Members whose value is a word of the wire format or names a model or a tool. */
const wordNames: ReadonlySet<string> = new Set(
  (
    'role type object status model name finish_reason stop_reason service_tier reasoning_effort effort verbosity ' +
    'truncation tool_choice format mode encoding_format detail media_type phase ttl required modalities include ' +
    'syntax server_label require_approval caller'
  ).split(' '),
)
/** Members whose value the provider minted. */
const mintedNames: ReadonlySet<string> = new Set(
  (
    'id call_id tool_call_id tool_use_id item_id response_id previous_response_id approval_request_id container ' +
    'conversation signature thought_signature encrypted_content system_fingerprint'
  ).split(' '),
)
/** Members below which everything is content, whatever it is called there. */
const freeNames: ReadonlySet<string> = new Set(
  (
    'arguments action operation queries results metadata default const enum example examples prediction ' +
    'structured_content citations annotations'
  ).split(' '),
)
/** These hold the text a second time, as tokens and as numbers of bytes. */
const droppedNames: ReadonlySet<string> = new Set(['logprobs', 'logprobs_result', 'top_logprobs'])

const word = /^[\w.:/+-]{1,64}$/
const minted = /^[\w.:/+=|~-]+$/
const memberName = /^[\w.$@[\]-]{1,64}$/

/** The value without its texts. Recurses as deep as the value. */
export function withoutTexts(value: unknown, replacement: Replacement): unknown {
  return replaced(value, { replacement, name: '', around: {}, isFree: false })
}

interface Place {
  readonly replacement: Replacement
  /** The member that the value stands in, directly or in a list. */
  readonly name: string
  /** The object around it. */
  readonly around: JsonObject
  readonly isFree: boolean
}

function replaced(value: unknown, place: Place): unknown {
  if (typeof value === 'string') return replacedText(value, place)
  if (typeof value === 'number' || typeof value === 'boolean')
    return place.isFree ? place.replacement.scalar(value) : value
  if (value === null || typeof value !== 'object') return null
  if (Array.isArray(value)) return value.map((element) => replaced(element, place))
  return replacedMembers(value as JsonObject, place)
}

function replacedMembers(object: JsonObject, { replacement, name: outer, isFree }: Place): JsonObject {
  // Without a prototype `__proto__` is a member like any other.
  const kept = Object.create(null) as Record<string, unknown>
  // The names of a schema's properties are free, their schemas are not.
  const isMap = outer === 'properties' || outer === '$defs'
  for (const [index, name] of Object.keys(object).entries()) {
    const value = object[name]
    const free = isFree || (!isMap && isContent(name, value))
    kept[memberName.test(name) ? name : replacement.name(name, index)] =
      droppedNames.has(name) && !isMap && typeof value === 'object'
        ? null
        : replaced(value, { replacement, name: isMap ? '' : name, around: object, isFree: free })
  }
  return kept
}

/** Arguments of a call are an object called `input`, what a tool gave back one called `output`; messages are lists. */
function isContent(name: string, value: unknown): boolean {
  if (freeNames.has(name)) return true
  return (name === 'input' || name === 'output') && typeof value === 'object' && !Array.isArray(value)
}

function replacedText(text: string, { replacement, name, around, isFree }: Place): string {
  if (isFree && name !== 'arguments') return replacement.text(text)
  if (name === 'arguments') return replacement.text(canonical(text))
  if (wordNames.has(name) && word.test(text) && !(name === 'name' && isPerson(around))) return text
  if (mintedNames.has(name) && minted.test(text)) return text
  if (name === 'data' && /redacted|encrypted/.test(String(around['type'])) && minted.test(text)) return text
  return replacement.text(text)
}

/** The name beside a role is a participant's, but that of a tool's result is the tool's. */
function isPerson({ role }: JsonObject): boolean {
  return role !== undefined && role !== 'tool' && role !== 'function'
}

/** Clients send the arguments of a call back with other spacing: without it, the same call is the same text. */
function canonical(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text))
  } catch {
    return text
  }
}
