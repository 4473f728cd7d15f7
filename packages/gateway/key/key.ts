/** What an API key stands for. */
import type { Limits } from '@stillhunt/core/policy'

/** What a key grants to who shows it. */
export interface KeyGrant {
  /** The public part of the key, its first 16 characters: what logs, records and verdicts name. */
  readonly id: string
  /** Who is billed. */
  readonly account: string
  readonly org?: string
  readonly plan?: string
  readonly tier?: string
  /** Models that may be asked for, each a name or a beginning with `*`; all when absent. */
  readonly models?: readonly string[]
  /** Limits of the key's own scope, on top of those of its plan. */
  readonly limits?: Limits
  /** In ms since the epoch; never when absent. */
  readonly expiresMs?: number
}

/** Why a key is refused. All are told to the client as 401 with one and the same message, and apart in metrics. */
export type KeyRefusal = 'malformed' | 'unknown' | 'revoked' | 'expired'

/** What was worked out of the last secret that one connection showed: nearly always the next one is the same. */
export interface LastShown {
  secret: string
  /** Undefined when the secret is no key. */
  id: string | undefined
  hash: Uint8Array
  /** Where its key stood in which keys when it was last looked up; -1 when it is none of theirs. */
  among: object | undefined
  row: number
}

/** All keys of a deployment. */
export interface KeyRing {
  /**
   * Whose key `secret` is. Takes the same time for a wrong secret as for a right one. `last` is the connection's own, and
   * saves the working out; a key that was revoked is so at once. Never throws.
   */
  find(secret: string, nowMs: number, last?: LastShown): KeyGrant | KeyRefusal
  /** Stops watching. */
  close(): void
}
