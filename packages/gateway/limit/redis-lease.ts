/**
 * Parts of limits that gateways lease: a campaign or the whole deployment counts in one place, and asking there for
 * every request would make that place the bottleneck. A gateway takes some units at once, which are deducted when they
 * are taken, and spends them by itself. So nothing passes twice; what a gateway has taken and not spent is missing to
 * the others for a while, and is given back within a second or two.
 */
import { limitNames } from '@stillhunt/core/policy'
import { placeWait, rates } from './bucket.ts'
import type { Ask, Decision, Scope, Standing } from './limiter.ts'
import type { RedisGate } from './redis-gate.ts'
import { keyBase, keyPart, leaseScript } from './redis-script.ts'

/** How leases are taken. */
export interface LeaseOptions {
  readonly prefix: string
  /** Names this gateway among those that lease; unique. */
  readonly gateway: string
  /** The part of a limit that is taken at once, unless more is needed; 0 takes what is needed only. */
  readonly share: number
  /** Places that a gateway has leased come back so long after it was killed. */
  readonly leaseMs: number
  /** The clock of a test, else the empty string: Redis has its own. */
  readonly clock: () => string
}

/** What leases did, since the beginning. */
export interface LeaseCounters {
  /** Scripts that took or settled a part. */
  asked: number
  /** Units and places that were given back unspent. */
  unitsReturned: number
}

interface Waiter {
  readonly ask: Ask
  readonly scope: Scope
  readonly decide: (decision: Decision | undefined) => void
}

/** A part is given back, or renewed, as often. */
const turnMs = 1_000
/** A lease that is not used for so many turns is forgotten. */
const idleTurnsMax = 60

const streams = limitNames.indexOf('concurrentStreams')
const isRate = (at: number): boolean => at < rates.length

/** The part of one scope's limits that this gateway has. Numbers stand by place in `limitNames`. */
export class Lease {
  /** Units that may be spent, less than 0 is owed; of places those that this gateway has, taken or not. */
  private readonly have = [0, 0, 0, 0, 0]
  /** Places that are taken. */
  private readonly taken = [0, 0, 0, 0, 0]
  /** Units spent, or the most places taken, since the last turn. */
  private readonly spent = [0, 0, 0, 0, 0]
  /** What the scope has left beyond what is leased, and until when it is whole, as of the last answer. */
  private readonly left = [0, 0, 0, 0, 0]
  private readonly resetMs = [0, 0, 0, 0, 0]
  private readonly keys: readonly [string, string]
  private readonly gate: RedisGate
  private readonly options: LeaseOptions
  private readonly counters: LeaseCounters
  private limits: readonly number[] = []
  private waiters: Waiter[] = []
  private isAsking = false
  private idleTurns = 0
  /** Requests under way that passed here. */
  private open = 0

  constructor(scope: Scope, gate: RedisGate, options: LeaseOptions, counters: LeaseCounters) {
    const name = `${scope.kind}:${keyPart(scope.id)}`
    const base = keyBase(options.prefix, name)
    this.keys = [`${base}b:${name}`, `${base}l:${name}`]
    this.gate = gate
    this.options = options
    this.counters = counters
  }

  /** Decides from what is leased, or leases more first. Undefined when that would have to be asked and nobody answers. */
  reserve(ask: Ask, scope: Scope): Decision | undefined | Promise<Decision | undefined> {
    this.idleTurns = 0
    this.limits = limitNames.map((name) => scope.limits[name] ?? -1)
    const never = this.limits.findIndex(
      (limit, at) => limit >= 0 && neverPasses(limit, amountOf(ask, scope, at), at, ask),
    )
    if (never >= 0) return this.refusal(scope, never, Infinity)
    if (!this.isAsking && this.suffices(ask, scope)) return this.pass(ask, scope)
    if (this.gate.isShut(this.keys[0])) return undefined
    return new Promise((decide) => {
      this.waiters.push({ ask, scope, decide })
      if (!this.isAsking) void this.serve()
    })
  }

  /** Whether nobody has asked for a minute and nothing would be forgotten with it. */
  get isIdle(): boolean {
    return this.idleTurns > idleTurnsMax && this.open === 0 && this.have.every((have) => Math.abs(have) < 1)
  }

