/**
 * Looks at an answer while it passes. What the client gets is the upstream's bytes; everything here is done on a copy
 * and a fault here is counted and ends the looking, never the answer. The one exception is what a verdict takes out of
 * outputs: there a fault ends the answer, since what should not go out must not.
 */
import { isUtf8 } from 'node:buffer'
import { StringDecoder } from 'node:string_decoder'
import {
  type AnswerStream,
  EventStreamDecoder,
  type EventHardener,
  type Hardening,
  hardenBody,
  type Members,
  openAnswerStream,
  openHardener,
  readAnswerUsage,
  readMembers,
  recordDepthMax,
  type Usage,
} from '@stillhunt/core/interaction'
import { EventBlocks, withoutUsage, withOwnResultsUrl } from '../wire.ts'

/** What is to be looked for, and what to be taken out. */
export interface InspectionRule {
  readonly dialect: string
  /** The gateway asked for the usage of a stream: the client is not to see it. */
  readonly hidesUsage: boolean
  /** Undefined when nothing is taken out. */
  readonly hardening: Hardening | undefined
  /** Of a batch: below which URL its client finds the results. Undefined for all else. */
  readonly ownUrl: string | undefined
  readonly inspectedBytesMax: number
}

/** What was seen, when the answer is over. */
export interface Inspected {
  /** The body as the client got it, or what its stream adds up to; undefined when there was too much or nothing. */
  readonly response: Uint8Array | Readonly<Record<string, unknown>> | undefined
  /** The response's bytes are such as a record takes: a JSON object of its depth. False where nobody looked. */
  readonly isRecordable: boolean
  readonly usage: Usage | undefined
  readonly malformedEvents: number
  readonly streamError: unknown
  /** The end of the stream came, as its dialect marks it. */
  readonly isComplete: boolean
  /** Bytes of answer that were seen, for an estimate where nobody counted. */
  readonly seenBytes: number
}

/** Looks at one answer. `pass` gives what goes to the client, in order; `finish` what may still be owed to it. */
export interface Inspection {
  pass(chunk: Buffer): Buffer | readonly Buffer[]
  /** Called once, after the last chunk; `isWhole` is false when the answer was cut off. */
  finish(isWhole: boolean): readonly Buffer[]
  /** The mark at which its dialect's streams end has passed: whoever leaves now has all that there is. */
  readonly hasEnded: boolean
  /** The id of what the answer tells of, as soon as it is known: of a body when it is whole. */
  readonly madeId: string | undefined
  readonly result: Inspected
}

/** An answer that comes as an event stream. */
export class StreamInspection implements Inspection {
  readonly #answer: AnswerStream
  readonly #text = new StringDecoder('utf8')
  readonly #decoder = new EventStreamDecoder()
  readonly #blocks: EventBlocks | undefined
  readonly #rule: InspectionRule
  readonly #harden: EventHardener | undefined
  #seenBytes = 0
  /** Withheld, since they could not be looked at. */
  #unreadableEvents = 0

  constructor(rule: InspectionRule) {
    this.#rule = rule
    this.#answer = openAnswerStream(rule.dialect)
    this.#harden = rule.hardening === undefined ? undefined : openHardener(rule.dialect, rule.hardening)
    if (rule.hidesUsage || rule.hardening !== undefined) this.#blocks = new EventBlocks()
  }

  pass(chunk: Buffer): Buffer | readonly Buffer[] {
    if (this.#blocks === undefined) {
      this.#see(this.#text.write(chunk), chunk.length)
      return chunk
    }
    return this.#blocks.push(chunk).flatMap((block) => this.#filter(block))
  }

