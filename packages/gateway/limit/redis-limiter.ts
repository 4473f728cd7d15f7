/**
 * Limits that several gateways share through Redis or Valkey, one server or a cluster.
 *
 * What shares a billing subject is decided by one script on one node; campaigns and the deployment are leased in parts.
 * When Redis does not answer, this process decides by itself with its share of every limit.
 */
import { randomUUID } from 'node:crypto'
import { ByName } from './by-name.ts'
import type { Ask, Decision, Limiter, Scope } from './limiter.ts'
import { LocalLimiter } from './local-limiter.ts'
import { RedisGate, within } from './redis-gate.ts'
import { type Lease, Leases } from './redis-lease.ts'
import { openRedisLink, type RedisAddress, type RedisFailure } from './redis-link.ts'
import { keyBase, limitArguments, renewScript, reserveScript, scopeKeys } from './redis-script.ts'
import { Settlements } from './redis-settlement.ts'
import { assertAsk, decisionFromNumbers, distinctScopes, HoldTakenError, knownTokens, shareOfScopes } from './scope.ts'

/** How a {@link RedisLimiter} is set up. Everything but the address may be left out. */
export interface RedisLimiterOptions {
  readonly address: RedisAddress
  /** What all keys begin with; `stillhunt:` when absent. */
  readonly prefix?: string
  /**
   * How many limiters share Redis: gateways times their worker processes that have a limiter of their own. While Redis
   * is away each lets 1/`gateways` of every limit pass; all of it, each, when absent.
   */
  readonly gateways?: number
  /** The longest that a request waits for Redis, in ms, once; 50 when absent. */
  readonly timeoutMs?: number
  /** A killed gateway's places come back after so many ms; 30,000 when absent. Living ones renew theirs every third of it. */
  readonly holdMs?: number
  /** The part of a campaign's or the deployment's limit that is leased at once; 1/64 when absent. 0: what is needed. */
  readonly leaseShare?: number
  /** The most settlements that wait for Redis to come back; 10,000 when absent. More are lost: their reservations stand. */
  readonly settlementsMax?: number
  /** Decides while Redis is away; one with default options when absent. */
  readonly fallback?: LocalLimiter
  /** Told when a node stops answering, with the reason, and when it answers again. */
  readonly onChange?: (isUp: boolean, because: RedisFailure | undefined) => void
  /** For tests: the clock of the scripts, in ms since the epoch, instead of Redis' own. */
  readonly nowMs?: () => number
}

/** What a {@link RedisLimiter} did since the beginning; `settlementsQueued` and `leases` are of now. */
export interface RedisLimiterCounters {
  /** Decisions of Redis and of leased parts, */
  readonly redisPassed: number
  readonly redisRefused: number
  /** and those that this process made by itself, for at least one scope, since Redis did not answer. */
  readonly fallbackPassed: number
  readonly fallbackRefused: number
  /** Seconds in which at least one node was known not to answer. */
  readonly fallbackSeconds: number
  /** Scripts that failed, by reason; `timeout` among them. */
  readonly failures: Readonly<Record<RedisFailure, number>>
  /** Reservations that Redis made too late, after this process had decided: they were taken back. */
  readonly lateUndone: number
  readonly settlementsQueued: number
  readonly settlementsLost: number
  /** Places that were renewed by the heartbeat. */
  readonly holdsRenewed: number
  readonly leases: number
  readonly leaseAsks: number
  readonly leaseUnitsReturned: number
}

/** One part of a decision, and how to take it back or settle it. */
interface Part {
  readonly decision: Decision
  readonly isFallback: boolean
  readonly undo: () => void
  /** `tokens` is what was used, undefined when nobody knows. */
  readonly settle: (tokens: number | undefined) => void
}

/** Places that the heartbeat renews; `renewedMs` by this process' clock. */
interface Places {
  readonly keys: readonly string[]
  readonly hold: string
  renewedMs: number
}

interface Open {
  parts: readonly Part[] | undefined
  settled: { readonly tokens: number | undefined } | undefined
}

const isWide = ({ kind }: Scope): boolean => kind === 'campaign' || kind === 'global'
const keysPerRenewal = 500

/** Limits shared through Redis, with a fallback: decides within its timeout, whatever Redis does. */
export class RedisLimiter implements Limiter {
  private readonly prefix: string
  private readonly timeoutMs: number
  private readonly holdMs: number
  private readonly share: number
  private readonly clock: () => string
  private readonly gate: RedisGate
  private readonly leases: Leases
  private readonly settlements: Settlements
  private readonly fallback: LocalLimiter
  private readonly heartbeat: NodeJS.Timeout
  private readonly open = new ByName<string, Open>()
  private readonly places = new Set<Places>()
  private readonly counts = { redisPassed: 0, redisRefused: 0, fallbackPassed: 0, fallbackRefused: 0 }
  private lateUndone = 0
  private holdsRenewed = 0

