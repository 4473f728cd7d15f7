/**
 * The line of a record: an envelope that we write, bodies spliced in as they came, and a checksum of it all.
 *
 * A line is begun when a call is opened and ended when it is closed; the intent in the journal is the same beginning
 * with the end that the record would have if nothing else came. So a journal's line is a record already, and recovering
 * is copying.
 */
import { crc32 } from 'node:zlib'
import { recordBytesMax, type Usage } from '@stillhunt/core/interaction'
import type { BodyFault } from './body.ts'
import type { Intent, Outcome } from './call.ts'
import { repairSurrogates } from './surrogate-escape.ts'
import { timestampOf } from './timestamp.ts'

/** What is written as one line: its bytes in pieces, which nobody changes any longer. */
export interface Line {
  readonly chunks: readonly Uint8Array[]
  readonly bytes: number
}

/** A line without its end: envelope and request, how long both are and their checksum. */
export interface BegunLine {
  readonly head: Uint8Array
  readonly request: Uint8Array
  readonly bytes: number
  readonly crc: number
}

/** The most bytes of a request in a record: what is left of {@link recordBytesMax} is for the response and the rest. */
export const requestBytesMax: number = recordBytesMax - 4 * 1024 * 1024

/** What is left free for all that follows the bodies. */
const closingBytesMax = 256 * 1024

/** What the record says of itself beside the contract's fields: its member `gateway`. Absent members are left out. */
export interface GatewayMember {
  readonly ending: Outcome['ending']
  readonly content?: 'hash' | 'omit' | undefined
  readonly verdicts?: readonly string[] | undefined
  readonly retry_count?: number | undefined
  /** Events of the stream that were no JSON. */
  readonly stream_errors?: number | undefined
  /** The error that came in the stream after a 200. */
  readonly stream_error?: unknown
  readonly request_fault?: BodyFault | undefined
  /** How long the body was that the record does not hold as it came. */
  readonly request_bytes?: number | undefined
  readonly response_fault?: BodyFault | undefined
  readonly response_bytes?: number | undefined
  /** The beginning of a response that was no JSON object. */
  readonly response_text?: string | undefined
}

/** Begins a line with the envelope and the request, a JSON object on one line. */
export function beginLine(intent: Intent, request: Uint8Array): BegunLine {
  const id = repairSurrogates(JSON.stringify(intent.id))
  const head = Buffer.from(`{"v":1,"id":${id},"ts":"${timestampOf(intent.timeMs)}",${askingOf(intent)},"request":`)
  return { head, request, bytes: head.length + request.length, crc: crc32(request, crc32(head)) }
}

/** What {@link askingOf} is made of, beside the client. */
type Asking = Pick<Intent, 'key' | 'account' | 'org' | 'dialect' | 'model' | 'isStream'>

/** Who asks what model, and how, as JSON: calls of one connection share what is known of the client, and nearly always the rest. */
function askingOf(intent: Intent): string {
  const { client } = intent
  if (client === undefined) return jsonOf(intent)
  const last = asking.get(client)
  if (last !== undefined && isSame(last, intent)) return last.json
  const { key, account, org, dialect, model, isStream } = intent
  const json = jsonOf(intent)
  asking.set(client, { key, account, org, dialect, model, isStream, json })
  return json
}

const asking = new WeakMap<object, Asking & { readonly json: string }>()

function isSame(one: Asking, other: Asking): boolean {
  return (
    one.key === other.key &&
    one.account === other.account &&
    one.org === other.org &&
    one.dialect === other.dialect &&
    one.model === other.model &&
    one.isStream === other.isStream
  )
}

function jsonOf({ account, org, key, client, dialect, model, isStream: stream }: Intent): string {
  return repairSurrogates(JSON.stringify({ account, org, key, client, dialect, model, stream }).slice(1, -1))
}

/** The bytes that a record has left for the response once it is begun. */
export function responseRoom(begun: BegunLine): number {
  return Math.max(0, recordBytesMax - begun.bytes - closingBytesMax)
}

/** What follows the bodies of a call that nobody has seen the end of. */
export function interruptedClosing(gateway: Omit<GatewayMember, 'ending'>): string {
  return gateway.content === undefined && gateway.request_fault === undefined
    ? usualClosing
    : closingInterrupted(gateway)
}

function closingInterrupted(gateway: Omit<GatewayMember, 'ending'>): string {
  return `,${JSON.stringify({ status: 500, gateway: { ending: 'interrupted', ...gateway } }).slice(1, -1)}`
}

/** Of most calls there is nothing to say beside that. */
const usualClosing = closingInterrupted({})

