/** Limits in one process: buckets and places in maps, decided on the spot. */
import { limitNames, type Limits, type ScopeKind } from '@stillhunt/core/policy'
import {
  type Bucket,
  bucketWaitMs,
  owedMs,
  placeWait,
  rates,
  refill,
  unitsLeft,
  untilWholeMs,
  wholeBucket,
} from './bucket.ts'
import type { Ask, Decision, Limiter, Scope, Standing } from './limiter.ts'
import { ByName } from './by-name.ts'
import { assertAsk, distinctScopes, HoldTakenError, knownTokens } from './scope.ts'

/** How a {@link LocalLimiter} is set up. Everything may be left out. */
export interface LocalLimiterOptions {
  /** Ms since the epoch. The default goes with the wall clock at start and never goes back. */
  readonly nowMs?: () => number
  /**
   * The most scopes that are remembered; 100,000 when absent (about 70 MB). Whole scopes that nobody uses are forgotten
   * long before, two are looked at for each that comes. At the limit the one that is soonest whole of sixteen is
   * forgotten, and counted: scopes that an attacker made up go before one that is in debt.
   */
  readonly scopesMax?: number
  /** The most requests under way; 262,144 when absent. The oldest is then settled as if nobody knew what it used. */
  readonly holdsMax?: number
}

/** What a {@link LocalLimiter} holds and gave up. */
export interface LocalLimiterCounters {
  readonly scopes: number
  readonly holds: number
  /** Scopes that were forgotten although something of them was used. */
  readonly scopesForgotten: number
  /** Requests that were settled because there were too many. */
  readonly holdsDropped: number
}

/** Use that outlives the process, as plain JSON: per scope its kind, its id and its buckets that are not whole. */
export interface LimiterSnapshot {
  readonly version: 1
  /** Each bucket is its place in `rates`, what is used, when that was true (ms since the epoch), and of how much. */
  readonly scopes: readonly (readonly [kind: ScopeKind, id: string, ...buckets: (readonly number[])[]])[]
}

interface ScopeState {
  readonly kind: ScopeKind
  readonly id: string
  /** By place in `rates`. */
  readonly buckets: (Bucket | undefined)[]
  /** Requests and streams that count as under way. */
  readonly taken: number[]
  /** Requests under way, limited or not: what they use in the end will be counted here. */
  open: number
  /** The limits that were asked with last, and the same by place in `limitNames`, −1 for none. */
  limits: Limits
  values: readonly number[]
}

interface Hold {
  readonly states: readonly ScopeState[]
  /** Their limits when the request began, as `ScopeState.values`. */
  readonly values: readonly (readonly number[])[]
  readonly tokens: number
  readonly requests: number
  readonly isStream: boolean
}

const scopesMaxDefault = 100_000
const holdsMaxDefault = 262_144
const candidates = 16
const kinds: readonly ScopeKind[] = ['key', 'user', 'account', 'org', 'campaign', 'global']

const { timeOrigin } = performance

/** Never goes back, unlike `Date.now`. */
const monotonicNowMs = (): number => timeOrigin + performance.now()

/** Limits in the memory of one process. Synchronous: of two that race for the last place exactly one passes. */
export class LocalLimiter implements Limiter {
  private readonly nowMs: () => number
  private readonly scopesMax: number
  private readonly holdsMax: number
  private readonly byKind: Readonly<Record<ScopeKind, Map<string, ScopeState>>>
  /** All states, in no order: the hand goes round in it and looks for what can be forgotten. */
  private readonly ring: ScopeState[] = []
  private readonly holds = new ByName<string, Hold>()
  private hand = 0
  private visitsDue = 0
  private scopesForgotten = 0
  private holdsDropped = 0

  constructor({ nowMs = monotonicNowMs, scopesMax, holdsMax }: LocalLimiterOptions = {}) {
    this.nowMs = nowMs
    this.scopesMax = scopesMax ?? scopesMaxDefault
    this.holdsMax = holdsMax ?? holdsMaxDefault
    this.byKind = Object.fromEntries(kinds.map((kind) => [kind, new Map()])) as Record<ScopeKind, Map<string, never>>
  }

  reserve(ask: Ask): Decision {
    assertAsk(ask)
    if (this.holds.has(ask.hold)) throw new HoldTakenError(ask.hold)
    const nowMs = this.nowMs()
    this.makeRoom(nowMs)
    const scopes = distinctScopes(ask.scopes)
    const states: ScopeState[] = []
    const values: (readonly number[])[] = []
    for (const { kind, id, limits } of scopes) {
      const state = this.stateOf(kind, id)
      if (state.limits !== limits) {
        state.limits = limits
        state.values = valuesOf(limits)
      }
      states.push(state)
      values.push(state.values)
    }
    const hold = { states, values, tokens: ask.tokens, requests: ask.requests ?? 1, isStream: ask.isStream }
    const refusal = refusalOf(hold, nowMs)
    if (refusal.at < 0) {
      take(hold, 1)
      this.holds.set(ask.hold, hold)
      if (this.holds.size > this.holdsMax) this.dropOldest()
    }
    const standings = standingsOf(scopes, states)
    const refusedBy = standings[refusal.at]
    return refusedBy === undefined
      ? { ok: true, standings }
      : { ok: false, standings, refusedBy, retryAfterMs: refusal.waitMs }
  }

