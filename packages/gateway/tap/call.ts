/** What the tap is told of one call: first what is wanted, then how it ended. */
import type { Usage } from '@stillhunt/core/interaction'

/** What is kept of bodies: all, keyed hashes in place of texts (equal texts stay equal), or no text at all. */
export type ContentRule = 'keep' | 'hash' | 'omit'

/** A call that is about to be forwarded. Member names are those of the record (contract §1) in camel case. */
export interface Intent {
  readonly id: string
  readonly timeMs: number
  readonly account: string
  readonly org?: string | undefined
  readonly key?: string | undefined
  /** The record's `client` as it will stand there, without any secret. */
  readonly client?: Readonly<Record<string, unknown>>
  readonly dialect: string
  readonly model: string
  /**
   * The body as it came; nobody may change its bytes until the call's record is written. It may be no JSON; the record
   * then holds what `request` would be of an empty object.
   */
  readonly request: Uint8Array
  /** Whoever calls has read it: it is a JSON object in UTF-8, without a mark, of no more levels than a record holds. */
  readonly isRead?: boolean | undefined
  readonly isStream: boolean
  readonly content: ContentRule
}

/** How the call ended. */
export interface Outcome {
  /** HTTP status that the client was answered. */
  readonly status: number
  readonly latencyMs: number
  readonly ttftMs?: number | undefined
  /**
   * The body as it was answered (decompressed), or what a stream added up to. Absent when there was none. Nobody may
   * change it until the record is written.
   */
  readonly response?: Uint8Array | Readonly<Record<string, unknown>> | undefined
  /** Whoever calls has read the response's bytes, as with {@link Intent.isRead}. */
  readonly isRead?: boolean | undefined
  readonly usage?: Usage | undefined
  /** `complete`, or who broke it off. */
  readonly ending: 'complete' | 'client aborted' | 'upstream cut' | 'interrupted'
  /** Events of the stream that were no JSON, and the error that came after a 200. */
  readonly stream?: { readonly malformedEvents?: number; readonly error?: unknown } | undefined
  /** Verdicts that applied, their ids. */
  readonly verdicts?: readonly string[] | undefined
  /** `x-stainless-retry-count`, as a number: the same demand asked again. */
  readonly retryCount?: number | undefined
}

/** Why a call cannot be recorded now. The gateway answers 503 to the client. */
export class SpoolFullError extends Error {
  readonly code = 'spool full'
  constructor(message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'SpoolFullError'
  }
}

/** A call that was begun, for who knows how it ends. */
export interface OpenCall {
  /** The call is over. Never throws, never waits. Exactly once. */
  close(outcome: Outcome): void
}

/** Where calls are recorded. */
export interface Tap {
  /**
   * Resolves when the intent is where a killed process leaves it: only then may the call be forwarded. Rejects with {@link SpoolFullError} when the rule is to refuse traffic.
   */
  open(intent: Intent): Promise<OpenCall>
  /** Everything that was closed is written, or given up because the disk takes too long; called on drain. */
  flush(): Promise<void>
}
