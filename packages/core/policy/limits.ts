/** How much somebody may use, by scope. */

/** Whom a limit or a verdict is about, from the narrowest to the widest. `user` is the end user that a customer names. */
export type ScopeKind = 'key' | 'user' | 'account' | 'org' | 'campaign' | 'global'

/** What may be limited. An absent member is unlimited. All are whole numbers from 0 on; 0 lets nothing through. */
export interface Limits {
  /** Requests per minute: a bucket of this many that fills evenly. */
  readonly requestsPerMinute?: number
  /** Tokens per minute, input and output together: a bucket of this many that fills evenly. */
  readonly tokensPerMinute?: number
  /** Tokens per day: a bucket of this many that fills evenly over 24 hours. */
  readonly tokensPerDay?: number
  /** Requests under way at one time, streams among them. */
  readonly concurrentRequests?: number
  /** Streamed answers under way at one time. */
  readonly concurrentStreams?: number
}

/** The members of {@link Limits}, in the order in which they are checked and told. */
export const limitNames: readonly (keyof Limits)[] = [
  'requestsPerMinute',
  'tokensPerMinute',
  'tokensPerDay',
  'concurrentRequests',
  'concurrentStreams',
]