  /** Connects behind the back; until then the fallback decides. Throws `RedisAddressError` for an address that is none. */
  constructor(options: RedisLimiterOptions) {
    const { nowMs } = options
    this.prefix = options.prefix ?? 'stillhunt:'
    this.timeoutMs = options.timeoutMs ?? 50
    this.holdMs = options.holdMs ?? 30_000
    this.share = 1 / Math.max(1, options.gateways ?? 1)
    this.clock = nowMs === undefined ? () => '' : () => String(nowMs())
    this.fallback = options.fallback ?? new LocalLimiter()
    this.gate = new RedisGate(openRedisLink(options.address), {
      timeoutMs: this.timeoutMs,
      onChange: (isUp, because) => {
        options.onChange?.(isUp, because)
        if (isUp) void this.settlements.drain()
      },
    })
    this.settlements = new Settlements(this.gate, options.settlementsMax ?? 10_000)
    this.leases = new Leases(this.gate, {
      prefix: this.prefix,
      gateway: randomUUID(),
      share: options.leaseShare ?? 1 / 64,
      leaseMs: this.holdMs,
      clock: this.clock,
    })
    this.heartbeat = setInterval(() => this.renew(), this.holdMs / 3).unref()
  }

  /** Whether there is a connection, after at most `waitMs`: so that a gateway does not start on its fallback. */
  connected(waitMs?: number): Promise<boolean> {
    return this.gate.connected(waitMs)
  }

  async reserve(ask: Ask): Promise<Decision> {
    assertAsk(ask)
    if (this.open.has(ask.hold)) throw new HoldTakenError(ask.hold)
    const open: Open = { parts: undefined, settled: undefined }
    this.open.set(ask.hold, open)
    const parts = await this.partsOf(ask)
    const last = parts.at(-1)
    const isPassed = last === undefined || last.decision.ok
    const place = parts.some(({ isFallback }) => isFallback) ? 'fallback' : 'redis'
    this.counts[`${place}${isPassed ? 'Passed' : 'Refused'}`] += 1
    if (!isPassed) {
      this.open.take(ask.hold)
      for (const { undo } of parts.slice(0, -1)) undo()
      return last.decision
    }
    open.parts = parts
    if (open.settled !== undefined) this.settle(ask, open.settled.tokens)
    // Leases were asked first; standings are told from the narrowest scope on.
    const near = parts.length > 0 && ask.scopes.some((scope) => !isWide(scope)) ? [last!] : []
    const wide = parts.slice(0, parts.length - near.length)
    return { ok: true, standings: [...near, ...wide].flatMap(({ decision }) => decision.standings) }
  }

  settle(ask: Ask, tokens: number | undefined): void {
    const open = this.open.get(ask.hold)
    if (open === undefined) return
    if (open.parts === undefined) {
      open.settled ??= { tokens }
      return
    }
    this.open.take(ask.hold)
    for (const { settle } of open.parts) settle(knownTokens(tokens))
  }

  /** Gives leased parts back and waits for settlements, for a second at most. Requests under way are not settled. */
  async close(): Promise<void> {
    clearInterval(this.heartbeat)
    await within(Promise.all([this.leases.close(), this.settlements.flush()]), 1_000)
    this.gate.close()
    await this.fallback.close()
  }

  /** For metrics. */
  counters(): RedisLimiterCounters {
    return {
      ...this.counts,
      fallbackSeconds: this.gate.shutMs() / 1000,
      failures: { ...this.gate.failures },
      lateUndone: this.lateUndone,
      settlementsQueued: this.settlements.queued,
      settlementsLost: this.settlements.lost,
      holdsRenewed: this.holdsRenewed,
      leases: this.leases.size,
      leaseAsks: this.leases.counters.asked,
      leaseUnitsReturned: this.leases.counters.unitsReturned,
    }
  }

  /** Parts until one refuses: leases first, which mostly cost nothing, and then the script. All share one deadline. */
  private async partsOf(ask: Ask): Promise<Part[]> {
    const endMs = performance.now() + this.timeoutMs
    const parts: Part[] = []
    const near: Scope[] = []
    for (const scope of distinctScopes(ask.scopes)) {
      if (!isWide(scope)) {
        near.push(scope)
        continue
      }
      // oxlint-disable-next-line no-await-in-loop
      const part = (await this.wideOf(ask, scope, endMs)) ?? this.fallbackOf(ask, [scope])
      parts.push(part)
      if (!part.decision.ok) return parts
    }
    if (near.length > 0) parts.push(await this.nearOf(ask, near, endMs))
    return parts
  }

  private async wideOf(ask: Ask, scope: Scope, endMs: number): Promise<Part | undefined> {
    const lease = this.leases.of(scope)
    const deciding = lease.reserve(ask, scope)
    if (!(deciding instanceof Promise))
      return deciding === undefined ? undefined : leasePart(lease, ask, scope, deciding)
    const decision = await within(deciding, endMs - performance.now())
    if (decision !== undefined) return leasePart(lease, ask, scope, decision)
    void deciding.then((late) => late?.ok === true && lease.undo(ask, scope))
    return undefined
  }

