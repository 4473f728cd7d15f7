/** Settlements on their way to Redis: nobody waits for them, and while Redis is away they queue up to a bound. */
import type { RedisGate } from './redis-gate.ts'
import { settleScript } from './redis-script.ts'

interface Settlement {
  readonly keys: readonly string[]
  readonly args: readonly string[]
}

/** Sends settlements now, or when Redis is back. */
export class Settlements {
  /** Settlements that Redis may not have: the queue was full, or the connection broke on the way. Reservations stand. */
  lost = 0
  private queue: Settlement[] = []
  private readonly under = new Set<Promise<void>>()
  private readonly gate: RedisGate
  private readonly queueMax: number

  constructor(gate: RedisGate, queueMax: number) {
    this.gate = gate
    this.queueMax = queueMax
  }

  /** How many wait for Redis. */
  get queued(): number {
    return this.queue.length
  }

  /** Sends one; never throws, never waits. */
  send(keys: readonly string[], args: readonly string[]): void {
    const sending = this.deliver({ keys, args })
    this.under.add(sending)
    void sending.then(() => this.under.delete(sending))
  }

  /**
   * Sends what is queued; what cannot be sent is queued again. One goes before the others: a server that was started
   * anew is told the script once, not once for each.
   */
  async drain(): Promise<void> {
    const [first, ...rest] = this.queue
    if (first === undefined) return
    this.queue = []
    await this.deliver(first)
    for (const { keys, args } of rest) this.send(keys, args)
  }

  /** Resolves when everything that was sent is answered, or lost. */
  async flush(): Promise<void> {
    await Promise.all(this.under)
  }

  private async deliver(settlement: Settlement): Promise<void> {
    const answer = await this.gate.tell(settleScript, settlement.keys, settlement.args)
    if (Array.isArray(answer)) return
    if (answer === 'offline' && this.queue.length < this.queueMax) this.queue.push(settlement)
    else this.lost += 1
  }
}
