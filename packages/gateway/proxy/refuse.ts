/** The gateway's own answer to a request that does not pass. */
import type { IncomingMessage } from 'node:http'
import { answerOf, type Provider, type Refusal, type Route, statusOf } from '../wire.ts'
import type { Passage } from './handler.ts'

/** How long, and how much, a refused client may go on sending before the connection is cut under it. */
const lingerMs = 2000
const lingerBytesMax = 1024 * 1024

/** Answers with an error of our own, or cuts the connection where that is not possible. Never throws. */
export function refuse(passage: Passage, provider: Provider, refusal: Refusal, route?: Route): void {
  try {
    answerRefusal(passage, provider, refusal, route)
  } catch (cause) {
    passage.response.destroy()
    passage.deployment.log.error({ id: passage.id, fault: faultOf(cause) }, 'a refusal could not be answered')
  }
}

/** A fault of ours is one request's 500, never the process's end. */
export function refuseForFault(passage: Passage, cause: unknown): void {
  passage.deployment.log.error({ id: passage.id, fault: faultOf(cause) }, 'a fault of the gateway itself')
  refuse(passage, passage.head.provider, { reason: 'internal fault', message: 'The gateway had a fault.' })
}

/** A fault as a log may hold it: its stack, never a request. */
function faultOf(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
}

/** Where the request's body was not read, the connection ends with the answer. */
function answerRefusal(passage: Passage, provider: Provider, refusal: Refusal, route?: Route): void {
  const { request, response, deployment, id } = passage
  const { metrics, log, logsAccess } = deployment
  metrics.refusals.inc({ reason: refusal.reason })
  metrics.requests.inc({ route: route?.name ?? 'none', status: statusOf(refusal.reason) })
  if (logsAccess)
    log.info({ id, route: route?.name, status: statusOf(refusal.reason), reason: refusal.reason }, 'refused')
  if (response.headersSent || response.destroyed) {
    response.destroy()
    return
  }
  // What an upstream's head that could not be written may have left.
  response.statusMessage = ''
  const { status, headers, body } = answerOf(provider, refusal, id)
  for (let i = 0; i < headers.length; i += 2) response.setHeader(headers[i]!, headers[i + 1]!)
  // Of a request without a body the parser has not said yet that it is whole.
  const { 'content-length': length = '0', 'transfer-encoding': coding } = request.headers
  const isUnread = !request.complete && (Number(length) > 0 || coding !== undefined)
  if (isUnread) response.setHeader('connection', 'close')
  response.writeHead(status).end(request.method === 'HEAD' ? undefined : body)
  if (isUnread) linger(request)
}

/** Reads on for a while: closing on unread bytes resets the connection, and the client would never see the answer. */
function linger(request: IncomingMessage): void {
  let bytes = 0
  const cut = (): void => void request.socket.destroy()
  const timer = setTimeout(cut, lingerMs)
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > lingerBytesMax) cut()
  })
  request.once('close', () => clearTimeout(timer))
  request.resume()
}