  /** The scopes that share a node: one script. */
  private async nearOf(ask: Ask, scopes: readonly Scope[], endMs: number): Promise<Part> {
    const keys = scopeKeys(keyBase(this.prefix, ask.billing), scopes)
    if (keys.all.length === 0) return unlimited
    const limits = limitArguments(scopes)
    const { requests = 1 } = ask
    const correct: Correct = (tokens, requests) =>
      this.settlements.send(keys.all, [this.clock(), String(tokens), String(requests), ask.hold, ...limits])
    const placeKeys = ask.isStream ? [...keys.requests, ...keys.streams] : keys.requests
    const places: Places = { keys: placeKeys, hold: ask.hold, renewedMs: performance.now() }
    const waitMs = endMs - performance.now()
    const onLate = (late: number[]): void => {
      if (late[0] !== -1) return
      this.lateUndone += 1
      correct(-ask.tokens, -requests)
    }
    const asked = [ask.tokens, requests, ask.isStream ? 1 : 0].map(String)
    const args = [this.clock(), ...asked, ask.hold, String(this.holdMs), ...limits]
    const answer = waitMs <= 0 ? undefined : await this.gate.ask(reserveScript, keys.all, args, { waitMs, onLate })
    if (answer === undefined) return this.adopted(this.fallbackOf(ask, scopes), places, correct)
    const decision = decisionFromNumbers(scopes, answer)
    if (decision.ok && placeKeys.length > 0) this.places.add(places)
    const end = (tokens: number, requests: number): void => {
      this.places.delete(places)
      if (tokens !== 0 || requests !== 0 || placeKeys.length > 0) correct(tokens, requests)
    }
    return {
      decision,
      isFallback: false,
      undo: () => end(-ask.tokens, -requests),
      settle: (tokens) => end(tokens === undefined ? 0 : tokens - ask.tokens, 0),
    }
  }

  /** What this process decides by itself, from its share of every limit. */
  private fallbackOf(ask: Ask, scopes: readonly Scope[]): Part {
    const { kind, id } = scopes[0]!
    const own: Ask = { ...ask, hold: `${ask.hold} ${kind} ${id}`, scopes: shareOfScopes(scopes, this.share) }
    return {
      decision: this.fallback.reserve(own),
      isFallback: true,
      undo: () => this.fallback.undo(own),
      settle: (tokens) => this.fallback.settle(own, tokens),
    }
  }

  /** Places taken while Redis was away: the heartbeat takes them there, too, when it is back. */
  private adopted(part: Part, places: Places, correct: Correct): Part {
    if (!part.decision.ok || places.keys.length === 0) return part
    places.renewedMs = -Infinity
    this.places.add(places)
    const free = (): void => {
      this.places.delete(places)
      if (places.renewedMs > -Infinity) correct(0, 0)
    }
    const { undo, settle } = part
    return { ...part, undo: () => (free(), undo()), settle: (tokens) => (free(), settle(tokens)) }
  }

  /** Tells Redis which places are still taken, for all that share a node and a subject in one script. */
  private renew(): void {
    const nowMs = performance.now()
    const due = new Map<string, { keys: string[]; holds: string[] }>()
    for (const places of this.places) {
      if (nowMs - places.renewedMs < this.holdMs / 3 || this.gate.isShut(places.keys[0]!)) continue
      places.renewedMs = nowMs
      const tag = places.keys[0]!.slice(0, places.keys[0]!.indexOf('}'))
      const group = due.get(tag) ?? { keys: [], holds: [] }
      due.set(tag, group)
      for (const key of places.keys) {
        group.keys.push(key)
        group.holds.push(places.hold)
      }
      this.holdsRenewed += 1
      if (group.keys.length < keysPerRenewal) continue
      this.tellRenewal(group)
      due.delete(tag)
    }
    for (const group of due.values()) this.tellRenewal(group)
  }

  private tellRenewal({ keys, holds }: { keys: readonly string[]; holds: readonly string[] }): void {
    void this.gate.tell(renewScript, keys, [this.clock(), String(this.holdMs), ...holds])
  }
}

/** Sends Redis tokens and requests more or less than it counted, and frees the places. */
type Correct = (tokens: number, requests: number) => void

/** The part of a decision that nothing limits. */
const unlimited: Part = {
  decision: { ok: true, standings: [] },
  isFallback: false,
  undo: () => {},
  settle: () => {},
}

function leasePart(lease: Lease, ask: Ask, scope: Scope, decision: Decision): Part {
  return {
    decision,
    isFallback: false,
    undo: () => lease.undo(ask, scope),
    settle: (tokens) => lease.settle(ask, scope, tokens === undefined ? 0 : tokens - ask.tokens),
  }
}
