/** Reads what a client sends, within bounds. */
import type { ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, zstdDecompress } from 'node:zlib'
import type { Refusal } from '../wire.ts'
import { bodyBudget, type BodyShare } from './body-budget.ts'
import { type Deadline, Deadlines } from './deadline.ts'
import type { RequestRule } from './deployment.ts'
import type { BodyCollector, Incoming } from './incoming.ts'

/** What a client that breaks off while sending is: nobody is there to be answered. */
export const clientGone: unique symbol = Symbol('client gone')

/** What comes of reading a body. */
export type BodyRead = Buffer | Refusal | typeof clientGone

const deadlines = new Deadlines()

const noRoom: Refusal = {
  reason: 'out of memory',
  message: 'The gateway holds as much of request bodies as it can, or as much of yours. Please try again.',
  retryAfterMs: 1000,
}

/**
 * Reads the whole body and tells `onRead`, once. A client that waits for `100 Continue` is told to go on only here, after its
 * key was found good. A body that is too large is refused by its announced length before a byte of it is read, or else at the
 * byte too much. What was read is held in `share`; where there is no room for it the body is refused.
 */
export function readBody(
  request: Incoming,
  response: ServerResponse,
  rule: RequestRule,
  share: BodyShare,
  onRead: (read: BodyRead) => void,
): void {
  const { 'content-length': length, expect } = request.headers
  if (length !== undefined && Number(length) > rule.bodyBytesMax) return onRead(tooLarge(rule))
  if (expect !== undefined && /^100-continue$/i.test(expect)) response.writeContinue()
  new BodyReading(request, rule, share, onRead).start()
}

function tooLarge({ bodyBytesMax }: RequestRule): Refusal {
  return {
    reason: 'body too large',
    message: `Request body is larger than the ${bodyBytesMax} bytes that are taken here.`,
  }
}

/** One body on its way in. */
class BodyReading implements BodyCollector {
  readonly #request: Incoming
  readonly #rule: RequestRule
  readonly #share: BodyShare
  readonly #onRead: (read: BodyRead) => void
  #chunks: Buffer[] = []
  readonly #deadline: Deadline
  #bytes = 0
  #isOver = false

  constructor(request: Incoming, rule: RequestRule, share: BodyShare, onRead: (read: BodyRead) => void) {
    this.#request = request
    this.#rule = rule
    this.#share = share
    this.#onRead = onRead
    this.#deadline = deadlines.add(rule.bodyTimeoutMs, () => this.#finish(tooSlow(rule)))
  }

  start(): void {
    this.#request.collect(this)
    // It stays when the body is over, and passes over what comes then: taking it off costs more. An error closes, too.
    this.#request.on('close', () => this.#finish(clientGone))
  }

  take(chunk: Buffer): void {
    this.#bytes += chunk.length
    if (this.#bytes > this.#rule.bodyBytesMax) this.#finish(tooLarge(this.#rule))
    else if (!this.#share.resize(this.#bytes)) this.#finish(noRoom)
    else this.#chunks.push(chunk)
  }

  end(): void {
    const [first] = this.#chunks
    this.#finish(first !== undefined && this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks, this.#bytes))
  }

  #finish(read: BodyRead): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#request.release()
    // Node keeps a request until the next one of its connection: nothing of the body may hang on it.
    this.#chunks = []
    this.#deadline.withdraw()
    this.#onRead(read)
  }
}

function tooSlow({ bodyTimeoutMs }: RequestRule): Refusal {
  return { reason: 'body too slow', message: `Request body was not whole after ${bodyTimeoutMs / 1000} s.` }
}

const decompressors: Readonly<
  Record<string, (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>>
> = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
  zstd: promisify(zstdDecompress),
}

/** What a body says, for looking at; the bytes that go on stay as they came. Bounded: a small body can hold a large one. */
export function plainOf(
  body: Buffer,
  encoding: string | undefined,
  rule: RequestRule,
  share: BodyShare,
): Buffer | Promise<Buffer | Refusal> {
  if (encoding === undefined || body.length === 0) return body
  const name = encoding.trim().toLowerCase()
  return name === 'identity' || name === '' ? body : decompressed(body, name, rule, share)
}

async function decompressed(
  body: Buffer,
  name: string,
  { bodyBytesMax }: RequestRule,
  share: BodyShare,
): Promise<Buffer | Refusal> {
  const decompress = Object.hasOwn(decompressors, name) ? decompressors[name] : undefined
  const known = Object.keys(decompressors).join(', ')
  if (decompress === undefined)
    return { reason: 'bad request', message: `The content-encoding of the request is none of ${known}.` }
  try {
    return await bodyBudget.decompress(async () => {
      // How much comes out is known only afterwards.
      if (!share.resize(body.length + bodyBytesMax)) return noRoom
      const plain = await decompress(body, { maxOutputLength: bodyBytesMax })
      share.resize(body.length + plain.length)
      return plain
    })
  } catch {
    return {
      reason: 'bad request',
      message: `The request body could not be decompressed as ${name}, or has more than ${bodyBytesMax} bytes then.`,
    }
  }
}
