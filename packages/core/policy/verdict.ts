/** What is to be done about whom: the table that gateways obey. */
import type { Limits, ScopeKind } from './limits.ts'

/** Whom a verdict is about: everything that a limit can be about but the whole deployment. */
export interface Subject {
  readonly kind: Exclude<ScopeKind, 'global'>
  readonly id: string
  /**
   * Of an end user, and of nobody else: the account whose user it is. End users of two customers may go by one name, so a
   * verdict about a user without it is about nobody.
   */
  readonly account?: string
}

/** The id of an end user in scopes and limits, where it must not meet another account's: `acct-7/u1`, its slashes escaped. */
export function userScopeId(account: string, user: string): string {
  return `${account.replaceAll('%', '%25').replaceAll('/', '%2F')}/${user}`
}

/** One step of the ladder, from the mildest to the hardest. Every one but `terminate` is undone by its expiry. */
export type Measure =
  /** Nothing changes for the client; records and metrics carry the label. */
  | { readonly step: 'label'; readonly label: string }
  /** Tighter limits on the subject's own scope; for a campaign, on all its accounts together. */
  | { readonly step: 'shape'; readonly limits: Limits }
  /** Outputs lose what is worth most to a copier. Absent members change nothing. */
  | {
      readonly step: 'harden'
      readonly logprobs?: 'strip'
      readonly reasoning?: 'drop'
      /** The most choices of one answer. */
      readonly choicesMax?: number
    }
  /** 403 until the account has verified itself at `link`, an https address. */
  | { readonly step: 'step-up'; readonly link: string }
  /** 403 for every model but `models`, and for requests that offer tools where `tools` is `none`. */
  | { readonly step: 'restrict'; readonly models?: readonly string[]; readonly tools?: 'none' }
  /** 403 until expiry. */
  | { readonly step: 'suspend' }
  /** 403 for good. */
  | { readonly step: 'terminate' }

/** The ladder's steps, mildest first. */
export const ladder: readonly Measure['step'][] = [
  'label',
  'shape',
  'harden',
  'step-up',
  'restrict',
  'suspend',
  'terminate',
]

/** One measure against one subject. */
export interface Verdict {
  /** Unique in its table: what an appeal and a log line name. */
  readonly id: string
  readonly subject: Subject
  readonly measure: Measure
  /** One plain sentence for the client's error message; it names no evidence. */
  readonly because: string
  /** From when on it is in force, in ms since the epoch; from the table's issue when absent. */
  readonly notBeforeMs?: number
  /** Until when it is in force, in ms since the epoch. Absent means for good, which only `label` and `terminate` may be. */
  readonly expiresMs?: number
  /** Shadow mode: what would have been done is logged and counted, and nothing is done. */
  readonly shadow?: true
}

/** Everything that a gateway obeys. */
export interface VerdictTable {
  readonly version: 1
  /** Rises with every table issued: a gateway refuses one that is older than what it has. */
  readonly sequence: number
  readonly issuedMs: number
  readonly verdicts: readonly Verdict[]
  /** Accounts by campaign id, for verdicts about campaigns. */
  readonly campaigns: Readonly<Record<string, readonly string[]>>
}
