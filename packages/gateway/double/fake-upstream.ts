/** A model server for tests: it says what it is told to say and keeps what it was asked. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One request as it arrived. */
export interface Arrived {
  readonly method: string
  readonly url: string
  readonly rawHeaders: readonly string[]
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

/** How a request is answered. */
export type Script = (arrived: Arrived, response: ServerResponse) => void | Promise<void>

/** A server on loopback whose answers a test decides. */
export class FakeUpstream {
  readonly arrived: Arrived[] = []
  readonly server: Server
  script: Script
  /** Requests whose connection ended before their answer did, with when (monotonic ms). */
  readonly abortedAt: number[] = []

  private constructor(script: Script) {
    this.script = script
    this.server = createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const { method = '', url = '', rawHeaders, headers } = request
        const arrived = { method, url, rawHeaders, headers, body: Buffer.concat(chunks) }
        this.arrived.push(arrived)
        response.on('close', () => {
          if (!response.writableFinished) this.abortedAt.push(performance.now())
        })
        void this.script(arrived, response)
      })
      request.on('error', () => {})
    })
  }

  static async start(script: Script = answering('{}')): Promise<FakeUpstream> {
    const upstream = new FakeUpstream(script)
    await new Promise<void>((resolve) => upstream.server.listen(0, '127.0.0.1', resolve))
    return upstream
  }

  get url(): URL {
    return new URL(`http://127.0.0.1:${(this.server.address() as AddressInfo).port}`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }
}

/** Answers everything with one body. */
export function answering(
  body: string | Buffer,
  status = 200,
  headers: Readonly<Record<string, string>> = { 'content-type': 'application/json' },
): Script {
  return (_, response) => void response.writeHead(status, headers).end(body)
}

/** Answers with an event stream in pieces of `chunkBytes`, `pauseMs` apart (0: as fast as they are taken). */
export function streaming(bytes: Buffer, chunkBytes: number = bytes.length, pauseMs = 0): Script {
  return async (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'x-request-id': 'req_1' })
    for (let at = 0; at < bytes.length && !response.destroyed; at += chunkBytes) {
      const isTaken = response.write(bytes.subarray(at, at + chunkBytes))
      if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs))
      else if (!isTaken)
        await new Promise<void>((resolve) => response.once('drain', resolve).once('close', () => resolve()))
    }
    response.end()
  }
}