  finish(isWhole: boolean): readonly Buffer[] {
    const rest = this.#blocks?.end() ?? Buffer.alloc(0)
    // Half an event of a cut answer is not an event: it is neither shown to a hardened client nor made up for.
    const last = rest.length > 0 && (isWhole || this.#harden === undefined) ? this.#filter(rest) : []
    for (const event of this.#decoder.push(this.#text.end())) this.#answer.add(event)
    for (const event of this.#decoder.end()) this.#answer.add(event)
    return last
  }

  get hasEnded(): boolean {
    return this.#answer.isComplete
  }

  get madeId(): string | undefined {
    const id = this.#answer.body?.['id']
    return typeof id === 'string' ? id : undefined
  }

  get result(): Inspected {
    const { body, usage, malformedEvents, error, isComplete } = this.#answer
    return {
      response: this.#seenBytes > this.#rule.inspectedBytesMax ? undefined : body,
      isRecordable: false,
      usage,
      malformedEvents: malformedEvents + this.#unreadableEvents,
      streamError: error,
      isComplete,
      seenBytes: body === undefined ? 0 : Math.min(this.#seenBytes, JSON.stringify(body).length),
    }
  }

  #see(text: string, bytes: number): void {
    this.#seenBytes += bytes
    if (this.#seenBytes > this.#rule.inspectedBytesMax) return
    for (const event of this.#decoder.push(text)) this.#answer.add(event)
  }

  #filter(block: Buffer): readonly Buffer[] {
    const hardened = this.#hardened(block)
    if (hardened === undefined) return []
    this.#see(this.#text.write(hardened), block.length)
    const shown = this.#rule.hidesUsage ? withoutUsage(hardened) : hardened
    return shown === null ? [] : [shown]
  }

  #hardened(block: Buffer): Buffer | undefined {
    if (this.#harden === undefined) return block
    const decoder = new EventStreamDecoder()
    const [event] = [...decoder.push(block.toString()), ...decoder.end()]
    if (event === undefined && !isSilent(block)) throw new Error('what must be hardened is no event stream')
    const outcome = event === undefined ? 'same' : this.#harden(event)
    if (outcome === 'same') return block
    if (outcome === 'unreadable') this.#unreadableEvents += 1
    if (outcome === 'drop' || outcome === 'unreadable') return undefined
    const name = outcome.event === undefined ? '' : `event: ${outcome.event}\n`
    return Buffer.from(
      `${name}${outcome.data
        .split('\n')
        .map((line) => `data: ${line}\n`)
        .join('')}\n`,
    )
  }
}

/** Whether nothing in a block without an event can be of a model: blank lines, comments, fields of the protocol's. */
function isSilent(block: Buffer): boolean {
  return block
    .toString()
    .split(/\r\n|\r|\n/)
    .every((line) => line === '' || line === '\ufeff' || /^(?::|(?:event|id|retry)(?::|$)|data:? ?$)/.test(line))
}

/** An answer that comes in one piece. */
export class BodyInspection implements Inspection {
  readonly #rule: InspectionRule
  readonly #chunks: Buffer[] = []
  #bytes = 0
  #whole: Buffer | undefined

  constructor(rule: InspectionRule) {
    this.#rule = rule
  }

  pass(chunk: Buffer): Buffer | readonly Buffer[] {
    this.#bytes += chunk.length
    const { hardening, ownUrl, inspectedBytesMax } = this.#rule
    const holdsBack = hardening !== undefined || ownUrl !== undefined
    if (this.#bytes <= inspectedBytesMax) {
      this.#chunks.push(chunk)
      return holdsBack ? [] : chunk
    }
    if (hardening !== undefined) throw new Error('an answer that must be hardened is longer than can be looked at')
    return ownUrl === undefined ? chunk : [...this.#chunks.splice(0), chunk]
  }

  finish(isWhole: boolean): readonly Buffer[] {
    if (this.#bytes > this.#rule.inspectedBytesMax) return []
    const body = this.#chunks.length === 1 ? this.#chunks[0]! : Buffer.concat(this.#chunks)
    const { hardening, ownUrl } = this.#rule
    this.#whole = hardening === undefined ? body : this.#hardened(body, hardening, isWhole)
    if (ownUrl !== undefined) return [asBuffer(withOwnResultsUrl(this.#whole, ownUrl))]
    return hardening === undefined ? [] : [this.#whole]
  }

  get hasEnded(): boolean {
    return false
  }

  get madeId(): string | undefined {
    const id = this.#whole && memberOf(this.#whole, readMembers(this.#whole, ['id']))
    return typeof id === 'string' ? id : undefined
  }

  get result(): Inspected {
    const found = this.#whole === undefined ? undefined : readMembers(this.#whole, usageMember, recordDepthMax - 1)
    return {
      response: this.#whole,
      isRecordable: found?.ok === true && this.#whole![0] === openBrace && isUtf8(this.#whole!),
      usage: found === undefined ? undefined : usageOf(this.#rule.dialect, this.#whole!, found),
      malformedEvents: 0,
      streamError: undefined,
      isComplete: true,
      seenBytes: this.#bytes,
    }
  }

  #hardened(body: Buffer, hardening: Hardening, isWhole: boolean): Buffer {
    if (!isWhole || body.length === 0) return Buffer.alloc(0)
    // What cannot be read may be anything, an event stream of another name too: throwing, it is not served.
    const parsed: unknown = JSON.parse(body.toString())
    const hardened = hardenBody(this.#rule.dialect, parsed, hardening)
    return hardened === parsed ? body : Buffer.from(JSON.stringify(hardened))
  }
}

const openBrace = 0x7b
const usageMember = ['usage']

function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}

function usageOf(dialect: string, body: Buffer, found: Members): Usage | undefined {
  const usage = memberOf(body, found)
  return usage === undefined ? undefined : readAnswerUsage(dialect, { usage })
}

/** The last of the members that were found; undefined where there is none. */
function memberOf(body: Buffer, found: Members): unknown {
  const member = found.ok ? found.members.at(-1) : undefined
  if (member === undefined) return undefined
  try {
    return JSON.parse(body.toString('utf8', member.valueStart, member.end))
  } catch {
    return undefined
  }
}
