/** What a configuration says, in the gateway's own terms: times in ms, absolute paths, secrets read. */
import type { ScopeLimits } from '@stillhunt/core/policy'

/** Whose interface a server speaks. */
export type ProviderName = 'openai' | 'anthropic'

/** What is kept of texts. */
export type ContentRule = 'keep' | 'hash' | 'omit'

/** Everything that a gateway is told. Members are those of the file; `docs/gateway.md` has their meaning. */
export interface Configuration {
  readonly listen: {
    readonly host: string
    readonly port: number
    readonly tls: { readonly cert: string; readonly key: string } | undefined
  }
  readonly admin: { readonly host: string; readonly port: number }
  readonly upstreams: readonly {
    readonly provider: ProviderName
    readonly url: URL
    readonly secret: string | undefined
    readonly models: readonly string[] | undefined
    readonly connectTimeoutMs: number
    readonly headersTimeoutMs: number
    readonly idleTimeoutMs: number
    readonly ca: string | undefined
    readonly injectsUsage: boolean
  }[]
  readonly keysFile: string
  /** `trust` are paths of public keys. */
  readonly verdicts:
    | { readonly file: string; readonly trust: readonly string[]; readonly stateFile: string | undefined }
    | undefined
  readonly limits: {
    readonly default: ScopeLimits
    readonly plans: Readonly<Record<string, ScopeLimits>>
    readonly outputTokensDefault: number
    readonly outputTokensReservedMax: number
  }
  readonly redis:
    | {
        readonly url: string | undefined
        readonly cluster: readonly string[] | undefined
        readonly prefix: string
        readonly timeoutMs: number
        readonly gateways: number
      }
    | undefined
  readonly client: { readonly trustedProxies: readonly string[]; readonly ja4Header: string | undefined }
  readonly request: {
    readonly bodyBytesMax: number
    readonly bodyTimeoutMs: number
    readonly headerBytesMax: number
    readonly headersTimeoutMs: number
    readonly keepAliveMs: number
    readonly connectionsMax: number
  }
  readonly routes: readonly { readonly provider: ProviderName; readonly path: string }[]
  readonly tap:
    | {
        readonly dir: string
        readonly segmentBytes: number
        readonly bytesMax: number
        readonly whenFull: 'shed-oldest' | 'refuse'
        readonly fsync: 'never' | 'interval' | 'always'
        readonly content: {
          readonly default: ContentRule
          readonly accounts: Readonly<Record<string, ContentRule>>
          readonly orgs: Readonly<Record<string, ContentRule>>
        }
        readonly sink:
          | {
              readonly url: URL
              /** Read anew for every batch: a token can be changed while the gateway runs. */
              readonly token: { readonly env: string } | { readonly file: string } | undefined
              readonly batchRecordsMax: number
              readonly batchBytesMax: number
              readonly compression: 'zstd' | 'gzip' | 'none'
              readonly intervalMs: number
            }
          | undefined
      }
    | undefined
  readonly hasStatefulRoutes: boolean
  readonly owners: { readonly retentionMs: number; readonly idsMax: number }
  readonly dataDir: string
  readonly inspectedBytesMax: number
  readonly drainMs: number
  readonly log: { readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent'; readonly access: boolean }
}
