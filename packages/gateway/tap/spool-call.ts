/** One call on its way through a spool: its intent in the journal, who waits for that, and what its record begins with. */
import type { Intent, OpenCall, Outcome, SpoolFullError } from './call.ts'
import type { Intended } from './journal.ts'
import { type BegunLine, endLine, type GatewayMember, interruptedClosing } from './record-line.ts'
import type { UnderWayLine } from './under-way.ts'

/** What was known of a call when it began. */
export interface Begun {
  readonly intent: Intent
  readonly line: BegunLine
  readonly gateway: Omit<GatewayMember, 'ending'>
}

/** Who is told what becomes of calls. */
export interface CallKeeper {
  onBegun(isProtected: boolean): void
  onRefused(): void
  onEnded(call: SpoolCall, outcome: Outcome): void
}

/** See the file's header. One object for all of it: there is one for every call. */
export class SpoolCall implements OpenCall, Intended {
  readonly id: string
  readonly begun: Begun
  readonly chunks: readonly Uint8Array[]
  readonly bytes: number
  isEnding = false
  isUnderWay = false
  before: UnderWayLine | undefined = undefined
  after: UnderWayLine | undefined = undefined
  readonly #keeper: CallKeeper
  readonly #resolve: (call: SpoolCall) => void
  readonly #reject: (cause: SpoolFullError) => void

  constructor(
    begun: Begun,
    keeper: CallKeeper,
    resolve: (call: SpoolCall) => void,
    reject: (cause: SpoolFullError) => void,
  ) {
    const { chunks, bytes } = endLine(begun.line, undefined, interruptedClosing(begun.gateway))
    this.id = begun.intent.id
    this.begun = begun
    this.chunks = chunks
    this.bytes = bytes
    this.#keeper = keeper
    this.#resolve = resolve
    this.#reject = reject
  }

  onBegun(isProtected: boolean): void {
    this.#keeper.onBegun(isProtected)
    this.#resolve(this)
  }

  onRefused(cause: SpoolFullError): void {
    this.#keeper.onRefused()
    this.#reject(cause)
  }

  close(outcome: Outcome): void {
    this.#keeper.onEnded(this, outcome)
  }
}