  /** Frees the places of an ask that passed; `tokens` more or less than reserved. */
  settle(ask: Ask, scope: Scope, tokens: number): void {
    this.open -= 1
    for (let at = 0; at < limitNames.length; at += 1)
      if (!isRate(at)) this.taken[at]! -= amountOf(ask, scope, at)
      else if (rates[at]!.counts === 'tokens' && scope.limits[limitNames[at]!] !== undefined) this.have[at]! -= tokens
  }

  /** As if the ask had never passed. */
  undo(ask: Ask, scope: Scope): void {
    this.open -= 1
    for (let at = 0; at < limitNames.length; at += 1)
      if (isRate(at)) this.have[at]! += amountOf(ask, scope, at)
      else this.taken[at]! -= amountOf(ask, scope, at)
  }

  /**
   * Once a second: gives back what is more than was spent since the last time, settles what is owed, and renews places.
   * So a gateway sits on no more than it spends in a second, or one part for one turn.
   */
  async turn(isLast: boolean): Promise<void> {
    this.idleTurns += 1
    const settled = this.have.map((have, at) => {
      if (have < 0 && isRate(at)) return -have
      const kept = isLast ? (isRate(at) ? 0 : this.taken[at]!) : Math.max(this.spent[at]!, this.taken[at]!)
      return -Math.max(0, Math.floor(have - kept))
    })
    for (let at = 0; at < limitNames.length; at += 1) this.spent[at] = this.taken[at]!
    const hasPlaces = this.have.some((have, at) => !isRate(at) && have > 0)
    if (this.isAsking || !(hasPlaces || settled.some((units) => units !== 0))) return
    if (await this.exchange(settled, [0, 0, 0, 0, 0]))
      this.counters.unitsReturned += settled.reduce((sum, units) => sum + Math.max(0, -units), 0)
  }

  /** Asks once for all that wait; who came meanwhile is served by the next ask. */
  private async serve(): Promise<void> {
    this.isAsking = true
    while (this.waiters.length > 0) {
      const served = this.waiters
      this.waiters = []
      const wanted = this.have.map((have, at) => this.wantedOf(at, have, served))
      // oxlint-disable-next-line no-await-in-loop
      const isAnswered = await this.exchange(
        this.have.map((have, at) => (isRate(at) ? Math.max(0, -have) : 0)),
        wanted,
      )
      for (const { ask, scope, decide } of served)
        if (this.suffices(ask, scope)) decide(this.pass(ask, scope))
        else decide(isAnswered ? this.refusalOf(ask, scope) : undefined)
    }
    this.isAsking = false
  }

  private wantedOf(at: number, have: number, served: readonly Waiter[]): number {
    const limit = this.limits[at]!
    if (limit <= 0) return 0
    const needed = served.reduce((sum, { ask, scope }) => sum + amountOf(ask, scope, at), 0)
    const lacking = Math.ceil(needed - (isRate(at) ? Math.max(0, have) : have - this.taken[at]!))
    return lacking <= 0 ? 0 : Math.max(lacking, Math.floor(limit * this.options.share))
  }

  /** Settles and takes; whether Redis answered. What was given back is gone either way, what is owed is kept until then. */
  private async exchange(settled: readonly number[], wanted: readonly number[]): Promise<boolean> {
    this.counters.asked += 1
    for (let at = 0; at < limitNames.length; at += 1)
      if (!isRate(at) || settled[at]! < 0) this.have[at]! += settled[at]!
    const args = [this.options.clock(), this.options.gateway, String(this.options.leaseMs)]
    for (let at = 0; at < limitNames.length; at += 1)
      args.push(
        String(this.limits[at] ?? -1),
        String(isRate(at) ? settled[at]! : this.have[at]!),
        String(Math.max(0, wanted[at]!)),
      )
    const onLate = (answer: number[]): void => this.take(answer, settled, rates.length)
    const answer = await this.gate.ask(leaseScript, this.keys, args, { onLate })
    if (answer !== undefined) this.take(answer, settled, limitNames.length)
    return answer !== undefined
  }

  /** Only the first `count` limits when the answer is late: places that were told since are not as they were. */
  private take(answer: readonly number[], settled: readonly number[], count: number): void {
    for (let at = 0; at < count; at += 1) {
      this.have[at]! += answer[at * 3]! + (isRate(at) ? Math.max(0, settled[at]!) : 0)
      this.left[at] = answer[at * 3 + 1]!
      this.resetMs[at] = answer[at * 3 + 2]!
    }
  }

  private suffices(ask: Ask, scope: Scope): boolean {
    return limitNames.every((_, at) => this.lacking(ask, scope, at) <= 0)
  }

