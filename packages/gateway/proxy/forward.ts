/** Sends one request on and its answer back. */
import { type ServerResponse, STATUS_CODES } from 'node:http'
import type { Dispatcher } from 'undici'
import { atEndOfTurn } from '../tap.ts'
import { endToEndResponseHeaders, headerOf, headerTexts, type Refusal } from '../wire.ts'
import { CopyDecoder } from './copy-decoder.ts'
import { Deadlines } from './deadline.ts'
import { type Inspected, type Inspection, BodyInspection, type InspectionRule, StreamInspection } from './inspection.ts'

/** What is sent on. */
export interface Outgoing {
  readonly pool: Dispatcher
  readonly method: string
  /** Path with its query. */
  readonly path: string
  /** Name and value in turn. */
  readonly headers: readonly string[]
  readonly body: Uint8Array | null
  /** How the answer is looked at; undefined for one that is not. */
  readonly inspection: InspectionRule | undefined
  /**
   * Told the id of what the call made, once, before all of the answer that names it has passed: it goes on when the
   * promise resolves. Undefined for a call that makes nothing, whose answer is not held up.
   */
  readonly onMade: ((id: string) => Promise<void>) | undefined
  /** Headers to add to the answer, name and value in turn. */
  readonly addedHeaders: readonly string[]
  /** Headers of the upstream's that stay behind. */
  readonly dropsHeader: (name: string) => boolean
  /** A client that takes nothing for so long is gone. */
  readonly writeTimeoutMs: number
  readonly now: () => number
  readonly onFault: (where: string, cause: unknown) => void
  /** Why the upstream never answered, or its answer was withheld. */
  readonly onUnanswered: (cause: Error) => void
}

/** How it ended. Times are of `now`. */
export interface Forwarded {
  /** The status that the client was answered; undefined when the upstream never answered. */
  readonly status: number | undefined
  readonly ending: 'complete' | 'client aborted' | 'upstream cut'
  /** Why the upstream never answered; nothing was written to the client then. */
  readonly refusal: Refusal | undefined
  readonly inspected: Inspected | undefined
  readonly headAt: number | undefined
  readonly firstByteAt: number | undefined
  /** When nothing more came from the upstream, and when all of that was the kernel's or the client had gone. */
  readonly upstreamEndAt: number
  readonly endedAt: number
}

const readers = new Deadlines()

const none: readonly Buffer[] = []

/** Answers when the exchange is over, whichever side ended it. Never rejects. */
export function forward(response: ServerResponse, outgoing: Outgoing): Promise<Forwarded> {
  return new Promise((resolve) => new Exchange(response, outgoing, resolve).start())
}

