/** What a record says of a client, worked out once for all requests of a connection that say the same. */
import type { IncomingMessage } from 'node:http'
import { recordedHeaders, sdkOf } from '../wire.ts'
import { type ClientRule, originOf } from './client-address.ts'

/** The member `client` of a record, but for what the body says. Nobody changes it. */
export type ClientSeen = Readonly<Record<string, unknown>>

interface Seen {
  readonly rawHeaders: readonly string[]
  readonly rule: ClientRule
  readonly client: ClientSeen
}

const lastSeen = new WeakMap<object, Seen>()

/** What is seen of the client of `request`, its headers among it. */
export function clientSeen(request: IncomingMessage, rule: ClientRule): ClientSeen {
  const { socket, rawHeaders } = request
  const last = lastSeen.get(socket)
  if (last !== undefined && last.rule === rule && saysTheSame(last.rawHeaders, rawHeaders)) return last.client
  const client = { ...withoutHeaders(request, rule), headers: recordedHeaders(rawHeaders) }
  // Of a head that is all headers, more would stay in memory than working it out again costs.
  if (rawHeaders.length <= rememberedMax) lastSeen.set(socket, { rawHeaders, rule, client })
  return client
}

/** Names and values of the heads that are remembered, at most. */
const rememberedMax = 64

/** The same without the headers. */
export function withoutHeaders(request: IncomingMessage, rule: ClientRule): ClientSeen {
  const { ip, ja4 } = originOf(request, rule)
  const { 'user-agent': userAgent } = request.headers
  const sdk = sdkOf(request.headers)
  return {
    ...(ip === undefined ? {} : { ip }),
    ...(userAgent === undefined ? {} : { user_agent: userAgent.slice(0, 256) }),
    ...(ja4 === undefined ? {} : { ja4 }),
    ...(sdk === undefined ? {} : { sdk }),
  }
}

/** Whether two heads of one connection differ in nothing that a record holds: bodies may have other lengths. */
function saysTheSame(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return false
  for (let i = 0; i < one.length; i += 1)
    if (one[i] !== other[i] && (i % 2 === 0 || one[i - 1]!.toLowerCase() !== 'content-length')) return false
  return true
}
