/** What a request asks for, as far as limits and verdicts need to know, read from its bytes without parsing all of them. */
import { isUtf8 } from 'node:buffer'
import { type Members, readMembers } from '@stillhunt/core/interaction'

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
  /** The client asks for the usage chunk of a stream itself. */
  readonly wantsUsage: boolean
  readonly offersTools: boolean
  /** The id that the customer gives for its own user. */
  readonly endUser: string | undefined
  /** Where the members stand, for editing. */
  readonly found: FoundMembers
}

/** Why a request cannot be read: `param` is the member at fault. */
export interface DemandFault {
  readonly message: string
  readonly param?: string
}

/** Members that are read, whatever the dialect: none means something else in another. */
const names = [
  'model',
  'stream',
  'stream_options',
  'n',
  'best_of',
  'max_tokens',
  'max_completion_tokens',
  'max_output_tokens',
  'max_tokens_to_sample',
  'tools',
  'functions',
  'mcp_servers',
  'web_search_options',
  'user',
  'safety_identifier',
  'metadata',
  'logprobs',
  'top_logprobs',
  'include',
  'previous_response_id',
  'conversation',
  'container',
  'input',
] as const

type Name = (typeof names)[number]

/** Members of which only matters whether there is something in them: they can be long, and are not parsed. */
const offers: ReadonlySet<string> = new Set(['tools', 'functions', 'mcp_servers', 'web_search_options'])

/** Members that are left to who looks for what an earlier call left behind. */
const references: ReadonlySet<string> = new Set(['previous_response_id', 'conversation', 'container', 'input'])

/** The values of the members that matter, every occurrence in order. */
class Values {
  readonly offersTools: boolean
  readonly #values = new Map<string, unknown[]>()

  /** Throws for a value that is no UTF-8. */
  constructor(bytes: Uint8Array, { members }: FoundMembers) {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    let offersTools = false
    for (const { name, valueStart, end } of members) {
      if (offers.has(name)) {
        offersTools ||= isSomething(buffer, valueStart)
        continue
      }
      if (references.has(name)) continue
      const value: unknown = JSON.parse(textOf(buffer, valueStart, end))
      const values = this.#values.get(name)
      if (values === undefined) this.#values.set(name, [value])
      else values.push(value)
    }
    this.offersTools = offersTools
  }

  all(name: Name): readonly unknown[] {
    return this.#values.get(name) ?? none
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

const none: readonly unknown[] = []

function textOf(buffer: Buffer, start: number, end: number): string {
  const text = buffer.toString('utf8', start, end)
  // What is put in the place of bytes that are no UTF-8 is also a letter that anybody may send.
  if (text.includes('\ufffd') && !isUtf8(buffer.subarray(start, end))) throw new Error('not UTF-8')
  return text
}

/** Whether a value is more than `null`, `false` or an empty list. */
function isSomething(buffer: Buffer, start: number): boolean {
  const first = String.fromCharCode(buffer[start]!)
  if (first === 'n' || first === 'f') return false
  if (first !== '[') return true
  let at = start + 1
  while (buffer[at]! <= 0x20) at++
  return buffer[at] !== ']'.charCodeAt(0)
}

/**
 * Reads what `bytes`, the body of a request, ask for. A body that is no JSON object is a fault: what cannot be read
 * cannot be counted. Members of a wrong type are the upstream's to refuse. Duplicates count as what asks for most.
 */
export function readDemand(bytes: Uint8Array): Demand | DemandFault {
  const found = readMembers(bytes, names)
  if (!found.ok) return { message: `The request body could not be read as a JSON object: ${found.reason}.` }
  let values: Values
  try {
    values = new Values(bytes, found)
  } catch {
    return { message: 'The request body could not be read as a JSON object: not JSON.' }
  }
  const models = values.all('model')
  if (!models.every((model) => typeof model === 'string')) return { message: 'model must be a string.', param: 'model' }
  return {
    model: models.at(-1) ?? '',
    models,
    isStream: values.all('stream').includes(true),
    choices: Math.max(1, Math.ceil(values.largest('n', 'best_of') ?? 1)),
    outputTokensMax: values.largest('max_tokens', 'max_completion_tokens', 'max_output_tokens', 'max_tokens_to_sample'),
    wantsUsage: values.all('stream_options').some((options) => memberOf(options, 'include_usage') === true),
    offersTools: values.offersTools,
    endUser: endUserOf(values),
    found,
  }
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
}

function endUserOf(values: Values): string | undefined {
  const candidates = [
    ...values.all('safety_identifier'),
    ...values.all('user'),
    ...values.all('metadata').map((metadata) => memberOf(metadata, 'user_id')),
  ]
  const found = candidates.find((value) => typeof value === 'string' && value !== '')
  return found === undefined ? undefined : (found as string).slice(0, 256)
}
