/**
 * Redis behind circuit breakers, one a node: whoever asks waits for the deadline at most, and not at all while the node
 * is known not to answer. No request is sent to find out whether a node is back; the gate looks by itself.
 */
import type { RedisFailure, RedisLink } from './redis-link.ts'
import { renewScript, type Script } from './redis-script.ts'

/** How a {@link RedisGate} is set up. */
export interface RedisGateOptions {
  readonly timeoutMs: number
  /** Told when a node stops answering, with the reason, and when it answers again. */
  readonly onChange: (isUp: boolean, because: RedisFailure | undefined) => void
}

interface Breaker {
  isOpen: boolean
  /** Failures with no answer between them. */
  failures: number
  /** Probes that failed since it opened. */
  probes: number
  timer: NodeJS.Timeout | undefined
}

/** So many failures in a row and a node counts as down. */
const failuresMax = 3
/** Failures that say by themselves that the node is down. The others may be a pause, or about one key or slot. */
const isDown: readonly RedisFailure[] = ['offline', 'lost', 'memory', 'read only', 'access']
const probeMsMin = 100
const probeMsMax = 1_000
/** After so many probes in vain a better connection is looked for: first after some 3 s, then every 5. */
const probesPerReset = 5
const probeTtlMs = '10000'

/** Runs scripts on nodes that answer. */
export class RedisGate {
  /** By reason, since the beginning. */
  readonly failures: Record<RedisFailure, number> = {
    timeout: 0,
    offline: 0,
    lost: 0,
    memory: 0,
    'read only': 0,
    access: 0,
    cluster: 0,
    error: 0,
  }
  private readonly link: RedisLink
  private readonly timeoutMs: number
  private readonly onChange: RedisGateOptions['onChange']
  private readonly breakers = new Map<string, Breaker>()
  private openCount = 0
  private openSinceMs = 0
  private openMs = 0
  private isClosed = false

  constructor(link: RedisLink, { timeoutMs, onChange }: RedisGateOptions) {
    this.link = link
    this.timeoutMs = timeoutMs
    this.onChange = onChange
  }

  /** Whether the node of `key` is known not to answer. */
  isShut(key: string): boolean {
    const breaker = this.breakers.get(this.link.nodeOf(key))
    if (breaker?.isOpen === true) return true
    if (this.link.isReady()) return false
    this.failed(key, 'offline')
    return true
  }

  /** Whether there is a connection. */
  isReady(): boolean {
    return this.link.isReady()
  }

  /** Whether there is a connection, after at most `waitMs`. */
  async connected(waitMs = 1_000): Promise<boolean> {
    const endMs = performance.now() + waitMs
    while (!this.isReady()) {
      if (performance.now() >= endMs) return false
      // oxlint-disable-next-line no-await-in-loop
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    return true
  }

  /** Ms in which at least one node was known not to answer, until now. */
  shutMs(): number {
    return this.openMs + (this.openCount > 0 ? performance.now() - this.openSinceMs : 0)
  }

  /**
   * What the script answers, or undefined when it does not within `waitMs`, and at once when its node is shut. An answer
   * that comes later goes to `onLate`.
   */
  async ask<Item extends number | string = number>(
    script: Script,
    keys: readonly string[],
    args: readonly string[],
    { waitMs = this.timeoutMs, onLate }: { waitMs?: number; onLate?: (answer: Item[]) => void } = {},
  ): Promise<Item[] | undefined> {
    const key = keys[0]!
    if (this.isShut(key)) return undefined
    const running = this.link.run<Item>(script, keys, args)
    const first = await within(running, waitMs)
    if (first === undefined) {
      if (onLate !== undefined) void running.then((answer) => Array.isArray(answer) && onLate(answer))
      this.failed(key, 'timeout')
      return undefined
    }
    return this.told(key, first)
  }

  /** As {@link ask}, for what nobody waits for: takes as long as it takes and answers whether it was done, or why not. */
  async tell(script: Script, keys: readonly string[], args: readonly string[]): Promise<number[] | RedisFailure> {
    const key = keys[0]!
    if (this.isShut(key)) return 'offline'
    const answer = await this.link.run(script, keys, args)
    this.told(key, answer)
    return answer
  }

  /** Lets nothing through any more. */
  close(): void {
    this.isClosed = true
    for (const { timer } of this.breakers.values()) clearTimeout(timer)
    this.link.close()
  }

  private told<Item>(key: string, answer: Item[] | RedisFailure): Item[] | undefined {
    if (!Array.isArray(answer)) {
      this.failed(key, answer)
      return undefined
    }
    const breaker = this.breakers.get(this.link.nodeOf(key))
    if (breaker !== undefined && !breaker.isOpen) breaker.failures = 0
    return answer
  }

  private failed(key: string, failure: RedisFailure): void {
    this.failures[failure] += 1
    if (this.isClosed) return
    const node = this.link.nodeOf(key)
    const breaker = this.breakers.get(node) ?? { isOpen: false, failures: 0, probes: 0, timer: undefined }
    this.breakers.set(node, breaker)
    breaker.failures += 1
    if (breaker.isOpen || (!isDown.includes(failure) && breaker.failures < failuresMax)) return
    breaker.isOpen = true
    breaker.probes = 0
    if (this.openCount === 0) this.openSinceMs = performance.now()
    this.openCount += 1
    this.onChange(false, failure)
    this.probeLater(breaker, node, key)
  }

  private probeLater(breaker: Breaker, node: string, key: string): void {
    if (this.isClosed) return
    const ms = Math.min(probeMsMin * 2 ** breaker.probes, probeMsMax)
    breaker.timer = setTimeout(() => void this.probe(breaker, node, key), ms).unref()
  }

  /** Half-open: one script that writes, on the node whose key failed. A server that only reads is not back. */
  private async probe(breaker: Breaker, node: string, key: string): Promise<void> {
    const probeKey = `${key.slice(0, key.indexOf('}') + 1)}p:`
    const isMoved = this.link.isReady() && this.link.nodeOf(key) !== node
    const answer = isMoved
      ? []
      : await within(this.link.run(renewScript, [probeKey], ['', probeTtlMs, '1']), this.timeoutMs)
    if (this.isClosed) return
    if (Array.isArray(answer)) {
      this.breakers.delete(node)
      this.openCount -= 1
      if (this.openCount === 0) this.openMs += performance.now() - this.openSinceMs
      this.onChange(true, undefined)
      return
    }
    breaker.probes += 1
    if (breaker.probes % probesPerReset === 0) this.link.reset()
    this.probeLater(breaker, node, key)
  }
}

/**
 * What `answer` becomes within `waitMs`, else undefined. When our own process was too busy to look, answers that have
 * arrived meanwhile are heard first.
 */
export async function within<Answer>(answer: Promise<Answer>, waitMs: number): Promise<Answer | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => setImmediate(() => resolve(undefined)), Math.max(0, waitMs))
  })
  const first = await Promise.race([answer, late])
  clearTimeout(timer)
  return first
}
