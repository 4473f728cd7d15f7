/** A wire that a test listens to: bytes pass between a client and a server as they are, and the answers are told. */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** One answer as it stood on the wire. */
export interface WireAnswer {
  readonly status: number
  readonly statusText: string
  /** Name and value in turn, in their order and spelling. */
  readonly rawHeaders: readonly string[]
  /** Without its framing. */
  readonly body: Buffer
  /** The server ended the connection before the answer was whole. A client that leaves early cuts nothing. */
  readonly isCut: boolean
}

interface Chunk {
  readonly order: number
  readonly bytes: Buffer
}

/** One connection through the relay. */
class Line {
  readonly chunks: Chunk[] = []
  isEndedByServer = false
  isEndedByClient = false
}

/** A relay on loopback between a client and `target`. */
export class Wiretap {
  readonly #server: Server
  readonly #lines: Line[] = []
  readonly #sockets = new Set<Socket>()
  #order = 0

  private constructor(target: URL) {
    this.#server = createServer({ noDelay: true }, (client) => {
      const line = new Line()
      this.#lines.push(line)
      const server = connect({ port: Number(target.port), host: target.hostname, noDelay: true })
      client.pipe(server)
      server.on('data', (bytes: Buffer) => {
        line.chunks.push({ order: this.#order++, bytes })
        client.write(bytes)
      })
      server.on('end', () => client.end())
      client.once('close', () => (line.isEndedByClient = !line.isEndedByServer))
      for (const event of ['end', 'close']) server.once(event, () => (line.isEndedByServer ||= !line.isEndedByClient))
      for (const [one, other] of [
        [client, server],
        [server, client],
      ] as const) {
        this.#sockets.add(one)
        one.on('error', () => other.destroy())
        one.on('close', () => {
          this.#sockets.delete(one)
          // What was written before the end still has to arrive.
          if (one === client || one.errored !== null) other.destroy()
        })
      }
    })
  }

  static async start(target: URL): Promise<Wiretap> {
    const tap = new Wiretap(target)
    await new Promise<void>((resolve) => tap.#server.listen(0, '127.0.0.1', resolve))
    return tap
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Every answer that passed, in the order in which they began. */
  get answers(): readonly WireAnswer[] {
    return this.#lines
      .flatMap((line) => answersIn(line))
      .sort((a, b) => a.order - b.order)
      .map(({ answer }) => answer)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

function answersIn({ chunks, isEndedByServer }: Line): { readonly order: number; readonly answer: WireAnswer }[] {
  const bytes = Buffer.concat(chunks.map((chunk) => chunk.bytes))
  const found: { order: number; answer: WireAnswer }[] = []
  for (let at = 0; at < bytes.length;) {
    const headEnd = bytes.indexOf('\r\n\r\n', at)
    if (headEnd < 0) break
    const [first = '', ...lines] = bytes.toString('latin1', at, headEnd).split('\r\n')
    const [, status = '0', statusText = ''] = /^HTTP\/1\.1 (\d+) ?(.*)$/.exec(first) ?? []
    const rawHeaders = lines.flatMap((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon), line.slice(colon + 1).trim()]
    })
    const { body, end, isWhole } = bodyAt(bytes, headEnd + 4, Number(status), rawHeaders)
    const order = orderAt(chunks, at)
    found.push({
      order,
      answer: { status: Number(status), statusText, rawHeaders, body, isCut: !isWhole && isEndedByServer },
    })
    at = end
  }
  return found
}

function orderAt(chunks: readonly Chunk[], offset: number): number {
  let end = 0
  for (const { order, bytes } of chunks) if (offset < (end += bytes.length)) return order
  return Infinity
}

interface Framed {
  readonly body: Buffer
  readonly end: number
  readonly isWhole: boolean
}

function bodyAt(bytes: Buffer, start: number, status: number, rawHeaders: readonly string[]): Framed {
  const headerOf = (name: string): string | undefined =>
    rawHeaders[rawHeaders.findIndex((text, i) => i % 2 === 0 && text.toLowerCase() === name) + 1]
  const has = (name: string): boolean => rawHeaders.some((text, i) => i % 2 === 0 && text.toLowerCase() === name)
  if (status < 200 || status === 204 || status === 304) return { body: Buffer.alloc(0), end: start, isWhole: true }
  if (has('transfer-encoding')) return chunkedAt(bytes, start)
  const length = has('content-length') ? Number(headerOf('content-length')) : bytes.length - start
  const body = bytes.subarray(start, start + length)
  return { body, end: start + length, isWhole: body.length === length }
}

function chunkedAt(bytes: Buffer, start: number): Framed {
  const pieces: Buffer[] = []
  for (let at = start; ;) {
    const lineEnd = bytes.indexOf('\r\n', at)
    const length = lineEnd < 0 ? NaN : Number.parseInt(bytes.toString('latin1', at, lineEnd), 16)
    if (Number.isNaN(length)) return { body: Buffer.concat(pieces), end: bytes.length, isWhole: false }
    const piece = bytes.subarray(lineEnd + 2, lineEnd + 2 + length)
    pieces.push(piece)
    at = lineEnd + 2 + length + 2
    if (length === 0) return { body: Buffer.concat(pieces), end: at, isWhole: true }
    if (piece.length < length) return { body: Buffer.concat(pieces), end: bytes.length, isWhole: false }
  }
}