/** What follows the bodies, up to the checksum. */
export function closingOf({ latencyMs, ttftMs, usage, status }: Outcome, gateway: GatewayMember): string {
  const told = Number.isInteger(status) && status >= 100 && status <= 999 ? status : 500
  const moments = `${quantity('latency_ms', latencyMs)}${quantity('ttft_ms', ttftMs)}`
  return `,"status":${told}${moments}${usage === undefined ? '' : usageJson(usage)},"gateway":${gatewayJson(gateway)}`
}

function gatewayJson(gateway: GatewayMember): string {
  // Of most calls there is nothing else to say.
  for (const name in gateway)
    if (name !== 'ending' && gateway[name as keyof GatewayMember] !== undefined)
      return repairSurrogates(JSON.stringify(gateway))
  return `{"ending":"${gateway.ending}"}`
}

/** With up to three decimals. */
function quantity(name: string, value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return ''
  const thousandths = Math.round(value * 1000)
  if (thousandths < 0 || thousandths > thousandthsMax) return `,"${name}":${thousandths / 1000}`
  return `,"${name}":${Math.floor(thousandths / 1000)}${decimals[thousandths % 1000]!}`
}

/** The text of a number with decimals takes V8 half a microsecond, and each record has two: these are theirs. */
const decimals: readonly string[] = Array.from({ length: 1000 }, (_, thousandth) => String(thousandth / 1000).slice(1))
const thousandthsMax = 2 ** 31

function usageJson({ inputTokens, outputTokens, reasoningTokens, cachedTokens }: Usage): string {
  let counts = ''
  counts = withCount(counts, 'input_tokens', inputTokens)
  counts = withCount(counts, 'output_tokens', outputTokens)
  counts = withCount(counts, 'reasoning_tokens', reasoningTokens)
  counts = withCount(counts, 'cached_tokens', cachedTokens)
  return `,"usage":{${counts}}`
}

function withCount(counts: string, name: string, tokens: number | undefined): string {
  if (tokens === undefined || !Number.isFinite(tokens)) return counts
  return counts === '' ? `"${name}":${tokens}` : `${counts},"${name}":${tokens}`
}

const responseMember = Buffer.from(',"response":')

/** Ends a line: the response if there is one, `closing`, the checksum and a line feed. */
export function endLine(begun: BegunLine, response: Uint8Array | undefined, closing: string): Line {
  const { head, request } = begun
  let { crc, bytes } = begun
  if (response !== undefined) {
    crc = crc32(response, crc32(responseMember, crc))
    bytes += responseMember.length + response.length
  }
  // For strings `crc32` takes their UTF-8.
  const end = Buffer.from(`${closing},"crc32":"${hexOf(crc32(closing, crc))}"}\n`)
  const chunks = response === undefined ? [head, request, end] : [head, request, responseMember, response, end]
  return { chunks, bytes: bytes + end.length }
}

/** What stands between the bytes that are summed and the end of the line: the member `crc32`. */
const checksumBytes = ',"crc32":"00000000"}'.length

/** A JSON object of ours on a line of its own, with a checksum as records have it. It must have a member. */
export function checkedLine(object: object): Line {
  const json = JSON.stringify(object).slice(0, -1)
  const line = Buffer.from(`${json},"crc32":"${hexOf(crc32(json))}"}\n`)
  return { chunks: [line], bytes: line.length }
}

/** Whether a line, without its line feed, ends in the checksum of the rest of it. */
export function isIntact(line: Uint8Array): boolean {
  const end = line.length - checksumBytes
  if (end < 1) return false
  const checksum = Buffer.from(line.buffer, line.byteOffset + end, checksumBytes).toString('latin1')
  return checksum === `,"crc32":"${hexOf(crc32(line.subarray(0, end)))}"}`
}

/** `toString(16)` divides doubles for it, which takes as long as the checksum itself. */
function hexOf(crc: number): string {
  return hexOfHalf(crc >>> 16) + hexOfHalf(crc & 0xffff)
}

function hexOfHalf(half: number): string {
  return hexOfByte[half >> 8]! + hexOfByte[half & 0xff]!
}

const hexOfByte: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** A record's own beginning, up to its id as JSON. */
const idMember = /^\{"v":1,"id":("(?:[^"\\]|\\.)*"),/
/** Ids are short; where one is longer than this, all of the line is looked at. */
const idBytesUsual = 256

/** The id of a record of ours, as its text; undefined when the line does not begin like one. */
export function idOf(line: Uint8Array): string | undefined {
  const found =
    idMember.exec(Buffer.from(line.subarray(0, idBytesUsual)).toString('utf8')) ??
    idMember.exec(Buffer.from(line).toString('utf8'))
  return found === null ? undefined : (JSON.parse(found[1]!) as string)
}
