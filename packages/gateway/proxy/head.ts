/** The head of requests that say the same, but for the length of their bodies: what it means is worked out once. */
import type { IncomingMessage } from 'node:http'
import { endToEndRequestHeaders, keyOf, type Provider, providerOfHeaders } from '../wire.ts'
import type { ClientRule } from './client-address.ts'
import { type ClientSeen, clientSeen } from './client-seen.ts'
import type { Upstream } from './upstream.ts'

/** Whose organisation and whose project pays is the operator's to say, with its key. */
const chosenByOperator: ReadonlySet<string> = new Set(['openai-organization', 'openai-project'])

/** See the file's header. */
export class Head {
  readonly provider: Provider
  /** The key that it shows. */
  readonly secret: string | undefined
  readonly #rawHeaders: readonly string[]
  #client: { readonly rule: ClientRule; readonly seen: ClientSeen } | undefined
  #sent: (EncodingChanges & { readonly upstream: Upstream; readonly headers: readonly string[] }) | undefined

  constructor({ headers, rawHeaders }: IncomingMessage) {
    this.provider = providerOfHeaders(headers)
    this.secret = keyOf(headers)
    this.#rawHeaders = rawHeaders
  }

  /** Whether it is that of `request`, which came on the same connection. */
  isOf({ rawHeaders }: IncomingMessage): boolean {
    return saysTheSame(this.#rawHeaders, rawHeaders)
  }

  /** What a record says of the client of `request`, which has this head. */
  clientOf(request: IncomingMessage, rule: ClientRule): ClientSeen {
    if (this.#client?.rule !== rule) this.#client = { rule, seen: clientSeen(request, rule) }
    return this.#client.seen
  }

  /** The headers for a model server, with the operator's key in place of the client's, but for those of encodings that change. */
  headersTo(upstream: Upstream, changes: EncodingChanges): readonly string[] {
    const { ofAnswer, ofBody } = changes
    const last = this.#sent
    if (last !== undefined && last.upstream === upstream && last.ofAnswer === ofAnswer && last.ofBody === ofBody)
      return last.headers
    const headers = headersFor(
      upstream,
      this.#rawHeaders,
      (name) => (ofAnswer && name === 'accept-encoding') || (ofBody && name === 'content-encoding'),
    )
    this.#sent = { upstream, ofAnswer, ofBody, headers }
    return headers
  }
}

/** What does not come, or go on, as it was encoded. */
interface EncodingChanges {
  readonly ofAnswer: boolean
  readonly ofBody: boolean
}

/** The client's headers with the operator's key in place of its own. */
export function headersFor(
  upstream: Upstream,
  rawHeaders: readonly string[],
  drop: (name: string) => boolean,
): readonly string[] {
  const headers = endToEndRequestHeaders(rawHeaders, (name) => chosenByOperator.has(name) || drop(name))
  headers.push(...upstream.credentials)
  return headers
}

/** Whether two heads of one connection differ in nothing but how long their bodies are. */
function saysTheSame(one: readonly string[], other: readonly string[]): boolean {
  if (one.length !== other.length) return false
  for (let i = 0; i < one.length; i += 1)
    if (one[i] !== other[i] && (i % 2 === 0 || one[i - 1]!.toLowerCase() !== 'content-length')) return false
  return true
}
