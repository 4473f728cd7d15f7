/** Asks for tests. */
import type { Limits } from '@stillhunt/core/policy'
import type { Ask, Decision, Limiter, Scope } from './limiter.ts'

let holds = 0

/** A scope of an account, or of whom `over` says. */
export function scopeOf(limits: Limits, over: Partial<Scope> = {}): Scope {
  return { kind: 'account', id: 'ada', limits, ...over }
}

/** An ask of `scopes` with a hold of its own: no stream, one token, unless `over` says so. */
export function askOf(scopes: readonly Scope[] | Limits, over: Partial<Ask> = {}): Ask {
  holds += 1
  const list = Array.isArray(scopes) ? (scopes as readonly Scope[]) : [scopeOf(scopes as Limits)]
  return { hold: `hold-${process.pid}-${holds}`, billing: 'ada', scopes: list, tokens: 1, isStream: false, ...over }
}

/** How many of `count` asks that are made at one time pass, dealt out among `limiters`. */
export async function passing(limiters: readonly Limiter[], count: number, ask: () => Ask): Promise<number> {
  const decisions: (Decision | Promise<Decision>)[] = []
  for (let at = 0; at < count; at += 1) decisions.push(limiters[at % limiters.length]!.reserve(ask()))
  return (await Promise.all(decisions)).filter(({ ok }) => ok).length
}

/** Waits until `holds` is true, at most `waitMs`; then throws what was waited for. */
export async function until(holdsTrue: () => boolean, what: string, waitMs = 10_000): Promise<void> {
  const startMs = performance.now()
  while (!holdsTrue()) {
    if (performance.now() - startMs > waitMs) throw new Error(`waited ${waitMs} ms in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