/**
 * One exchange, as undici calls it back. These are its older callbacks: they hand header bytes over as they came and cost
 * a fifth less than the newer ones, which undici 7 builds on them.
 */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #response: ServerResponse
  readonly #outgoing: Outgoing
  readonly #resolve: (forwarded: Forwarded) => void
  #abort: ((reason?: Error) => void) | undefined
  #resume: (() => void) | undefined
  #inspection: Inspection | undefined
  #decoder: CopyDecoder | undefined
  #status: number | undefined
  #headAt: number | undefined
  #firstByteAt: number | undefined
  #upstreamEndAt: number | undefined
  #changesLength = false
  #isOver = false
  /** Undefined when nothing is made, or it is noted. */
  #onMade: Outgoing['onMade']
  /** What waits for that, or for the end: at most one piece of the upstream's. */
  #held: readonly Buffer[] = none
  /** The length of the body where its head tells it and nothing changes it; -1 elsewhere. */
  #bodyBytes = -1

  constructor(response: ServerResponse, outgoing: Outgoing, resolve: (forwarded: Forwarded) => void) {
    this.#response = response
    this.#outgoing = outgoing
    this.#resolve = resolve
  }

  start(): void {
    const { pool, method, path, headers, body } = this.#outgoing
    if (this.#response.destroyed) return this.#finish('client aborted')
    this.#response.on('close', this.#onClose)
    const options = {
      method: method as Dispatcher.HttpMethod,
      path,
      headers: headers as string[],
      body,
      blocking: false,
    }
    // Nothing is ever sent behind a request that is under way; undici would look whether it may at every head.
    pool.dispatch(options, this)
  }

  onConnect(abort: (reason?: Error) => void): void {
    if (this.#isOver) abort()
    else this.#abort = abort
  }

  onHeaders(status: number, rawHeaders: Buffer[], resume: () => void, statusText: string): boolean {
    // What comes before the answer itself (103) is for this hop.
    if (status < 200) return true
    const { inspection, addedHeaders, dropsHeader, now } = this.#outgoing
    this.#status = status
    this.#resume = resume
    this.#headAt = now()
    const received = headerTexts(rawHeaders)
    if (inspection !== undefined) this.#inspect(inspection, status, received)
    if (status < 300 && this.#inspection !== undefined) this.#onMade = this.#outgoing.onMade
    const length = headerOf(received, 'content-length')
    if (length !== undefined && !this.#changesLength) this.#bodyBytes = Number(length)
    const headers = endToEndResponseHeaders(
      received,
      this.#changesLength ? (name) => name === 'content-length' || dropsHeader(name) : dropsHeader,
    )
    for (const word of addedHeaders) headers.push(word)
    this.#response.writeHead(status, reasonOf(status, statusText), headers)
    // The head of a stream must not wait for the first token.
    if (!(this.#inspection instanceof BodyInspection)) this.#response.flushHeaders()
    return true
  }

  onData(chunk: Buffer): boolean {
    this.#firstByteAt ??= this.#outgoing.now()
    const isNoted = this.#onMade === undefined
    if (isNoted && chunk.length !== this.#bodyBytes) return this.#write(this.#pass(chunk))
    if (!isNoted && this.#inspection instanceof StreamInspection) return this.#showMade(chunk)
    // A body names what was made, and is of use only when it is whole: its last piece waits for the end. So does a body
    // that came in one piece, whose end has come with it: both are one write.
    const before = this.#held
    this.#held = this.#pass(chunk)
    return this.#write(before)
  }

  onComplete(rawTrailers: string[] | null): void {
    if (this.#isOver) return
    this.#upstreamEndAt = this.#outgoing.now()
    const trailers = (rawTrailers ?? []) as unknown as readonly Buffer[]
    if (trailers.length > 0) this.#addTrailers(trailers)
    const owed = this.#finishInspection(true)
    if (owed.length > 0) this.#held = [...this.#held, ...owed]
    if (this.#onMade === undefined) atEndOfTurn('answer', this.#endUnlessOver)
    else this.#after(this.#noteAtEnd(), () => this.#end())
  }

  /** The answers of a turn go out together: who reads them is woken once for all that it gets. */
  readonly #endUnlessOver = (): void => {
    if (this.#isOver) return
    try {
      this.#end()
    } catch (cause) {
      this.onError(cause as Error)
    }
  }

  #end(): void {
    const last = this.#held.length - 1
    for (let at = 0; at < last; at += 1) this.#response.write(this.#held[at])
    this.#response.end(this.#held[last])
    // What the kernel has taken already waits for nobody here.
    if (this.#response.writableLength > 0) this.#awaitReader('finish', () => {})
    this.#finish('complete')
  }

  #write(pieces: readonly Buffer[]): boolean {
    let canTakeMore = true
    for (const piece of pieces) canTakeMore = this.#response.write(piece) && canTakeMore
    if (canTakeMore || this.#isOver) return true
    this.#awaitReader('drain', () => this.#resume?.())
    return false
  }

  /** A stream names what was made at its beginning: what does so waits until that is noted, and all that follows. */
  #showMade(chunk: Buffer): boolean {
    const decoder = this.#decoder
    const pieces = decoder === undefined ? this.#pass(chunk) : [chunk]
    const noting = decoder === undefined ? this.#noteMade() : decoder.show(chunk).then(() => this.#noteMade())
    if (noting === undefined) return this.#write(pieces)
    this.#held = pieces
    this.#after(noting, () => {
      this.#held = none
      if (this.#write(pieces)) this.#resume?.()
    })
    return false
  }

  /** An answer that cannot be noted is an answer still. */
  #after(noting: Promise<void>, goOn: () => void): void {
    const unlessOver = (): void => {
      if (!this.#isOver) goOn()
    }
    noting.then(unlessOver, unlessOver)
  }

  async #noteAtEnd(): Promise<void> {
    const decoder = this.#decoder
    if (decoder !== undefined) await new Promise<void>((resolve) => decoder.end(true, resolve))
    await this.#noteMade()
  }

  /** Undefined where nothing is to be waited for: there is no id yet. */
  #noteMade(): Promise<void> | undefined {
    const id = this.#inspection?.madeId
    const onMade = this.#onMade
    if (id === undefined || onMade === undefined) return undefined
    this.#onMade = undefined
    return onMade(id)
  }

  onError(cause: Error): void {
    if (this.#isOver) return
    if (!this.#response.headersSent) {
      this.#outgoing.onUnanswered(cause)
      return this.#finish('upstream cut', refusalOf(cause))
    }
    try {
      for (const piece of [...this.#held, ...this.#finishInspection(false)]) this.#response.write(piece)
    } catch {
      // It was told where it happened; what should not go out does not.
    }
    // A cut is passed on as a cut, without an end marker or a last chunk, once all that came before it is sent.
    if (this.#response.socket === null) this.#response.destroy()
    else this.#response.socket.destroySoon()
    this.#finish('upstream cut')
  }

  /** Waits for the client to read on; both sides are cut when it does not, or it would hold its places for ever. */
  #awaitReader(event: 'drain' | 'finish', then: () => void): void {
    const response = this.#response
    const deadline = readers.add(this.#outgoing.writeTimeoutMs, () => void response.destroy())
    const onClose = (): void => {
      deadline.withdraw()
      response.off(event, onRead)
    }
    const onRead = (): void => {
      deadline.withdraw()
      response.off('close', onClose)
      then()
    }
    response.once(event, onRead).once('close', onClose)
  }

  /** The client went away: the upstream stops working for nobody. */
  readonly #onClose = (): void => {
    if (this.#isOver || this.#response.writableEnded) return
    try {
      // What has come whole has been looked at, though it was not sent yet.
      if (this.#upstreamEndAt === undefined) this.#finishInspection(false)
    } catch {
      // It was told where it happened; nobody is there from whom anything must be kept.
    }
    this.#finish('client aborted')
    this.#abort?.(new Error('the client went away'))
  }

  #inspect(rule: InspectionRule, status: number, headers: readonly string[]): void {
    const isStream = /^text\/event-stream/i.test(headerOf(headers, 'content-type') ?? '')
    const encoding = headerOf(headers, 'content-encoding')?.trim().toLowerCase() ?? 'identity'
    // An error has nothing in it that a verdict takes out.
    const applied = status < 300 ? rule : { ...rule, ...asItComes, hardening: undefined }
    const { hidesUsage, ownUrl } = applied
    if (encoding !== 'identity' && (applied.hardening !== undefined || hidesUsage || ownUrl !== undefined)) {
      if (applied.hardening !== undefined) throw new CompressedError()
      this.#outgoing.onFault('compressed', encoding)
    }
    const plain = encoding === 'identity' ? applied : { ...applied, ...asItComes }
    const changesBody = isStream ? plain.hidesUsage : plain.ownUrl !== undefined
    this.#changesLength = plain.hardening !== undefined || changesBody
    this.#inspection = isStream ? new StreamInspection(plain) : new BodyInspection(plain)
    if (encoding !== 'identity') this.#decoder = CopyDecoder.of(encoding, this.#inspection, this.#outgoing.onFault)
    if (encoding !== 'identity' && this.#decoder === undefined) this.#inspection = undefined
  }

  #pass(chunk: Buffer): readonly Buffer[] {
    if (this.#decoder !== undefined) {
      this.#decoder.write(chunk)
      return [chunk]
    }
    if (this.#inspection === undefined) return [chunk]
    try {
      const passed = this.#inspection.pass(chunk)
      return Array.isArray(passed) ? passed : [passed as Buffer]
    } catch (cause) {
      return this.#afterFault('answer', cause, chunk)
    }
  }

  #finishInspection(isWhole: boolean): readonly Buffer[] {
    if (this.#inspection === undefined || this.#decoder !== undefined) return none
    try {
      return this.#inspection.finish(isWhole)
    } catch (cause) {
      return this.#afterFault('end', cause)
    }
  }

  /** Looking ends; the answer goes on, unless something had to be taken out of it. */
  #afterFault(where: string, cause: unknown, chunk?: Buffer): readonly Buffer[] {
    this.#outgoing.onFault(where, cause)
    this.#inspection = undefined
    if (this.#outgoing.inspection?.hardening !== undefined) throw cause
    return chunk === undefined ? [] : [chunk]
  }

  #addTrailers(rawTrailers: readonly Buffer[]): void {
    const pairs: [string, string][] = []
    for (let i = 0; i + 1 < rawTrailers.length; i += 2)
      pairs.push([rawTrailers[i]!.toString('latin1'), rawTrailers[i + 1]!.toString('latin1')])
    this.#response.addTrailers(pairs)
  }

  #finish(ending: Forwarded['ending'], refusal?: Refusal): void {
    if (this.#isOver) return
    this.#isOver = true
    const endedAt = this.#outgoing.now()
    const settle = (): void =>
      this.#resolve({
        // An answer that was withheld is not what the client was answered.
        status: refusal === undefined ? this.#status : undefined,
        // Official kits close the connection at the end marker, without waiting for the end of the message.
        ending: ending === 'client aborted' && this.#inspection?.hasEnded === true ? 'complete' : ending,
        refusal,
        inspected: this.#inspection?.result,
        headAt: this.#headAt,
        firstByteAt: this.#firstByteAt,
        upstreamEndAt: this.#upstreamEndAt ?? endedAt,
        endedAt,
      })
    // The client has its answer: what is left to do is done for all exchanges of this turn together.
    if (this.#decoder === undefined) atEndOfTurn('settle', settle)
    else this.#decoder.end(ending === 'complete', settle)
  }
}

/** Nothing is changed in an answer for the client's sake. */
const asItComes = { hidesUsage: false, ownUrl: undefined } as const

/** The reason phrase as Node can write it: the bytes that came, or nothing where they are lost or no header may hold them. */
function reasonOf(status: number, statusText: string): string {
  if (statusText === STATUS_CODES[status]) return statusText
  // undici reads it as UTF-8, and what is not becomes U+FFFD.
  const bytes = statusText.includes('\ufffd') ? '' : Buffer.from(statusText).toString('latin1')
  return /[^\t\x20-\x7e\x80-\xff]/.test(bytes) ? '' : bytes
}

class CompressedError extends Error {
  readonly code = 'compressed though it must be hardened'
  constructor() {
    super('the upstream compressed an answer that must be hardened')
  }
}

/** What the client is told of an upstream that did not answer: nothing of its address, nothing of our key. */
function refusalOf(cause: Error): Refusal {
  const { code = '' } = cause as NodeJS.ErrnoException
  if (cause instanceof CompressedError)
    return { reason: 'upstream compressed', message: 'The model server sent an answer that cannot be served.' }
  return code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_CONNECT_TIMEOUT'
    ? { reason: 'upstream timeout', message: 'The model server did not answer in time.' }
    : { reason: 'upstream unreachable', message: 'The model server could not be reached.' }
}
