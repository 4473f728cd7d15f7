/**
 * A model server that costs next to nothing: it answers from memory what a body asks for. Run as a process of its own,
 * which ends with its standard input. It looks at heads just enough to find where a request ends, so that what is measured
 * is whoever stands in front of it. `GET /seen` answers the users that bodies named, one a line.
 */
import { type AddressInfo, createServer, type Socket } from 'node:net'
import process from 'node:process'

const bodyBytes = 1024
/** Of a body: some gateways put its members into an order of their own. */
const lookedAtBytes = 4096

/** A chat completion of about a kilobyte. */
const answer = ((): Buffer => {
  const content = 'x'.repeat(bodyBytes - 260)
  const body = JSON.stringify({
    id: 'chatcmpl-bench',
    object: 'chat.completion',
    model: 'bench',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 250, completion_tokens: 190, total_tokens: 440 },
  })
  return whole('application/json', body)
})()

function whole(type: string, body: string): Buffer {
  const length = Buffer.byteLength(body)
  return Buffer.from(
    `HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\ncontent-length: ${length}\r\nconnection: keep-alive\r\n\r\n${body}`,
  )
}

function chunk(event: string): Buffer {
  return Buffer.from(`${Buffer.byteLength(event).toString(16)}\r\n${event}\r\n`)
}

const streamHead = Buffer.from(
  'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\nconnection: keep-alive\r\n\r\n',
)
const delta = { index: 0, delta: { content: 'some words ' } }
const streamChunk = chunk(
  `data: ${JSON.stringify({ id: 'chatcmpl-bench', object: 'chat.completion.chunk', model: 'bench', choices: [delta] })}\n\n`,
)
const streamEnd = Buffer.concat([chunk('data: [DONE]\n\n'), Buffer.from('0\r\n\r\n')])

const seen = new Set<string>()

/** One connection: requests one after the other. */
class Connection {
  readonly #socket: Socket
  #held: Buffer = Buffer.alloc(0)
  #timer: NodeJS.Timeout | undefined

  constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('error', () => {})
    socket.on('close', () => clearInterval(this.#timer))
    socket.on('data', (data) => this.#take(data))
  }

  #take(data: Buffer): void {
    this.#held = this.#held.length === 0 ? data : Buffer.concat([this.#held, data])
    for (;;) {
      const headEnd = this.#held.indexOf('\r\n\r\n')
      if (headEnd < 0) return
      const head = this.#held.toString('latin1', 0, headEnd)
      const end = this.#endOf(head, headEnd + 4)
      if (end < 0) return
      const body = this.#held.toString('latin1', headEnd + 4, Math.min(end, headEnd + 4 + lookedAtBytes))
      this.#held = this.#held.subarray(end)
      this.#answer(head, body)
    }
  }

  /** Where the request ends; -1 while that has not come. */
  #endOf(head: string, bodyStart: number): number {
    if (/transfer-encoding: *chunked/i.test(head)) {
      const last = this.#held.indexOf('0\r\n\r\n', bodyStart)
      return last < 0 ? -1 : last + 5
    }
    const [, length = '0'] = /content-length: *(\d+)/i.exec(head) ?? []
    const end = bodyStart + Number(length)
    return this.#held.length < end ? -1 : end
  }

  #answer(head: string, body: string): void {
    if (head.startsWith('GET /seen ')) {
      this.#socket.write(whole('text/plain', [...seen].join('\n')))
      return
    }
    const [, user = ''] = /"user":"([^"]*)"/.exec(body) ?? []
    // `stream:200:20` asks for a stream of 200 events, 20 ms apart.
    const [, events, pauseMs] = /^stream:(\d+):(\d+)$/.exec(user) ?? []
    if (events === undefined) {
      if (user !== '') seen.add(user)
      this.#socket.write(answer)
      return
    }
    this.#socket.write(streamHead)
    this.#stream(Number(events), Number(pauseMs))
  }

  #stream(events: number, pauseMs: number): void {
    let sent = 0
    const send = (): void => {
      this.#socket.write(streamChunk)
      if (++sent < events) return
      clearInterval(this.#timer)
      this.#socket.write(streamEnd)
    }
    this.#timer = setInterval(send, pauseMs)
    send()
  }
}

const server = createServer((socket) => void new Connection(socket))
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: (server.address() as AddressInfo).port })))
process.stdin.on('end', () => process.exit(0)).resume()
