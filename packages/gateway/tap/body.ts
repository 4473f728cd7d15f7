/**
 * From the bytes of a body to what stands in the record: the very bytes where they are JSON that a record can hold, and
 * otherwise as much of them as it can, with the reason.
 */
import { isUtf8 } from 'node:buffer'
import { readMembers, recordDepthMax } from '@stillhunt/core/interaction'
import type { ContentRule } from './call.ts'
import { hashing, omission, withoutTexts, type JsonObject, type Replacement } from './content-rule.ts'
import { hasManyValues, readAsked, shorten } from './shorten.ts'
import { hasSurrogateEscape, repairSurrogates } from './surrogate-escape.ts'

/** Why the record does not hold a body as it came. `shortened` and `lone surrogate` hold the rest of it, others nothing. */
export type BodyFault =
  | 'not UTF-8'
  | 'not JSON'
  | 'not an object'
  | 'nested too deep'
  | 'too long'
  | 'shortened'
  | 'lone surrogate'
  | 'not checked'

/** What is done with a body. */
export interface BodyRule {
  readonly content: ContentRule
  /** The most bytes that the record has room for. */
  readonly bytesMax: number
  readonly secret: Uint8Array
  /** The bytes are known to be a body: nobody looks again whether they are. */
  readonly isRead?: boolean
}

/** One JSON object on one line, undefined where there is none to be had. */
export interface SettledBody {
  readonly json: Uint8Array | undefined
  readonly fault: BodyFault | undefined
}

/** Levels that the record's own object leaves to a body. */
const levelsMax = recordDepthMax - 1

/**
 * Settles the bytes of a body. Never throws. What is kept is `bytes` itself wherever nothing in it had to change: members
 * that occur twice and numbers beyond a double survive. About 1 ns for a byte where nothing has to change.
 */
export function settleBytes(bytes: Uint8Array, rule: BodyRule): SettledBody {
  if (rule.content !== 'keep' || bytes.length > rule.bytesMax) {
    const read = readObject(bytes)
    if (typeof read === 'string') return { json: undefined, fault: read }
    if (rule.content === 'keep') return shortened(read.object, rule.bytesMax)
    const settled = settleObject(read.object, rule)
    return read.isWhole ? settled : { ...settled, fault: settled.fault ?? 'shortened' }
  }
  const fault = rule.isRead === true ? undefined : faultOf(bytes)
  if (fault !== undefined) return { json: undefined, fault }
  const buffer = asBuffer(bytes)
  // A byte is found many times faster than a text.
  if (buffer.includes(backslash) && buffer.includes('\\u') && hasSurrogateEscape(buffer.toString('latin1'))) {
    const raw = buffer.toString('latin1')
    const repaired = repairSurrogates(raw)
    if (repaired !== raw) return { json: onOneLine(Buffer.from(repaired, 'latin1')), fault: 'lone surrogate' }
  }
  return { json: onOneLine(bytes), fault: undefined }
}

/** Settles a body that is an object already: what a stream added up to. Never throws. */
export function settleObject(object: JsonObject, rule: BodyRule): SettledBody {
  if (isDeeperThan(object, levelsMax)) return { json: undefined, fault: 'nested too deep' }
  const kept = rule.content === 'keep' ? object : withoutTexts(object, replacementOf(rule))
  const json = serialised(kept)
  if (json === undefined) return { json: undefined, fault: 'not JSON' }
  const repaired = repairSurrogates(json)
  const bytes = Buffer.from(repaired)
  if (bytes.length > rule.bytesMax) return shortened(kept as JsonObject, rule.bytesMax)
  return { json: bytes, fault: repaired === json ? undefined : 'lone surrogate' }
}

/** What stands in the place of content under this rule. */
export function replacementOf({ content, secret }: BodyRule): Replacement {
  return content === 'hash' ? hashing(secret) : omission
}

/** Why bytes are no body; undefined where they are one. Looks at them without making anything of them. */
function faultOf(bytes: Uint8Array): BodyFault | undefined {
  if (!isUtf8(bytes)) return 'not UTF-8'
  // A byte order mark is nothing that a line may have in its middle.
  if (bytes[0] === 0xef) return 'not JSON'
  const members = readMembers(bytes, [], levelsMax)
  if (members.ok) return undefined
  return members.reason === 'truncated' ? 'not JSON' : members.reason
}

/** The object that bytes are, for what must be changed in it; of one with too many values what was asked. */
function readObject(bytes: Uint8Array): { readonly object: JsonObject; readonly isWhole: boolean } | BodyFault {
  if (!isUtf8(bytes)) return 'not UTF-8'
  if (bytes.length > valuesCountedBytesMin && hasManyValues(bytes)) {
    const object = readAsked(bytes, levelsMax)
    return object === undefined ? 'too long' : { object, isWhole: false }
  }
  let value: unknown
  try {
    value = JSON.parse(asBuffer(bytes).toString('utf8'))
  } catch {
    return 'not JSON'
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'not an object'
  return isDeeperThan(value, levelsMax) ? 'nested too deep' : { object: value as JsonObject, isWhole: true }
}

/** Shorter bodies cannot have enough of them to matter. */
const valuesCountedBytesMin = 1024 * 1024

function serialised(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch {
    return undefined
  }
}

function shortened(object: JsonObject, bytesMax: number): SettledBody {
  const json = shorten(object, bytesMax)
  const repaired = json === undefined ? undefined : Buffer.from(repairSurrogates(json))
  return repaired === undefined || repaired.length > bytesMax
    ? { json: undefined, fault: 'too long' }
    : { json: repaired, fault: 'shortened' }
}

const backslash = 0x5c
const lineFeed = 10
const carriageReturn = 13
const space = 32

/** In JSON a line break can only stand between values, where a space says the same. */
function onOneLine(bytes: Uint8Array): Uint8Array {
  const buffer = asBuffer(bytes)
  if (!buffer.includes(lineFeed) && !buffer.includes(carriageReturn)) return bytes
  const line = Buffer.from(buffer)
  for (const code of [lineFeed, carriageReturn])
    for (let at = line.indexOf(code); at >= 0; at = line.indexOf(code, at + 1)) line[at] = space
  return line
}

/** Whether arrays and objects are nested more than `levels` deep. Never recurses further than that. */
function isDeeperThan(value: object, levels: number): boolean {
  if (levels === 0) return true
  if (Array.isArray(value)) {
    for (const element of value)
      if (typeof element === 'object' && element !== null && isDeeperThan(element, levels - 1)) return true
    return false
  }
  const members = value as JsonObject
  // `for in` reads V8's cached list of names; `Object.values` copies it.
  for (const name in members) {
    const member = members[name]
    if (typeof member === 'object' && member !== null && isDeeperThan(member, levels - 1)) return true
  }
  return false
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
