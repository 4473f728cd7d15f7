/**
 * A model server that costs next to nothing: it answers from memory what a path asks for. Run as a process of its own.
 * It looks at heads just enough to find where a request ends, so that what is measured is whoever stands in front of it.
 */
import { type AddressInfo, createServer, type Socket } from 'node:net'
import process from 'node:process'

const bodyBytes = 1024

/** A chat completion of about a kilobyte. */
const answer = ((): Buffer => {
  const body = JSON.stringify({
    id: 'chatcmpl-bench',
    object: 'chat.completion',
    model: 'bench',
    choices: [
      { index: 0, message: { role: 'assistant', content: 'x'.repeat(bodyBytes - 260) }, finish_reason: 'stop' },
    ],
    usage: { prompt_tokens: 250, completion_tokens: 190, total_tokens: 440 },
  })
  return Buffer.from(
    `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: keep-alive\r\n\r\n${body}`,
  )
})()

const chunkOf = (text: string): Buffer => {
  const event = `data: ${JSON.stringify({ id: 'chatcmpl-bench', object: 'chat.completion.chunk', model: 'bench', choices: [{ index: 0, delta: { content: text } }] })}\n\n`
  return Buffer.from(`${Buffer.byteLength(event).toString(16)}\r\n${event}\r\n`)
}
const streamHead = Buffer.from(
  'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\nconnection: keep-alive\r\n\r\n',
)
const streamChunk = chunkOf('some words ')
const done = 'data: [DONE]\n\n'
const streamEnd = Buffer.from(`${done.length.toString(16)}\r\n${done}\r\n0\r\n\r\n`)

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
    socket.on('data', (chunk) => this.#take(chunk))
  }

  #take(chunk: Buffer): void {
    this.#held = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk])
    for (;;) {
      const headEnd = this.#held.indexOf('\r\n\r\n')
      if (headEnd < 0) return
      const head = this.#held.toString('latin1', 0, headEnd)
      const [, length = '0'] = /content-length: *(\d+)/i.exec(head) ?? []
      const end = headEnd + 4 + Number(length)
      if (this.#held.length < end) return
      const body = this.#held.subarray(headEnd + 4, end)
      this.#held = this.#held.subarray(end)
      this.#answer(body)
    }
  }

  #answer(body: Buffer): void {
    // `"user":"stream:200:20"` asks for a stream of 200 events, 20 ms apart.
    const [, events, pauseMs] = /"user":"stream:(\d+):(\d+)"/.exec(body.toString('latin1', 0, 200)) ?? []
    if (events === undefined) {
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
    send()
    this.#timer = setInterval(send, pauseMs)
  }
}

const server = createServer((socket) => void new Connection(socket))
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: (server.address() as AddressInfo).port })))
process.on('disconnect', () => process.exit(0))
process.stdin.on('end', () => process.exit(0)).resume()
