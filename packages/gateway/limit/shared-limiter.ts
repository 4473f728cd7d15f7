/**
 * One limiter for all worker processes of a gateway: the primary has it, the workers ask.
 *
 * On the line an ask is `[number, ask]`, a settlement `[hold, tokens or null]`, an answer `[number, ...decision]` as in
 * `decisionToNumbers`. They are told apart by the type of their first member and of the second.
 */
import { ByName } from './by-name.ts'
import { Batch, type Channel, itemsOf } from './channel.ts'
import type { Ask, Decision, Limiter, Scope } from './limiter.ts'
import { assertAsk, decisionFromNumbers, decisionToNumbers, distinctScopes, HoldTakenError } from './scope.ts'

const toHost = 'limit asks'
const toWorker = 'limit answers'

interface Waiting {
  readonly hold: string
  readonly scopes: readonly Scope[]
  readonly resolve: (decision: Decision) => void
}

/**
 * The worker's end. Asks of one turn of the event loop go in one message. When the primary is gone nothing is answered
 * any more: a worker without a primary exits by itself.
 */
export class SharedLimiter implements Limiter {
  private readonly batch: Batch
  private readonly waiting = new ByName<number, Waiting>()
  private readonly holds = new Set<string>()
  private asked = 0

  constructor(channel: Channel) {
    this.batch = new Batch(channel, toHost)
    channel.onMessage((message) => {
      for (const answer of itemsOf(message, toWorker)) this.take(answer as number[])
    })
  }

  reserve(ask: Ask): Promise<Decision> {
    assertAsk(ask)
    if (this.holds.has(ask.hold)) throw new HoldTakenError(ask.hold)
    this.holds.add(ask.hold)
    const scopes = distinctScopes(ask.scopes)
    this.asked += 1
    const number = this.asked
    this.batch.add([number, scopes === ask.scopes ? ask : { ...ask, scopes }])
    return new Promise((resolve) => this.waiting.set(number, { hold: ask.hold, scopes, resolve }))
  }

  settle(ask: Ask, tokens: number | undefined): void {
    if (this.holds.delete(ask.hold)) this.batch.add([ask.hold, tokens ?? null])
  }

  /** Sends what is to be sent. The primary lives on. */
  close(): Promise<void> {
    this.batch.flush()
    return Promise.resolve()
  }

  private take([number, ...decision]: number[]): void {
    const waiting = this.waiting.take(number!)
    if (waiting === undefined) return
    const decided = decisionFromNumbers(waiting.scopes, decision)
    if (!decided.ok) this.holds.delete(waiting.hold)
    waiting.resolve(decided)
  }
}

/** One request of a worker: what was asked, and whether and with what it was settled before the decision was there. */
interface Open {
  readonly ask: Ask
  isDecided: boolean
  settled: { readonly tokens: number | undefined } | undefined
}

/** The primary's end: answers the workers from one limiter and releases what a dead worker held. */
export class LimiterHost {
  private readonly limiter: Limiter
  private attached = 0

  constructor(limiter: Limiter) {
    this.limiter = limiter
  }

  /**
   * Answers the worker at the other end of `channel`. The function that is returned is for when it is dead: its places
   * are free at once, and its reservations stand, since nobody knows what was used.
   */
  attach(channel: Channel): () => void {
    const batch = new Batch(channel, toWorker)
    const open = new ByName<string, Open>()
    // Two workers may give two requests one name.
    this.attached += 1
    const own = `${this.attached} `
    let isDead = false
    channel.onMessage((message) => {
      for (const [first, second] of itemsOf(message, toHost) as readonly (readonly [unknown, unknown])[]) {
        if (isDead) return
        if (typeof first === 'number') {
          const ask = second as Ask
          this.reserve(open, { ...ask, hold: own + ask.hold }, (numbers) => batch.add([first, ...numbers]))
        } else {
          this.settle(open, own + String(first), (second ?? undefined) as number | undefined)
        }
      }
    })
    return () => {
      isDead = true
      for (const hold of open.names()) this.settle(open, hold, undefined)
    }
  }

  private reserve(opens: ByName<string, Open>, ask: Ask, answer: (decision: number[]) => void): void {
    const open: Open = { ask, isDecided: false, settled: undefined }
    opens.set(ask.hold, open)
    const decide = (decision: Decision): void => {
      open.isDecided = true
      if (!decision.ok) opens.take(ask.hold)
      else if (open.settled !== undefined) this.settle(opens, ask.hold, open.settled.tokens)
      answer(decisionToNumbers(decision))
    }
    const decision = this.limiter.reserve(ask)
    if (decision instanceof Promise) void decision.then(decide)
    else decide(decision)
  }

  private settle(opens: ByName<string, Open>, hold: string, tokens: number | undefined): void {
    const open = opens.get(hold)
    if (open === undefined) return
    if (!open.isDecided) {
      open.settled ??= { tokens }
      return
    }
    opens.take(hold)
    this.limiter.settle(open.ask, tokens)
  }
}
