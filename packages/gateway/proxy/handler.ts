/** From a request to its answer: who asks, may they, send it on, count and record it. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { answerOf, type Provider, providerOfHeaders, type Refusal, type Route, statusOf } from '../wire.ts'
import { authenticate, countEnforced, enforcementOf, outrightRefusal } from './admission.ts'
import { bodyBudget, type BodyShare } from './body-budget.ts'
import { clientGone, plainOf, readBody } from './body.ts'
import { newRecordId } from '../tap.ts'
import type { Deployment } from './deployment.ts'
import { serve, type Serving } from './serve.ts'

/** One request on its way through. */
export interface Passage {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly deployment: Deployment
  /** Of the record, the log lines and the errors. */
  readonly id: string
  readonly provider: Provider
  /** When the request arrived, in ms since the epoch, and by the monotonic clock. */
  readonly timeMs: number
  readonly startedAt: number
}

/** The moments and the randomness that a handler needs; arguments, so that tests can have their own. */
export interface Clock {
  /** Milliseconds since the epoch. */
  readonly wall: () => number
  /** Milliseconds of a clock that never goes back. */
  readonly monotonic: () => number
}

/**
 * The request listener. `current` answers the deployment in force: each request takes it once. `isDraining` tells that
 * no new request is wanted. `follow` is told of every passage with its deployment and the promise of its end, which never
 * rejects. Whatever goes wrong inside is one request's 500, never the process's end.
 */
export function createHandler(
  current: () => Deployment,
  clock: Clock,
  isDraining: () => boolean,
  follow: (deployment: Deployment, over: Promise<void>) => void = () => {},
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const timeMs = clock.wall()
    const passage: Passage = {
      request,
      response,
      deployment: current(),
      id: newRecordId(timeMs),
      provider: providerOfHeaders(request.headers),
      timeMs,
      startedAt: clock.monotonic(),
    }
    response.sendDate = false
    if (isDraining()) response.shouldKeepAlive = false
    const { metrics } = passage.deployment
    metrics.activeRequests += 1
    response.once('close', () => {
      metrics.activeRequests -= 1
    })
    const over = handle(passage, clock).catch((cause: unknown) => {
      passage.deployment.log.error({ id: passage.id, fault: faultOf(cause) }, 'a fault of the gateway itself')
      refuse(passage, passage.provider, { reason: 'internal fault', message: 'The gateway had a fault.' })
    })
    follow(passage.deployment, over)
  }
}

/** A fault as a log may hold it: its stack, never a request. */
function faultOf(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)
}

async function handle(passage: Passage, clock: Clock): Promise<void> {
  const { request, deployment, provider, timeMs } = passage
  const [path = '', query] = splitTarget(request.url ?? '')
  const found = deployment.routes.find(request.method ?? 'GET', path, provider)
  if (!found.ok) return refuseRoute(passage, found.allow)
  const { route } = found
  const grant = authenticate(request, deployment, timeMs)
  if ('reason' in grant) return refuse(passage, route.provider, grant, route)
  const enforcement = enforcementOf(grant, undefined, deployment, timeMs)
  const outright = outrightRefusal(enforcement)
  if (outright !== undefined) {
    countEnforced(enforcement, deployment)
    return refuse(passage, route.provider, outright, route)
  }
  const share = bodyBudget.open(grant.account)
  try {
    const admitted = { route, path: query === undefined ? path : `${path}?${query}`, grant }
    const refusal = await serveWithBody(passage, admitted, share, clock)
    if (refusal !== undefined) refuse(passage, route.provider, refusal, route)
  } finally {
    share.resize(0)
  }
}

/** Reads the body and serves; why the gateway itself must answer, or undefined where nobody waits for that. */
async function serveWithBody(
  passage: Passage,
  admitted: Omit<Serving, 'body' | 'plain'>,
  share: BodyShare,
  clock: Clock,
): Promise<Refusal | undefined> {
  const { request, response, deployment } = passage
  const body = await readBody(request, response, deployment.request, share)
  if (body === clientGone) return undefined
  if ('reason' in body) return body
  const plain = await plainOf(body, request.headers['content-encoding'], deployment.request, share)
  if ('reason' in plain) return plain
  return serve(passage, { ...admitted, body, plain }, clock)
}

/** Path and query of a request target; one in absolute form has nothing for us before its path. */
function splitTarget(target: string): [path: string, query?: string] {
  const at = target.indexOf('?')
  return at < 0 ? [target] : [target.slice(0, at), target.slice(at + 1)]
}

function refuseRoute(passage: Passage, allow: readonly string[] | undefined): void {
  const { request, response, provider } = passage
  if (allow === undefined)
    return refuse(passage, provider, { reason: 'no such path', message: 'There is no such path at this gateway.' })
  const heads = allow.includes('GET') ? ['HEAD'] : []
  response.setHeader('allow', [...new Set([...allow, ...heads, 'OPTIONS'])].join(', '))
  if (request.method === 'OPTIONS') {
    response.writeHead(204).end()
    request.resume()
    return
  }
  refuse(passage, provider, { reason: 'method not allowed', message: `${request.method} is not for this path.` })
}

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
