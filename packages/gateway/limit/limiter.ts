/** What a limiter is asked and what it answers. */
import type { Limits, ScopeKind } from '@stillhunt/core/policy'

/** One scope that a request counts in, with its limits. */
export interface Scope {
  readonly kind: ScopeKind
  readonly id: string
  readonly limits: Limits
}

/** One request that wants to pass: all its scopes let it, or none counts it. */
export interface Ask {
  /** Unique for the request: what it holds is released under this name. Asking again under it before that throws. */
  readonly hold: string
  /**
   * Scopes that decide together. The first is the narrowest. `billing` is what they share (the organisation, or else the
   * account): a clustered state keeps them on one node by it. Campaign and global scopes are beside it.
   */
  readonly billing: string
  readonly scopes: readonly Scope[]
  /** Tokens reserved until they are known, input and output together. */
  readonly tokens: number
  /** Requests that it counts as, from 1 on; 1 when absent. Of places it takes one, however many they are. */
  readonly requests?: number
  readonly isStream: boolean
}

/** Where one limit of one scope stands after a decision: what rate-limit headers tell. */
export interface Standing {
  readonly scope: Scope
  readonly name: keyof Limits
  readonly limit: number
  /** Whole units left, from 0 on. */
  readonly remaining: number
  /** Until the limit is whole again; 0 for concurrency. */
  readonly resetMs: number
}

/** Passed, or the limit that refused it: of several the one with the longest wait. */
export type Decision =
  | { readonly ok: true; readonly standings: readonly Standing[] }
  | {
      readonly ok: false
      readonly standings: readonly Standing[]
      readonly refusedBy: Standing
      /** When the same ask would pass if nothing else came; for concurrency a guess of 1 s. Infinity if it never would. */
      readonly retryAfterMs: number
    }

/**
 * Decides whether requests pass. One decision over all scopes: of two that race for the last place exactly one passes.
 * A limiter answers at once where it can and by a promise where it must ask another process.
 */
export interface Limiter {
  reserve(ask: Ask): Decision | Promise<Decision>
  /**
   * The request is over: what it held is released, and `tokens` (what was used; undefined when nobody knows, then the
   * reservation stands) takes the place of what was reserved. May drive a bucket below empty. Twice is as once;
   * before the decision is there it counts when it is.
   */
  settle(ask: Ask, tokens: number | undefined): void
  /** Releases timers and connections. */
  close(): Promise<void>
}
