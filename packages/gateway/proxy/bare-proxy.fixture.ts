/** The least that a proxy can be with the same parts: what the gateway's cost is measured against. Run as a process. */
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import process from 'node:process'
import { type Dispatcher, Pool } from 'undici'

const pool = new Pool(process.argv[2]!, { connections: null, pipelining: 1 })

class Exchange implements Dispatcher.DispatchHandler {
  readonly #response: ServerResponse

  constructor(response: ServerResponse) {
    this.#response = response
  }

  onConnect(abort: () => void): void {
    this.#response.once('close', () => {
      if (!this.#response.writableEnded) abort()
    })
  }

  onHeaders(status: number, rawHeaders: Buffer[]): boolean {
    const headers: string[] = []
    for (let i = 0; i < rawHeaders.length; i += 2) {
      const name = rawHeaders[i]!.toString('latin1')
      if (/^(connection|keep-alive|transfer-encoding)$/i.test(name)) continue
      headers.push(name, rawHeaders[i + 1]!.toString('latin1'))
    }
    this.#response.writeHead(status, headers)
    return true
  }

  onData(chunk: Buffer): boolean {
    return this.#response.write(chunk)
  }

  onComplete(): void {
    this.#response.end()
  }

  onError(): void {
    this.#response.destroy()
  }
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const headers: string[] = []
    const { rawHeaders } = request
    for (let i = 0; i < rawHeaders.length; i += 2)
      if (!/^(host|connection|content-length|transfer-encoding)$/i.test(rawHeaders[i]!))
        headers.push(rawHeaders[i]!, rawHeaders[i + 1]!)
    const { method = 'GET', url = '/' } = request
    const body = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
    pool.dispatch({ method: method as Dispatcher.HttpMethod, path: url, headers, body }, new Exchange(response))
  })
})
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port })}\n`)
})
process.stdin.on('end', () => process.exit(0)).resume()
