/** Who is at the other end: what a proxy in front of us says counts only if we were told to believe that proxy. */
import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'

/** Whom to believe. */
export interface ClientRule {
  /** Proxies in front of the gateway; undefined when there are none. */
  readonly trustedProxies: BlockList | undefined
  /** Header in which such a proxy tells the JA4 fingerprint of the client's TLS; lower case. */
  readonly ja4Header: string | undefined
}

/** The client as far as the connection, or a trusted proxy, tells. */
export interface ClientOrigin {
  readonly ip: string | undefined
  readonly ja4: string | undefined
}

/** Addresses in a header, at most: a longer chain is a forgery. */
const hopsMax = 32

/**
 * The address of the client. From a trusted proxy it is the last entry of `x-forwarded-for` that is no trusted proxy
 * itself; entries that are no address end the search, since what stands before them cannot be believed either.
 */
export function originOf(request: IncomingMessage, rule: ClientRule): ClientOrigin {
  const peer = bare(request.socket.remoteAddress)
  if (peer === undefined || !isTrusted(peer, rule)) return { ip: peer, ja4: undefined }
  const told = rule.ja4Header === undefined ? undefined : request.headers[rule.ja4Header]
  const ja4 = typeof told === 'string' && told !== '' ? told.slice(0, 64) : undefined
  const forwarded = request.headers['x-forwarded-for']
  const hops = typeof forwarded === 'string' ? forwarded.split(',').slice(-hopsMax) : []
  let ip = peer
  for (const hop of hops.reverse()) {
    const address = bare(hop.trim())
    if (address === undefined) break
    ip = address
    if (!isTrusted(address, rule)) break
  }
  return { ip, ja4 }
}

function isTrusted(address: string, { trustedProxies }: ClientRule): boolean {
  return trustedProxies !== undefined && trustedProxies.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

/** An address without brackets, port or the IPv6 dress of an IPv4 one; undefined for anything else. */
function bare(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const [, bracketed] = /^\[([^\]]+)\](?::\d+)?$/.exec(text) ?? []
  const [, plain] = /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(text) ?? []
  const address = (bracketed ?? plain ?? text).replace(/^::ffff:(?=\d+\.)/i, '')
  return isIP(address) === 0 ? undefined : address
}

/**
 * The URL that the client has for us, without a slash at its end: in its own words, so it tells nobody else anything. That
 * TLS ended before us only a trusted proxy can tell.
 */
export function ownUrlFor(request: IncomingMessage, rule: ClientRule): string {
  const peer = bare(request.socket.remoteAddress)
  const told = request.headers['x-forwarded-proto']
  const isBehindTls = peer !== undefined && isTrusted(peer, rule) && told === 'https'
  const scheme = isBehindTls || 'encrypted' in request.socket ? 'https' : 'http'
  return `${scheme}://${request.headers.host ?? ''}`
}
