/** What a limiter's standing is told as, in each provider's own headers. */
import type { Limits } from '@stillhunt/core/policy'
import type { Provider } from './route.ts'

/** Where one limit stands. */
export interface Standing {
  readonly name: keyof Limits
  readonly limit: number
  /** Whole units left, from 0 on. */
  readonly remaining: number
  /** Until the limit is whole again. */
  readonly resetMs: number
}

/** What has headers: the limit, and how they are called with each provider. */
const told: readonly { readonly name: keyof Limits; readonly names: Readonly<Record<Provider, HeaderNames>> }[] = (
  [
    ['requestsPerMinute', 'requests'],
    ['tokensPerMinute', 'tokens'],
  ] as const
).map(([name, word]) => ({
  name,
  names: {
    openai: {
      limit: `x-ratelimit-limit-${word}`,
      remaining: `x-ratelimit-remaining-${word}`,
      reset: `x-ratelimit-reset-${word}`,
    },
    anthropic: {
      limit: `anthropic-ratelimit-${word}-limit`,
      remaining: `anthropic-ratelimit-${word}-remaining`,
      reset: `anthropic-ratelimit-${word}-reset`,
    },
  },
}))

interface HeaderNames {
  readonly limit: string
  readonly remaining: string
  readonly reset: string
}

/**
 * Headers, name and value in turn: for requests and for tokens the scope with the least left. Daily and concurrency
 * limits have no header in either provider's manners and are told only when they refuse.
 */
export function rateHeaders(provider: Provider, standings: readonly Standing[], nowMs: number): string[] {
  const headers: string[] = []
  for (const { name, names } of told) {
    let least: Standing | undefined
    for (const standing of standings)
      if (standing.name === name && (least === undefined || standing.remaining < least.remaining)) least = standing
    if (least === undefined) continue
    const { limit, remaining, reset } = names[provider]
    const { resetMs } = least
    const until = provider === 'openai' ? durationOf(resetMs) : momentOf(nowMs + resetMs)
    headers.push(limit, String(least.limit), remaining, String(least.remaining), reset, until)
  }
  return headers
}

/** As OpenAI writes lengths of time: `12ms`, `1.5s`, `6m0s`. */
export function durationOf(ms: number): string {
  if (ms < 1000) return `${Math.ceil(ms)}ms`
  const seconds = Math.ceil(ms / 10) / 100
  if (seconds < 60) return `${seconds}s`
  const whole = Math.ceil(ms / 1000)
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)]
  return `${hours === 0 ? '' : `${hours}h`}${minutes}m${whole % 60}s`
}

/** RFC 3339 in whole seconds, rounded up: nobody is told to come too early. */
function momentOf(ms: number): string {
  return new Date(Math.ceil(ms / 1000) * 1000).toISOString().replace('.000Z', 'Z')
}

/** Names of headers that tell about the upstream's limits; where ours are told, these are not. */
export function isRateHeader(provider: Provider, name: string): boolean {
  return name.startsWith(provider === 'openai' ? 'x-ratelimit-' : 'anthropic-ratelimit-')
}
