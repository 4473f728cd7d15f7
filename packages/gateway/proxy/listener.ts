/** The server that clients talk to. */
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { connectionOf } from './connection.ts'
import { Incoming } from './incoming.ts'

/** Where to listen, and bounds on connections and heads. */
export interface ListenRule {
  readonly host: string
  /** 0 for any that is free. */
  readonly port: number
  /**
   * Several processes listen on the port, and the kernel deals connections out to them. Node's own way hands each over from
   * the primary, and one that was on its way to a worker as it died is never closed: its client would wait for ever.
   */
  readonly sharesPort: boolean
  /** PEM. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined
  readonly headerBytesMax: number
  readonly headersTimeoutMs: number
  /** The whole request must be there after this time and that for the head; the handler's own bound comes before. */
  readonly bodyTimeoutMs: number
  readonly keepAliveMs: number
  readonly connectionsMax: number
}

/** A server that listens, and how it ends. */
export interface Listener {
  readonly server: Server
  readonly port: number
  /** Takes no new connection and closes idle ones; resolves when the last request is over or the time is up. */
  drain(drainMs: number): Promise<void>
}

/** Answers one request. */
export type Handler = RequestListener<typeof Incoming>

/** How often idle and slow connections are looked for. */
const checkIntervalMs = 1000

/**
 * Listens. Heads that are too large or too slow never reach `handler`: Node answers 431 and 408. Lenient parsing stays
 * off, so that nobody downstream of us reads a message otherwise than we did.
 */
export async function listen(rule: ListenRule, handler: Handler): Promise<Listener> {
  const { host, port, tls, sharesPort } = rule
  const options = {
    IncomingMessage: Incoming,
    maxHeaderSize: rule.headerBytesMax,
    headersTimeout: rule.headersTimeoutMs,
    // Bodies have a bound of their own, which answers in the provider's manners; this one is the net below it.
    requestTimeout: rule.headersTimeoutMs + rule.bodyTimeoutMs + 5000,
    keepAliveTimeout: rule.keepAliveMs,
    connectionsCheckingInterval: checkIntervalMs,
    requireHostHeader: true,
    insecureHTTPParser: false,
    noDelay: true,
  }
  const server = tls === undefined ? createServer(options) : createSecureServer({ ...options, ...tls })
  server.maxConnections = rule.connectionsMax
  const handle: Handler = (request, response) => {
    connectionOf(request.socket).answer = response
    handler(request, response)
  }
  server.on('request', handle)
  // The body's reader says when to go on, after the key was found good.
  server.on('checkContinue', handle)
  server.on('clientError', (cause, socket) => refuseMalformed(cause, socket as Socket, connectionOf(socket).answer))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port, exclusive: true, reusePort: sharesPort }, () => {
      server.off('error', reject)
      resolve()
    })
  })
  return { server, port: (server.address() as AddressInfo).port, drain: (drainMs) => drain(server, drainMs) }
}

/** A message that is no HTTP, or too large or too slow a head: answered in one line, and the connection ends. */
function refuseMalformed(cause: NodeJS.ErrnoException, socket: Socket, last: ServerResponse | undefined): void {
  // In the middle of an answer our line would be taken for a part of it.
  if (last !== undefined && last.headersSent && !last.writableFinished) return void socket.destroy()
  const statuses: Readonly<Record<string, string>> = {
    HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
    ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  }
  const status = statuses[cause.code ?? ''] ?? '400 Bad Request'
  if (socket.writable && cause.code !== 'ECONNRESET')
    socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
  else socket.destroy()
}

async function drain(server: Server, drainMs: number): Promise<void> {
  const isClosed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  let timer: NodeJS.Timeout | undefined
  const isTimeUp = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, drainMs)
  })
  // A connection falls idle after its last answer; Node closes it only if it is told again.
  const sweep = setInterval(() => server.closeIdleConnections(), 100)
  await Promise.race([isClosed, isTimeUp])
  clearTimeout(timer)
  clearInterval(sweep)
  server.closeAllConnections()
  await isClosed
}