  settle(ask: Ask, tokens: number | undefined): void {
    const hold = this.holds.take(ask.hold)
    if (hold === undefined) return
    takePlaces(hold, -1)
    const used = knownTokens(tokens)
    if (used === undefined) return
    bringToNow(hold, this.nowMs())
    count(hold, 0, used - hold.tokens)
  }

  /** As if the ask had never been: for who decides together with somebody else. Does nothing for what is not held. */
  undo(ask: Ask): void {
    const hold = this.holds.take(ask.hold)
    if (hold === undefined) return
    bringToNow(hold, this.nowMs())
    take(hold, -1)
  }

  close(): Promise<void> {
    return Promise.resolve()
  }

  /** What is held now and what was given up so far. */
  counters(): LocalLimiterCounters {
    const { scopesForgotten, holdsDropped } = this
    return { scopes: this.ring.length, holds: this.holds.size, scopesForgotten, holdsDropped }
  }

  /** Everything that is used and not filled up again; requests under way stand as reserved. Costs a pass over all scopes. */
  snapshot(): LimiterSnapshot {
    return { version: 1, scopes: [...this.slices(Infinity)].flat() }
  }

  /**
   * What a {@link snapshot} has, in slices of as many scopes; requests may be decided between them. What is taken twice
   * then, the last tells what holds.
   */
  *slices(scopesPerSlice: number): Generator<LimiterSnapshot['scopes']> {
    let slice: LimiterSnapshot['scopes'][number][] = []
    // From the end on: what is forgotten meanwhile brings the last into its place, which was seen already.
    for (let at = this.ring.length - 1; at >= 0; at -= 1) {
      const used = at < this.ring.length ? this.usedOf(this.ring[at]!) : undefined
      if (used !== undefined) slice.push(used)
      if (slice.length < scopesPerSlice) continue
      yield slice
      slice = []
    }
    yield slice
  }

  private usedOf({ kind, id, buckets }: ScopeState): LimiterSnapshot['scopes'][number] | undefined {
    const nowMs = this.nowMs()
    const used = buckets.flatMap((bucket, at) =>
      bucket !== undefined && owedMs(bucket, rates[at]!.fillMs, nowMs) > 0
        ? [[at, bucket.used, bucket.atMs, bucket.capacity]]
        : [],
    )
    return used.length > 0 ? [kind, id, ...used] : undefined
  }

  /**
   * Takes in what {@link snapshot} wrote, for a limiter that has decided nothing yet. Time that has passed since fills
   * buckets. What is no snapshot, or not all of one, is passed over. Answers how many scopes were taken in.
   */
  restore(value: unknown): number {
    const { version, scopes } = Object(value) as Partial<LimiterSnapshot>
    if (version !== 1 || !Array.isArray(scopes)) return 0
    let restored = 0
    for (const scope of scopes as readonly unknown[]) {
      if (this.ring.length >= this.scopesMax || !Array.isArray(scope)) break
      const [kind, id, ...buckets] = scope as readonly unknown[]
      if (!kinds.includes(kind as ScopeKind) || typeof id !== 'string') continue
      const state = this.stateOf(kind as ScopeKind, id)
      for (const bucket of buckets) restoreBucket(state, bucket)
      restored += 1
    }
    return restored
  }

  private stateOf(kind: ScopeKind, id: string): ScopeState {
    const states = this.byKind[kind]
    const known = states.get(id)
    if (known !== undefined) return known
    const state = {
      kind,
      id,
      buckets: [undefined, undefined, undefined],
      taken: [0, 0],
      open: 0,
      limits: {},
      values: valuesOf({}),
    }
    states.set(id, state)
    this.ring.push(state)
    this.visitsDue += 2
    return state
  }

  /** Before an ask finds its states, never between: a state in hand must stay in the map. */
  private makeRoom(nowMs: number): void {
    while (this.visitsDue > 0 && this.ring.length > 0) {
      this.visitsDue -= 1
      this.hand = (this.hand + 1) % this.ring.length
      if (stateOwedMs(this.ring[this.hand]!, nowMs) === 0) this.forget(this.hand)
    }
    while (this.ring.length > this.scopesMax && this.forgetSoonestWhole(nowMs));
  }

  private forgetSoonestWhole(nowMs: number): boolean {
    let soonest = -1
    let soonestMs = Infinity
    for (let visit = 0; visit < candidates; visit += 1) {
      this.hand = (this.hand + 1) % this.ring.length
      const ms = stateOwedMs(this.ring[this.hand]!, nowMs)
      if (ms >= soonestMs) continue
      soonest = this.hand
      soonestMs = ms
    }
    if (soonest < 0) return false
    if (soonestMs > 0) this.scopesForgotten += 1
    this.forget(soonest)
    return true
  }

