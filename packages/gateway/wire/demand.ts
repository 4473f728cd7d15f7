/** What a request asks for, as far as limits and verdicts need to know, read from its bytes without parsing all of them. */
import { isUtf8 } from 'node:buffer'
import { type Members, readMembers, recordDepthMax } from '@stillhunt/core/interaction'

/** Members that were found in a body. */
export type FoundMembers = Extract<Members, { readonly ok: true }>

/** What one request wants. */
export interface Demand {
  /** The model asked for; empty when none is named. Where the member is there twice, the last. */
  readonly model: string
  /** Every model named: clever clients name two and hope that two parsers disagree. */
  readonly models: readonly string[]
  readonly isStream: boolean
  /** Choices wanted of one answer, from 1 on. */
  readonly choices: number
  /** The bound on output tokens that the client set itself; undefined when it set none. */
  readonly outputTokensMax: number | undefined
  /** The client asks for the usage chunk of a stream itself, however its wishes are read. */
  readonly wantsUsage: boolean
  /** The answer is to be made after the call and fetched later. */
  readonly isBackground: boolean
  /** The provider keeps the answer, where its interface can: so it does unless it is told not to. */
  readonly isStored: boolean
  /** Every response that is to be continued, by its id: one, but for clever clients. */
  readonly earlier: readonly string[]
  readonly offersTools: boolean
  /** Every id that the customer gives for its own user, each once, at most {@link endUsersMax}; cut at 256 characters. */
  readonly endUsers: readonly string[]
  /** Where the members stand, for editing. */
  readonly found: FoundMembers
}

/** Why a request cannot be read: `param` is the member at fault. */
export interface DemandFault {
  readonly message: string
  readonly param?: string
}

const none: readonly unknown[] = []

/** Levels of a body: as many as the record has room for, so that what passes is recorded. */
const levelsMax = recordDepthMax - 1

/** The most end users that one request may name; clients name one, in up to three places. */
export const endUsersMax = 8

/** The most earlier responses that one request may name; who means it names one. */
const earlierMax = 8

/** What a member must be to be counted, besides null (which no model is), in words and as a test. */
interface Kind {
  readonly words: string
  readonly is: (value: unknown) => boolean
}

