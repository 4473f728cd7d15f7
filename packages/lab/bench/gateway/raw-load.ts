/** Asks as fast as it is answered, over a fixed number of connections, and costs next to nothing itself. */
import { connect, type Socket } from 'node:net'

/** What is asked. */
export interface LoadRule {
  readonly port: number
  /** The whole request, as it goes over the wire. */
  readonly request: Buffer
  readonly connections: number
}

/** What it came to. */
export interface LoadResult {
  readonly requests: number
  readonly errors: number
  readonly seconds: number
  /** Of whole answers, in ms, ascending. */
  readonly latenciesMs: readonly number[]
}

/** A request to the chat path with a body of about `bytes` bytes; `user` tells the raw upstream what to answer. */
export function chatRequest(headers: Readonly<Record<string, string>>, bytes: number, user = ''): Buffer {
  const isStream = user.startsWith('stream')
  const start = `{"user":"${user}","model":"bench","max_tokens":200,"stream":${isStream}`
  const usage = isStream ? ',"stream_options":{"include_usage":true}' : ''
  const frame = `${start}${usage},"messages":[{"role":"user","content":""}]}`.length
  const words = 'some words of a prompt '.repeat(Math.ceil(bytes / 23)).slice(0, Math.max(0, bytes - frame))
  const body = `${start}${usage},"messages":[{"role":"user","content":"${words}"}]}`
  const lines = Object.entries({ host: 'bench', 'content-type': 'application/json', ...headers })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')
  return Buffer.from(`POST /v1/chat/completions HTTP/1.1\r\n${lines}content-length: ${body.length}\r\n\r\n${body}`)
}

/** Runs until `isOver` says so after an answer, or `requestsMax` were answered. */
export async function load(rule: LoadRule, isOver: (requests: number) => boolean): Promise<LoadResult> {
  const latenciesMs: number[] = []
  const counts = { requests: 0, errors: 0 }
  const startedAt = performance.now()
  const runOne = async (): Promise<void> => {
    let client = await RawClient.open(rule.port)
    while (!isOver(counts.requests)) {
      const sentAt = performance.now()
      const status = await client.ask(rule.request)
      if (status === 200) {
        counts.requests++
        latenciesMs.push(performance.now() - sentAt)
        continue
      }
      counts.errors++
      if (status === 0) client = await RawClient.open(rule.port)
    }
    client.close()
  }
  await Promise.all(Array.from({ length: rule.connections }, runOne))
  const seconds = (performance.now() - startedAt) / 1000
  return { ...counts, seconds, latenciesMs: latenciesMs.sort((one, other) => one - other) }
}

/** One connection that asks one thing at a time. */
export class RawClient {
  readonly #socket: Socket
  #held: Buffer[] = []
  #bytes = 0
  #length = -1
  #isChunked = false
  #status = 0
  #resolve: ((status: number) => void) | undefined
  #onFirstBody: (() => void) | undefined

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('data', (chunk) => this.#take(chunk))
    socket.on('error', () => {})
    socket.on('close', () => this.#finish(0))
  }

  static open(port: number): Promise<RawClient> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.off('error', reject)
        resolve(new RawClient(socket))
      })
      socket.once('error', reject)
    })
  }

  /** Sends `request`; answers the status when the answer is whole, 0 when the connection broke. */
  ask(request: Buffer, onFirstBody?: () => void): Promise<number> {
    this.#onFirstBody = onFirstBody
    return new Promise((resolve) => {
      this.#resolve = resolve
      if (this.#socket.destroyed) this.#finish(0)
      else this.#socket.write(request)
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  #take(chunk: Buffer): void {
    if (this.#length === -1 && !this.#isChunked) {
      this.#held.push(chunk)
      const all = this.#held.length === 1 ? chunk : Buffer.concat(this.#held)
      const headEnd = all.indexOf('\r\n\r\n')
      if (headEnd < 0) return
      const head = all.toString('latin1', 0, headEnd)
      this.#status = Number(head.slice(9, 12))
      const [, length] = /content-length: *(\d+)/i.exec(head) ?? []
      this.#isChunked = length === undefined
      this.#length = Number(length ?? 0)
      this.#held = []
      this.#bytes = 0
      if (all.length > headEnd + 4) this.#body(all.subarray(headEnd + 4))
      else if (this.#length === 0 && !this.#isChunked) this.#finish(this.#status)
      return
    }
    this.#body(chunk)
  }

  #body(chunk: Buffer): void {
    this.#onFirstBody?.()
    this.#onFirstBody = undefined
    this.#bytes += chunk.length
    // The raw upstream's streams have no event that looks like this end.
    const isWhole = this.#isChunked ? chunk.subarray(-5).equals(lastChunk) : this.#bytes >= this.#length
    if (isWhole) this.#finish(this.#status)
  }

  #finish(status: number): void {
    const resolve = this.#resolve
    this.#resolve = undefined
    this.#length = -1
    this.#isChunked = false
    this.#held = []
    resolve?.(status)
  }
}

const lastChunk = Buffer.from('0\r\n\r\n')
