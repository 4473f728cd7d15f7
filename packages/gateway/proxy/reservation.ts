/** Tokens: reserved before the call, corrected after it. */
import type { Ask, Decision, Standing } from '../limit.ts'
import type { Enforcement } from '../verdict.ts'
import { estimateInputTokens, estimateOutputTokens, estimateServedTokens, type Refusal } from '../wire.ts'
import { scopesOf } from './admission.ts'
import type { Fetched } from './background.ts'
import type { Wanted } from './batch.ts'
import type { Forwarded } from './forward.ts'
import type { Passage } from './handler.ts'
import type { Reserved } from './reserve.ts'
import type { Serving } from './serve.ts'

/** What the limiter is asked for a request. Tokens are reserved only where the model works. */
export function askOf(
  { deployment, id }: Passage,
  { route, grant, plain }: Serving,
  { demand, works }: Wanted,
  enforcement: Enforcement,
): Ask {
  let output = 0
  for (const work of works) output += estimateOutputTokens(work.demand, route.dialect ?? '', deployment.estimate)
  const ask = {
    hold: id,
    billing: grant.org ?? grant.account,
    scopes: scopesOf(grant, demand.endUsers, enforcement, deployment),
    tokens: works.length > 0 ? Math.min(estimateInputTokens(plain) + output, Number.MAX_SAFE_INTEGER) : 0,
    isStream: demand.isStream,
  }
  // One decision over all that are in a batch: in parts it would be cut where the limit is.
  return works.length > 1 ? { ...ask, requests: works.length } : ask
}

const words: Readonly<Record<Standing['name'], string>> = {
  requestsPerMinute: 'requests per minute',
  tokensPerMinute: 'tokens per minute',
  tokensPerDay: 'tokens per day',
  concurrentRequests: 'concurrent requests',
  concurrentStreams: 'concurrent streams',
}

/** What the client is told when a limit refused it. A campaign is nothing that it hears of: its limit is its account's. */
export function limitRefusal(
  { deployment }: Passage,
  { refusedBy, retryAfterMs }: Extract<Decision, { readonly ok: false }>,
): Refusal {
  const { scope, name, limit } = refusedBy
  deployment.metrics.limited.inc({ scope: scope.kind, limit: name })
  const whose = scope.kind === 'campaign' || scope.kind === 'global' ? 'account' : scope.kind
  if (!Number.isFinite(retryAfterMs))
    return {
      reason: 'never fits',
      message: `This request is larger than the limit of ${limit} ${words[name]} of this ${whose}: it cannot pass however long you wait.`,
    }
  return {
    reason: 'rate limited',
    message: `Rate limit of ${limit} ${words[name]} reached for this ${whose}. Please try again in ${Math.max(1, Math.ceil(retryAfterMs / 1000))} s.`,
    retryAfterMs,
  }
}

/** Tokens that a call took. */
export interface Used {
  readonly inputTokens: number
  readonly outputTokens: number
  /** The provider counted them; otherwise they are estimated from what was served. */
  readonly isCounted: boolean
}

const nothing: Used = { inputTokens: 0, outputTokens: 0, isCounted: true }

/** What an answer that was fetched took beyond what was paid when it was asked for. */
export function fetchedTokens({ inspected }: Forwarded, { paidTokens }: Fetched): Used {
  const { inputTokens = 0, outputTokens = 0 } = inspected?.usage ?? {}
  const owed = Math.max(0, inputTokens + outputTokens - paidTokens)
  return { inputTokens: Math.min(inputTokens, owed), outputTokens: Math.max(0, owed - inputTokens), isCounted: true }
}

/**
 * What a call took. An error costs nothing. What the client broke off costs what was reserved for it, or what was served
 * and told until then where that is more: the model may have worked unseen, and whoever leaves just before the usage
 * must not have it for less. The reservation stands as well for what is only made after its call, of which no usage is told.
 */
export function usedTokens({ ask, plain, route, demand }: Reserved, { status, ending, inspected }: Forwarded): Used {
  const isBroken = ending === 'client aborted'
  if (ask.tokens === 0 || (status === undefined && !isBroken)) return nothing
  if (status !== undefined && status >= 400) return nothing
  const { usage } = inspected ?? {}
  const isWhole = ending === 'complete'
  if (isWhole && usage !== undefined)
    return { inputTokens: usage.inputTokens ?? 0, outputTokens: usage.outputTokens ?? 0, isCounted: true }
  const hasOutput = route.dialect !== 'openai.embeddings'
  const served = hasOutput ? estimateServedTokens(inspected?.seenBytes ?? 0) : 0
  const inputTokens = usage?.inputTokens ?? estimateInputTokens(plain)
  const stands = isBroken || route.kind === 'batch' || demand.isBackground
  const least = stands ? ask.tokens - inputTokens : 0
  return { inputTokens, outputTokens: Math.max(served, usage?.outputTokens ?? 0, least), isCounted: false }
}
