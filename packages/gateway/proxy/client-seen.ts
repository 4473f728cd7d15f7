/** What a record says of a client. */
import type { IncomingMessage } from 'node:http'
import { recordedHeaders, sdkOf } from '../wire.ts'
import { type ClientRule, originOf } from './client-address.ts'

/** The member `client` of a record, but for what the body says. Nobody changes it. */
export type ClientSeen = Readonly<Record<string, unknown>>

/** What is seen of the client of `request`, its headers among it. */
export function clientSeen(request: IncomingMessage, rule: ClientRule): ClientSeen {
  return { ...withoutHeaders(request, rule), headers: recordedHeaders(request.rawHeaders) }
}

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
