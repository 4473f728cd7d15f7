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
import { FixedPiece } from './fixed-piece.ts'
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
  const head = headOf(intent)
  return { head, request, bytes: head.length + request.length, crc: crc32(request, crc32(head)) }
}

/** What a head is made of, beside the client and the moment. */
type Asking = Pick<Intent, 'id' | 'key' | 'account' | 'org' | 'dialect' | 'model' | 'isStream'>

/**
 * What stands before the request. Calls of one connection share what is known of the client, and nearly always all but
 * the id and the moment: those are written over the ones of the call before.
 */
function headOf(intent: Intent): Buffer {
  const { id, client } = intent
  const moment = timestampOf(intent.timeMs)
  const last = client === undefined ? undefined : heads.get(client)
  const isAsBefore = last !== undefined && last.moment.length === moment.length && isSame(last, intent)
  if (!isAsBefore || !isPlain(id)) return firstHead(intent, moment)
  const head = Buffer.from(last.head)
  head.write(id, idAt, 'latin1')
  head.write(moment, idAt + id.length + betweenBytes, 'latin1')
  return head
}

function firstHead(intent: Intent, moment: string): Buffer {
  const { id, client, key, account, org, dialect, model, isStream } = intent
  const name = repairSurrogates(JSON.stringify(id))
  const head = Buffer.from(`{"v":1,"id":${name},"ts":"${moment}",${jsonOf(intent)},"request":`)
  if (client !== undefined && isPlain(id))
    heads.set(client, { id, moment, key, account, org, dialect, model, isStream, head })
  return head
}

const heads = new WeakMap<object, Asking & { readonly head: Buffer; readonly moment: string }>()
const idAt = '{"v":1,"id":"'.length
const betweenBytes = '","ts":"'.length

/** Whether it stands in JSON as it is, a byte for a letter. */
function isPlain(id: string): boolean {
  return /^[\w-]+$/.test(id)
}

/** Whether their heads differ in nothing but what the ids are, and the moments. */
function isSame(one: Asking, other: Asking): boolean {
  return (
    one.id.length === other.id.length &&
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

const responseMember = new FixedPiece(',"response":')
const usualPiece = new FixedPiece(usualClosing)

/** Ends a line: the response if there is one, `closing`, the checksum and a line feed. */
export function endLine(begun: BegunLine, response: Uint8Array | undefined, closing: string): Line {
  const { head, request } = begun
  let { crc, bytes } = begun
  if (response !== undefined) {
    crc = crc32(response, responseMember.crcAfter(crc))
    bytes += responseMember.bytes.length + response.length
  }
  const end =
    closing === usualClosing
      ? sign(Buffer.from(usualUnsigned), usualPiece.crcAfter(crc))
      : signed(Buffer.from(`${closing}${unsigned}`), crc)
  const chunks = response === undefined ? [head, request, end] : [head, request, responseMember.bytes, response, end]
  return { chunks, bytes: bytes + end.length }
}

/** What follows the bytes that are summed, before the sum is known. */
const unsigned = ',"crc32":"00000000"}\n'
const usualUnsigned = Buffer.from(`${usualClosing}${unsigned}`)

/** A JSON object of ours on a line of its own, with a checksum as records have it. It must have a member. */
export function checkedLine(object: object): Line {
  const line = signed(Buffer.from(`${JSON.stringify(object).slice(0, -1)}${unsigned}`), 0)
  return { chunks: [line], bytes: line.length }
}

/** Whether a line, without its line feed, ends in the checksum of the rest of it. */
export function isIntact(line: Uint8Array): boolean {
  const end = line.length - unsigned.length + 1
  if (end < 1) return false
  const checksum = sign(Buffer.from(unsigned), crc32(line.subarray(0, end)))
  return checksum.compare(line, end, line.length, 0, unsigned.length - 1) === 0
}

/** `line`, or its last piece, which ends with {@link unsigned}, with the sum of what has `crc` and itself. */
function signed(line: Buffer, crc: number): Buffer {
  return sign(line, crc32(line.subarray(0, line.length - unsigned.length), crc))
}

/** Digit by digit: the text of a number takes V8 as long as the sum itself. */
function sign(line: Buffer, crc: number): Buffer {
  const lastAt = line.length - 1 - '"}\n'.length
  for (let digit = 0; digit < 8; digit += 1) line[lastAt - digit] = digits[(crc >>> (4 * digit)) & 0x0f]!
  return line
}

const digits = Buffer.from('0123456789abcdef')

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
