/** From a request to its answer: who asks, and may they; then it is served. */
import type { ServerResponse } from 'node:http'
import { newRecordId } from '../tap.ts'
import { authenticate, countEnforced, enforcementOf, outrightRefusal } from './admission.ts'
import { type Connection, connectionOf } from './connection.ts'
import type { Deployment } from './deployment.ts'
import type { Head } from './head.ts'
import type { Incoming } from './incoming.ts'
import { refuse, refuseForFault } from './refuse.ts'
import { type Admitted, serve } from './serve.ts'

/** One request on its way through. */
export interface Passage {
  readonly request: Incoming
  readonly response: ServerResponse
  readonly deployment: Deployment
  /** Of the record, the log lines and the errors. */
  readonly id: string
  /** What is remembered of its connection, and of its head. */
  readonly connection: Connection
  readonly head: Head
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
 * no new request is wanted. Whatever goes wrong inside is one request's 500, never the process's end.
 */
export function createHandler(
  current: () => Deployment,
  clock: Clock,
  isDraining: () => boolean,
): (request: Incoming, response: ServerResponse) => void {
  return (request, response) => {
    const timeMs = clock.wall()
    const connection = connectionOf(request.socket)
    const passage: Passage = {
      request,
      response,
      deployment: current(),
      id: newRecordId(timeMs),
      connection,
      head: connection.headOf(request),
      timeMs,
      startedAt: clock.monotonic(),
    }
    response.sendDate = false
    if (isDraining()) response.shouldKeepAlive = false
    const { metrics } = passage.deployment
    metrics.activeRequests += 1
    response.on('close', () => {
      metrics.activeRequests -= 1
    })
    const admitted = admit(passage)
    if (admitted !== undefined) serve(passage, admitted, clock)
  }
}

/** What is to be served, and for whom; undefined where the gateway has answered itself. Never throws. */
function admit(passage: Passage): Admitted | undefined {
  const { request, deployment, head, timeMs } = passage
  try {
    const target = request.url ?? ''
    const queryAt = target.indexOf('?')
    const path = queryAt < 0 ? target : target.slice(0, queryAt)
    const found = deployment.routes.find(request.method ?? 'GET', path, head.provider)
    if (!found.ok) return void refuseRoute(passage, found.allow)
    const { route } = found
    const grant = authenticate(passage)
    if ('reason' in grant) return void refuse(passage, route.provider, grant, route)
    const enforcement = enforcementOf(grant, undefined, deployment, timeMs)
    const outright = outrightRefusal(enforcement)
    if (outright === undefined) return { route, path: target, grant }
    countEnforced(enforcement, deployment)
    return void refuse(passage, route.provider, outright, route)
  } catch (cause) {
    return void refuseForFault(passage, cause)
  }
}

function refuseRoute(passage: Passage, allow: readonly string[] | undefined): void {
  const { request, response } = passage
  const { provider } = passage.head
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
