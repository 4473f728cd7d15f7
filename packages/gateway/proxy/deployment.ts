/** Everything that a request needs of its surroundings. Replaced whole on reload; requests under way keep the old one. */
import type { ScopeLimits } from '@stillhunt/core/policy'
import type { KeyGrant, KeyRing } from '../key.ts'
import type { Limiter } from '../limit.ts'
import type { Owners } from '../owner.ts'
import type { ContentRule, Tap } from '../tap.ts'
import type { Enforcer } from '../verdict.ts'
import type { EstimateRule, RouteTable } from '../wire.ts'
import type { ClientRule } from './client-address.ts'
import type { Metrics } from './metric.ts'
import type { Passages } from './passages.ts'
import type { UpstreamTable } from './upstream.ts'

/** Bounds on what clients send. */
export interface RequestRule {
  readonly bodyBytesMax: number
  /** A body must be whole after this time. */
  readonly bodyTimeoutMs: number
}

/** What the access log tells of a request that was forwarded. */
export interface ServedCall {
  /** One of ours. */
  readonly id: string
  readonly route: string
  readonly status: number
  readonly account: string
  readonly key: string
  readonly model: string
  readonly latencyMs: number
  readonly ending: 'complete' | 'client aborted' | 'upstream cut'
  /** Of verdicts; undefined where there is none. */
  readonly labels: readonly string[] | undefined
}

/** What the access log and everything that goes wrong is told to. `fields` never hold a secret. */
export interface Log {
  served(call: ServedCall): void
  info(fields: Readonly<Record<string, unknown>>, message: string): void
  warn(fields: Readonly<Record<string, unknown>>, message: string): void
  error(fields: Readonly<Record<string, unknown>>, message: string): void
}

/** See the file's header. */
export interface Deployment {
  readonly routes: RouteTable
  readonly keys: KeyRing
  /** Undefined when no verdicts are configured: nobody is under one. */
  readonly enforcer: Enforcer | undefined
  readonly limiter: Limiter
  readonly limitsOf: (grant: KeyGrant) => ScopeLimits
  readonly estimate: EstimateRule
  /** Undefined when nothing is to be recorded. */
  readonly tap: Tap | undefined
  readonly contentOf: (grant: KeyGrant) => ContentRule
  readonly upstreams: UpstreamTable
  readonly request: RequestRule
  readonly client: ClientRule
  /** Who made what calls leave with the provider; undefined where all of that is closed. */
  readonly owners: Owners | undefined
  /** Answers longer than this pass, but are not inspected further than this. */
  readonly inspectedBytesMax: number
  readonly metrics: Metrics
  readonly log: Log
  /** What is under way with it. */
  readonly passages: Passages
  /** One line for every request. */
  readonly logsAccess: boolean
}