const flag: Kind = { words: 'true or false', is: (value) => typeof value === 'boolean' }
const text: Kind = { words: 'a string', is: (value) => typeof value === 'string' }
const list: Kind = { words: 'a list', is: Array.isArray }
const map: Kind = {
  words: 'an object',
  is: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
}
const quantity: Kind = {
  words: 'a number from 0 on',
  is: (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0,
}
const any: Kind = { words: 'anything', is: () => true }
/** Only matters whether there is something in it: it can be long, and is not parsed. */
const offer: Kind = { ...any }
/** Is left to who looks for what an earlier call left behind. */
const reference: Kind = { ...any }

/**
 * Members that are read, whatever the dialect: none means something else in another. A lenient parser makes a number of
 * "64" and true of 1: what is counted has the type of the interface.
 */
const kinds = {
  model: text,
  stream: flag,
  stream_options: map,
  background: flag,
  store: flag,
  n: quantity,
  best_of: quantity,
  max_tokens: quantity,
  max_completion_tokens: quantity,
  max_output_tokens: quantity,
  max_tokens_to_sample: quantity,
  tools: offer,
  functions: offer,
  mcp_servers: offer,
  web_search_options: offer,
  user: text,
  safety_identifier: text,
  metadata: map,
  logprobs: any,
  top_logprobs: any,
  include: list,
  previous_response_id: text,
  conversation: reference,
  container: reference,
  input: reference,
} as const

type Name = keyof typeof kinds
const names = Object.keys(kinds) as readonly Name[]
const kindOf: ReadonlyMap<string, Kind> = new Map(Object.entries(kinds))

/** The values of the members that matter. */
class Values {
  readonly offersTools: boolean
  /** What is wrong with the type of a value, the first that is; undefined when nothing is. */
  readonly fault: DemandFault | undefined
  /** The members that are counted, each once: a request has few, so a name is looked for among them. */
  readonly #names: string[] = []
  /** Every occurrence of each, in order. */
  readonly #values: unknown[][] = []
  /** Values of members that have members which matter, as they stand. */
  #maps: { readonly name: string; readonly bytes: Buffer }[] | undefined

  constructor(bytes: Uint8Array, found: FoundMembers) {
    const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    let offersTools = false
    let fault: DemandFault | undefined
    for (const { name, valueStart, end } of found.members) {
      const kind = kindOf.get(name) ?? any
      if (kind === offer) offersTools ||= isSomething(buffer, valueStart)
      if (kind === offer || kind === reference) continue
      const value = valueAt(buffer, valueStart, end)
      fault ??= faultOf(name, kind, value)
      this.#add(name, value)
      if (kind === map) (this.#maps ??= []).push({ name, bytes: buffer.subarray(valueStart, end) })
    }
    this.offersTools = offersTools
    this.fault = fault
  }

  /** In place: a body of some megabytes can repeat a member a million times. */
  #add(name: string, value: unknown): void {
    const at = this.#names.indexOf(name)
    if (at >= 0) {
      this.#values[at]!.push(value)
      return
    }
    this.#names.push(name)
    this.#values.push([value])
  }

  /** Every value of a member, in order. */
  all(name: Name): readonly unknown[] {
    const at = this.#names.indexOf(name)
    return at < 0 ? none : this.#values[at]!
  }

  /** The values of member `inner` of each occurrence of `name`: repeated ones too, none for an occurrence without. */
  inside(name: Name, inner: string): readonly (readonly unknown[])[] {
    if (this.#maps === undefined) return noneInside
    return this.#maps
      .filter((one) => one.name === name)
      .map(({ bytes }) => {
        const found = readMembers(bytes, [inner])
        return found.ok ? found.members.map(({ valueStart, end }) => valueAt(bytes, valueStart, end)) : none
      })
  }

  /** The largest number among the values; undefined when there is none. */
  largest(...wanted: readonly Name[]): number | undefined {
    let largest: number | undefined
    for (const name of wanted)
      for (const value of this.all(name))
        if (typeof value === 'number' && (largest === undefined || value > largest)) largest = value
    return largest
  }
}

/** What is wrong with the type of a member's value; undefined when nothing is. */
function faultOf(name: string, kind: Kind, value: unknown): DemandFault | undefined {
  // Without a model there is nothing that could be allowed.
  if (kind.is(value) || (value === null && name !== 'model')) return undefined
  return { message: `${name} must be ${kind.words}.`, param: name }
}

const noneInside: readonly (readonly unknown[])[] = []

/** A JSON value. Most members have short ones that need no parser. */
function valueAt(buffer: Buffer, start: number, end: number): unknown {
  const first = buffer[start]!
  if (first === letterT) return true
  if (first === letterF) return false
  if (first === letterN) return null
  if (first === quote) return textAt(buffer, start + 1, end - 1)
  const isNumber = first === minus || (first >= digit0 && first <= digit9)
  return isNumber ? numberAt(buffer, start, end) : JSON.parse(buffer.toString('utf8', start, end))
}

/** The text between two quotation marks. */
function textAt(buffer: Buffer, start: number, end: number): string {
  const last = lastTexts[end - start]
  if (last !== undefined && isTextAt(buffer, start, last)) return last
  const text = buffer.toString('utf8', start, end)
  if (text.includes('\\')) return JSON.parse(`"${text}"`) as string
  if (text.length < lastTexts.length && text.length === end - start) lastTexts[text.length] = text
  return text
}

/** By its length the last text in ASCII: requests name the same models again and again. */
const lastTexts: (string | undefined)[] = Array.from({ length: 64 }, () => undefined)
lastTexts[0] = ''

function isTextAt(buffer: Buffer, start: number, text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (buffer[start + at] !== text.charCodeAt(at)) return false
  return true
}

function numberAt(buffer: Buffer, start: number, end: number): number {
  let number = 0
  for (let at = start; at < end; at += 1) {
    const digit = buffer[at]! - digit0
    if (digit < 0 || digit > 9 || end - start > exactDigitsMax) return Number(buffer.toString('latin1', start, end))
    number = number * 10 + digit
  }
  return number
}

/** A whole number of so many digits is a double in any case. */
const exactDigitsMax = 15

const quote = 0x22
const minus = 0x2d
const digit0 = 0x30
const digit9 = 0x39
const letterF = 0x66
const letterN = 0x6e
const letterT = 0x74

/** Whether a value is more than `null`, `false` or an empty list. */
function isSomething(buffer: Buffer, start: number): boolean {
  const first = String.fromCharCode(buffer[start]!)
  if (first === 'n' || first === 'f') return false
  if (first !== '[') return true
  let at = start + 1
  while (buffer[at]! <= 0x20) at++
  return buffer[at] !== ']'.charCodeAt(0)
}

function unreadable(reason: string): DemandFault {
  return { message: `The request body could not be read as a JSON object: ${reason}.` }
}

/**
 * Reads what `bytes`, the body of a request, ask for. A body that is no JSON object is a fault: what cannot be read
 * cannot be counted. So is what two parsers could read in two ways: a byte order mark, a counted member of another type
 * or with another case of its letters. Duplicates count as what asks for most.
 */
export function readDemand(bytes: Uint8Array): Demand | DemandFault {
  if (bytes[0] === 0xef) return unreadable('it begins with a byte order mark')
  if (!isUtf8(bytes)) return unreadable('not UTF-8')
  const found = readMembers(bytes, names, levelsMax)
  if (!found.ok) return unreadable(found.reason)
  if (found.otherCase !== undefined)
    return { message: `${found.otherCase} must be written in lower case.`, param: found.otherCase }
  const values = new Values(bytes, found)
  const fault = values.fault
  if (fault !== undefined) return fault
  const endUsers = endUsersOf(values)
  if ('message' in endUsers) return endUsers
  const models = values.all('model') as readonly string[]
  const isBackground = values.all('background').includes(true)
  const earlier = earlierOf(values)
  if (earlier.length > earlierMax)
    return { message: 'A request may name one previous response.', param: 'previous_response_id' }
  const storeWishes = values.all('store')
  const usageWishes = values.inside('stream_options', 'include_usage')
  return {
    model: models.at(-1) ?? '',
    models,
    isStream: values.all('stream').includes(true),
    choices: Math.max(1, Math.ceil(values.largest('n', 'best_of') ?? 1)),
    outputTokensMax: values.largest('max_tokens', 'max_completion_tokens', 'max_output_tokens', 'max_tokens_to_sample'),
    wantsUsage: usageWishes.length > 0 && usageWishes.every((wishes) => wishes.length > 0 && wishes.every(isTrue)),
    isBackground,
    isStored: isBackground || storeWishes.length === 0 || !storeWishes.every((wish) => wish === false),
    earlier,
    offersTools: values.offersTools,
    endUsers,
    found,
  }
}

function earlierOf(values: Values): readonly string[] {
  const ids = values.all('previous_response_id') as readonly (string | null)[]
  return ids.length === 0 ? [] : [...new Set(ids.filter((id) => id !== null))]
}

function isTrue(value: unknown): boolean {
  return value === true
}

function endUsersOf(values: Values): readonly string[] | DemandFault {
  const endUsers: string[] = []
  let fault = addUsers(endUsers, values.all('safety_identifier')) ?? addUsers(endUsers, values.all('user'))
  for (const ids of values.inside('metadata', 'user_id')) fault ??= addUsers(endUsers, ids)
  return fault ?? endUsers
}

function addUsers(endUsers: string[], named: readonly unknown[]): DemandFault | undefined {
  for (const value of named) {
    if (value === null || value === '') continue
    if (typeof value !== 'string') return { message: 'metadata.user_id must be a string.', param: 'metadata' }
    const endUser = value.slice(0, 256)
    if (endUsers.includes(endUser)) continue
    if (endUsers.length === endUsersMax)
      return { message: `A request may name at most ${endUsersMax} end users.`, param: 'user' }
    endUsers.push(endUser)
  }
  return undefined
}
