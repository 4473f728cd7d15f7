/** The model servers behind the gateway. */
import { validateHeaderValue } from 'node:http'
import { type Dispatcher, Pool } from 'undici'
import type { Provider } from '../wire.ts'
import { matchesModel } from './model-pattern.ts'

/** One model server. */
export interface UpstreamRule {
  readonly provider: Provider
  /** Origin, with a path before `/v1` where there is one. */
  readonly url: URL
  /** The operator's own key with the provider; undefined where the server wants none. */
  readonly secret: string | undefined
  /** Models that it serves, each a name or a beginning with `*`; all when absent. */
  readonly models: readonly string[] | undefined
  readonly connectTimeoutMs: number
  /** Until the head of the answer is there. */
  readonly headersTimeoutMs: number
  /** Between two pieces of the answer. */
  readonly idleTimeoutMs: number
  /** Certificates to trust besides the system's, PEM. */
  readonly ca: string | undefined
  /** Ask for usage in streams on behalf of clients that do not. */
  readonly injectsUsage: boolean
}

/** A model server with its connections. */
export interface Upstream {
  readonly rule: UpstreamRule
  readonly pool: Dispatcher
  /** Headers that carry the operator's key, name and value in turn. */
  readonly credentials: readonly string[]
  /** Path before the request's own. */
  readonly pathPrefix: string
}

/** Picks the server for a request. */
export class UpstreamTable {
  readonly #upstreams: readonly Upstream[]

  /** Throws where a secret cannot be sent. */
  constructor(rules: readonly UpstreamRule[]) {
    this.#upstreams = rules.map(open)
  }

  /** The first server of `provider` that serves `model`; an empty model is served by the first. */
  find(provider: Provider, model: string): Upstream | undefined {
    return this.#upstreams.find(
      ({ rule }) =>
        rule.provider === provider &&
        (model === '' || rule.models === undefined || rule.models.some((pattern) => matchesModel(pattern, model))),
    )
  }

  /** The server of `provider` at this URL. */
  at(provider: Provider, url: string): Upstream | undefined {
    return this.#upstreams.find(({ rule }) => rule.provider === provider && rule.url.href === url)
  }

  /** Cuts all connections. */
  async destroy(): Promise<void> {
    await Promise.all(this.#upstreams.map(({ pool }) => pool.destroy()))
  }

  /** Closes the connections when the requests on them are over. */
  async close(): Promise<void> {
    await Promise.all(this.#upstreams.map(({ pool }) => pool.close()))
  }
}

function open(rule: UpstreamRule): Upstream {
  const { provider, url, secret, ca } = rule
  const pool = new Pool(url.origin, {
    // A bound would silently queue streams behind one another: limits are the limiter's.
    connections: null,
    pipelining: 1,
    headersTimeout: rule.headersTimeoutMs,
    bodyTimeout: rule.idleTimeoutMs,
    connect: { timeout: rule.connectTimeoutMs, ...(ca === undefined ? {} : { ca }) },
  })
  const credentials =
    secret === undefined ? [] : provider === 'anthropic' ? ['x-api-key', secret] : ['authorization', `Bearer ${secret}`]
  try {
    for (const value of credentials) validateHeaderValue('secret', value)
  } catch {
    throw new Error(`the secret of upstream ${url.origin} has characters that no header can hold; look for line ends`)
  }
  return { rule, pool, credentials, pathPrefix: url.pathname.replace(/\/+$/, '') }
}