  private forget(at: number): void {
    const { kind, id } = this.ring[at]!
    this.byKind[kind].delete(id)
    const last = this.ring.pop()!
    if (at < this.ring.length) this.ring[at] = last
  }

  private dropOldest(): void {
    const hold = this.holds.take(this.holds.names().next().value!)!
    takePlaces(hold, -1)
    this.holdsDropped += 1
  }
}

const valuesOf = (limits: Limits): number[] => limitNames.map((name) => limits[name] ?? -1)

/**
 * Brings the buckets of a request to now and answers the longest wait and the place of its limit among the standings;
 * −1 when everything lets it pass.
 */
function refusalOf(
  { states, values, tokens, requests, isStream }: Hold,
  nowMs: number,
): { at: number; waitMs: number } {
  let at = -1
  let longestMs = 0
  let standing = 0
  for (let index = 0; index < states.length; index += 1) {
    const { buckets, taken } = states[index]!
    const limits = values[index]!
    for (let name = 0; name < limits.length; name += 1) {
      const limit = limits[name]!
      if (limit < 0) continue
      let ms = 0
      if (name < rates.length) {
        const { fillMs, counts } = rates[name]!
        const bucket = (buckets[name] ??= wholeBucket(limit, nowMs))
        refill(bucket, limit, fillMs, nowMs)
        ms = bucketWaitMs(bucket.used, counts === 'requests' ? requests : tokens, limit, fillMs)
      } else if (name === rates.length || isStream) {
        ms = placeWait(taken[name - rates.length]!, limit)
      }
      if (ms > longestMs) {
        at = standing
        longestMs = ms
      }
      standing += 1
    }
  }
  return { at, waitMs: longestMs }
}

function standingsOf(scopes: readonly Scope[], states: readonly ScopeState[]): Standing[] {
  const standings: Standing[] = []
  for (let index = 0; index < scopes.length; index += 1) {
    const scope = scopes[index]!
    const { buckets, taken, values } = states[index]!
    for (let at = 0; at < limitNames.length; at += 1) {
      const name = limitNames[at]!
      const limit = values[at]!
      if (limit < 0) continue
      if (at < rates.length) {
        const { used } = buckets[at]!
        const resetMs = untilWholeMs(used, limit, rates[at]!.fillMs)
        standings.push({ scope, name, limit, remaining: limit === 0 ? 0 : unitsLeft(used, limit), resetMs })
      } else {
        standings.push({ scope, name, limit, remaining: Math.max(0, limit - taken[at - rates.length]!), resetMs: 0 })
      }
    }
  }
  return standings
}

/** Takes a request, its tokens and its places (`sign` 1), or gives them back (−1). Its buckets have been brought to now. */
function take(hold: Hold, sign: 1 | -1): void {
  count(hold, sign * hold.requests, sign * hold.tokens)
  takePlaces(hold, sign)
}

/** Places are counted where they are limited when the request begins. */
function takePlaces({ states, values, isStream }: Hold, sign: 1 | -1): void {
  for (let index = 0; index < states.length; index += 1) {
    const state = states[index]!
    state.open += sign
    for (let place = 0; place < (isStream ? 2 : 1); place += 1)
      if (values[index]![rates.length + place]! >= 0) state.taken[place]! += sign
  }
}

function bringToNow({ states, values }: Hold, nowMs: number): void {
  for (let index = 0; index < states.length; index += 1)
    for (let at = 0; at < rates.length; at += 1) {
      const bucket = states[index]!.buckets[at]
      const limit = values[index]![at]!
      if (bucket !== undefined && limit > 0) refill(bucket, limit, rates[at]!.fillMs, nowMs)
    }
}

/** Counts requests and tokens in every bucket; less than nothing gives back. */
function count({ states, values }: Hold, requests: number, tokens: number): void {
  for (let index = 0; index < states.length; index += 1)
    for (let at = 0; at < rates.length; at += 1) {
      const bucket = states[index]!.buckets[at]
      if (bucket === undefined || values[index]![at]! <= 0) continue
      bucket.used = Math.max(0, bucket.used + (rates[at]!.counts === 'requests' ? requests : tokens))
    }
}

/** Until nothing is lost by forgetting a scope. Infinity while a request of it is under way. */
function stateOwedMs({ buckets, open }: ScopeState, nowMs: number): number {
  if (open > 0) return Infinity
  let longestMs = 0
  for (let at = 0; at < rates.length; at += 1) {
    const bucket = buckets[at]
    if (bucket !== undefined) longestMs = Math.max(longestMs, owedMs(bucket, rates[at]!.fillMs, nowMs))
  }
  return longestMs
}

function restoreBucket(state: ScopeState, value: unknown): void {
  if (!Array.isArray(value) || !value.every((number) => Number.isFinite(number) && number >= 0)) return
  const [at, used, atMs, capacity] = value as readonly number[]
  if (at === undefined || rates[at] === undefined || atMs === undefined || used === undefined || !(capacity! > 0))
    return
  state.buckets[at] = { used, atMs, capacity: capacity! }
}
