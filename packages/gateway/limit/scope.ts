/** Scopes and where they stand, in the order in which everybody who decides counts them. */
import { limitNames, type Limits } from '@stillhunt/core/policy'
import type { Ask, Decision, Scope, Standing } from './limiter.ts'

/** Scopes with each subject once. Of limits that were given twice the tighter holds. */
export function distinctScopes(scopes: readonly Scope[]): readonly Scope[] {
  for (let at = 1; at < scopes.length; at += 1)
    for (let before = 0; before < at; before += 1)
      if (scopes[at]!.id === scopes[before]!.id && scopes[at]!.kind === scopes[before]!.kind)
        return distinctScopes(merged(scopes, before, at))
  return scopes
}

function merged(scopes: readonly Scope[], into: number, from: number): Scope[] {
  const limits: { -readonly [Name in keyof Limits]: number } = { ...scopes[into]!.limits }
  for (const name of limitNames) {
    const other = scopes[from]!.limits[name]
    if (other !== undefined) limits[name] = Math.min(other, limits[name] ?? Infinity)
  }
  return scopes.flatMap((scope, at) => (at === from ? [] : at === into ? [{ ...scope, limits }] : [scope]))
}

/** Scopes with `share` of every limit, in whole units: what was more than 0 stays at least 1. */
export function shareOfScopes(scopes: readonly Scope[], share: number): readonly Scope[] {
  if (share === 1) return scopes
  return scopes.map((scope) => {
    const limits: { -readonly [Name in keyof Limits]: number } = {}
    for (const name of limitNames) {
      const limit = scope.limits[name]
      if (limit !== undefined) limits[name] = limit === 0 ? 0 : Math.max(1, Math.floor(limit * share))
    }
    return { ...scope, limits }
  })
}

/** Throws when an ask is none: that is our own mistake. */
export function assertAsk(ask: Ask): void {
  if (!(ask.tokens >= 0 && ask.tokens < Infinity))
    throw new RangeError(`[ask] tokens must be a number from 0 on; got ${ask.tokens}; estimate before asking`)
  if (ask.requests !== undefined && !(Number.isInteger(ask.requests) && ask.requests >= 1))
    throw new RangeError(`[ask] requests must be a whole number from 1 on; got ${ask.requests}; count before asking`)
}

/** Thrown when an ask has the name of a request that is under way: that is our own mistake. */
export class HoldTakenError extends Error {
  readonly code = 'hold taken'
  constructor(hold: string) {
    super(`[hold taken] ${hold} is under way; a hold names one request`)
    this.name = 'HoldTakenError'
  }
}

/** What was used, as far as it can be: undefined for anything but a number from 0 on. */
export function knownTokens(tokens: number | undefined): number | undefined {
  return tokens !== undefined && tokens >= 0 && tokens < Infinity ? tokens : undefined
}

/**
 * A decision as whole numbers, for the wire: the place of the limit that refused among the standings (−1: it passed),
 * the wait in ms (−1: for ever), then units left and ms until whole of every limit, in the order of scopes and limits.
 */
export function decisionToNumbers(decision: Decision): number[] {
  const numbers = decision.ok
    ? [-1, 0]
    : [
        decision.standings.indexOf(decision.refusedBy),
        decision.retryAfterMs === Infinity ? -1 : Math.ceil(decision.retryAfterMs),
      ]
  for (const { remaining, resetMs } of decision.standings) numbers.push(remaining, Math.ceil(resetMs))
  return numbers
}

/** The decision that {@link decisionToNumbers} wrote about `scopes`. */
export function decisionFromNumbers(scopes: readonly Scope[], numbers: readonly number[]): Decision {
  const standings: Standing[] = []
  let at = 2
  for (const scope of scopes)
    for (const name of limitNames) {
      const limit = scope.limits[name]
      if (limit === undefined) continue
      standings.push({ scope, name, limit, remaining: numbers[at]!, resetMs: numbers[at + 1]! })
      at += 2
    }
  const refusedBy = standings[numbers[0]!]
  if (refusedBy === undefined) return { ok: true, standings }
  return { ok: false, standings, refusedBy, retryAfterMs: numbers[1] === -1 ? Infinity : numbers[1]! }
}