  private lacking(ask: Ask, scope: Scope, at: number): number {
    if (scope.limits[limitNames[at]!] === undefined || (at === streams && !ask.isStream)) return 0
    return amountOf(ask, scope, at) - (this.have[at]! - this.taken[at]!)
  }

  private pass(ask: Ask, scope: Scope): Decision {
    this.open += 1
    for (let at = 0; at < limitNames.length; at += 1) {
      const amount = amountOf(ask, scope, at)
      if (isRate(at)) {
        this.have[at]! -= amount
        this.spent[at]! += amount
      } else {
        this.taken[at]! += amount
        this.spent[at] = Math.max(this.spent[at]!, this.taken[at]!)
      }
    }
    return { ok: true, standings: this.standings(scope) }
  }

  private refusalOf(ask: Ask, scope: Scope): Decision {
    let longest = 0
    let longestMs = 0
    for (let at = 0; at < limitNames.length; at += 1) {
      const lacking = this.lacking(ask, scope, at)
      if (lacking <= 0) continue
      const limit = scope.limits[limitNames[at]!]!
      const ms = isRate(at) ? this.rateWaitMs(at, limit, lacking) : placeWait(limit, limit)
      if (ms > longestMs) {
        longest = at
        longestMs = ms
      }
    }
    return this.refusal(scope, longest, longestMs)
  }

  private rateWaitMs(at: number, limit: number, lacking: number): number {
    const { fillMs } = rates[at]!
    return Math.max(1, Math.ceil(this.resetMs[at]! - fillMs + (lacking * fillMs) / limit))
  }

  private refusal(scope: Scope, at: number, retryAfterMs: number): Decision {
    const standings = this.standings(scope)
    const refusedBy = standings.find(({ name }) => name === limitNames[at])!
    return { ok: false, standings, refusedBy, retryAfterMs }
  }

  private standings(scope: Scope): Standing[] {
    return limitNames.flatMap((name, at) => {
      const limit = scope.limits[name]
      if (limit === undefined) return []
      const own = Math.max(0, Math.floor(this.have[at]! - this.taken[at]!))
      return [{ scope, name, limit, remaining: Math.min(limit, this.left[at]! + own), resetMs: this.resetMs[at]! }]
    })
  }
}

/** What an ask takes of a limit of a scope; 0 where there is none. */
function amountOf(ask: Ask, { limits }: Scope, at: number): number {
  if (limits[limitNames[at]!] === undefined) return 0
  if (isRate(at)) return rates[at]!.counts === 'requests' ? (ask.requests ?? 1) : ask.tokens
  return at === streams && !ask.isStream ? 0 : 1
}

/** Whether a limit would never let `amount` pass; of places there may be 0 asked where there are 0. */
function neverPasses(limit: number, amount: number, at: number, ask: Ask): boolean {
  return !(at === streams && !ask.isStream) && (limit === 0 || amount > limit)
}

/** All leases of one gateway. */
export class Leases {
  /** What they did together. */
  readonly counters: LeaseCounters = { asked: 0, unitsReturned: 0 }
  private readonly byScope = new Map<string, Lease>()
  private readonly gate: RedisGate
  private readonly options: LeaseOptions
  private readonly timer: NodeJS.Timeout

  constructor(gate: RedisGate, options: LeaseOptions) {
    this.gate = gate
    this.options = options
    this.timer = setInterval(() => void this.turn(false), turnMs).unref()
  }

  /** The lease of a scope; one is begun where there is none. Forgotten a minute after nobody uses it. */
  of(scope: Scope): Lease {
    const name = `${scope.kind}:${scope.id}`
    const known = this.byScope.get(name)
    if (known !== undefined) return known
    const lease = new Lease(scope, this.gate, this.options, this.counters)
    this.byScope.set(name, lease)
    return lease
  }

  /** How many scopes there are leases of. */
  get size(): number {
    return this.byScope.size
  }

  /** Gives back everything that is not spent. */
  async close(): Promise<void> {
    clearInterval(this.timer)
    await this.turn(true)
  }

  private async turn(isLast: boolean): Promise<void> {
    const turns: Promise<void>[] = []
    for (const [name, lease] of this.byScope) {
      turns.push(lease.turn(isLast))
      if (lease.isIdle) this.byScope.delete(name)
    }
    await Promise.all(turns)
  }
}
