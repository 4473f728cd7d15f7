/** What calls leave with the provider, where all clients are one: it is the account's whose call it was, and nobody else reaches it. */
import type { Found, Owned, Owners } from '../owner.ts'
import { type Demand, idIn, isId, referenceIn, type Refusal, type Route } from '../wire.ts'
import type { Work } from './batch.ts'
import type { Deployment } from './deployment.ts'
import type { Passage } from './handler.ts'
import type { Reserved } from './reserve.ts'
import type { Serving } from './serve.ts'
import type { Upstream } from './upstream.ts'

/** Why a path is closed where nobody keeps what calls leave behind apart; undefined when it is not. */
export function closedRefusal({ owners }: Deployment, { thing }: Route): Refusal | undefined {
  if (owners !== undefined || thing === undefined) return undefined
  return { reason: 'unknown id', message: 'Stored responses and batches are not open at this gateway.' }
}

/**
 * Why a request may not name what it, or one of those in it, names of earlier calls; undefined when it may, if it is its
 * account's. What goes on from a response goes on alone: in batches there is nothing of the kind.
 */
export function referenceRefusal({ owners }: Deployment, { kind }: Route, works: readonly Work[]): Refusal | undefined {
  const canGoOn = owners !== undefined && kind !== 'batch'
  for (const { request, demand } of works) {
    const goesOn = !canGoOn && demand.earlier.length > 0
    const param = goesOn ? 'previous_response_id' : referenceIn(request, demand.found)
    if (param !== undefined) return unknownRefusal(owners, param)
  }
  return undefined
}

function unknownRefusal(owners: Owners | undefined, param: string): Refusal {
  const instead =
    owners === undefined ? 'send it anew' : 'name the response by previous_response_id, or send what was said anew'
  const message = `Whose ${param} names is not known at this gateway: ${instead}.`
  return { reason: 'unknown id', message, param }
}

/**
 * The server for a request: where the thing is that it names, or `fitting`. A refusal where that is not its account's:
 * the same whether somebody else made it or nobody.
 */
export function reach(
  { deployment: { owners, upstreams } }: Passage,
  { route, path, grant }: Serving,
  { earlier }: Demand,
  fitting: Upstream,
): Upstream | Promise<Upstream | Refusal> {
  if (owners === undefined) return fitting
  const { thing: kind, provider } = route
  const id = kind === undefined ? undefined : idIn(route, path.split('?')[0]!)
  if (kind !== undefined && id !== undefined)
    return owners
      .find({ kind, id }, grant.account)
      .then((found) => serverOf(found, (url) => upstreams.at(provider, url)) ?? refusalOf(found, route, id))
  if (earlier.length === 0) return fitting
  const asked = earlier.map(async (earlierId) => {
    // Of any length, and nobody's.
    if (!isId(earlierId)) return refusalOf('absent', route, earlierId)
    const found = await owners.find({ kind: 'response', id: earlierId }, grant.account)
    // At another server the same id may be somebody else's.
    const server = serverOf(found, (url) => (fitting.rule.url.href === url ? fitting : undefined))
    return server === undefined ? refusalOf(found, route, earlierId) : undefined
  })
  return Promise.all(asked).then((refusals) => refusals.find((refusal) => refusal !== undefined) ?? fitting)
}

function serverOf(found: Found, at: (url: string) => Upstream | undefined): Upstream | undefined {
  return typeof found === 'string' ? undefined : at(found.server)
}

const idCharactersMax = 128

function refusalOf(found: Found, { thing, kind }: Route, id: string): Refusal {
  if (found === 'unanswered') return unansweredRefusal
  const named = id.slice(0, idCharactersMax)
  if (kind === 'generate')
    return {
      reason: 'unknown earlier response',
      message: `Previous response with id '${named}' not found.`,
      param: 'previous_response_id',
    }
  const what = thing === 'batch' ? 'Message batch' : 'Response'
  return { reason: 'unknown id', message: `${what} with id '${named}' not found.` }
}

/** Who knows whose things are cannot be asked now. */
export const unansweredRefusal: Refusal = {
  reason: 'owner unknown',
  message: 'The gateway cannot find out now whose this is. Please try again.',
  retryAfterMs: 1000,
}

/** Notes by its id what a call has made; undefined for a call that makes nothing which could be asked for later. */
export function noterOf(
  { deployment, id: call }: Passage,
  { route, grant, demand, upstream }: Reserved,
): ((id: string) => Promise<void>) | undefined {
  const { owners, log } = deployment
  const kind = kindMadeBy(route, demand)
  if (owners === undefined || kind === undefined) return undefined
  return async (id) => {
    // By another one no path would find it.
    if (!isId(id)) return
    const isTheirs = await owners.note({ kind, id, account: grant.account, server: upstream.rule.url.href })
    if (!isTheirs) log.warn({ id: call, kind }, 'a call made what another account has: it stays with that one')
  }
}

function kindMadeBy({ kind, dialect }: Route, { isStored }: Demand): Owned['kind'] | undefined {
  if (kind === 'batch') return 'batch'
  return kind === 'generate' && dialect === 'openai.responses' && isStored ? 'response' : undefined
}

/** Forgets what the client has just deleted. */
export function forgetDeleted(
  { deployment: { owners }, request }: Passage,
  { route, path, grant, upstream }: Reserved,
  status: number | undefined,
): void {
  if (request.method !== 'DELETE' || route.thing === undefined || status === undefined || status >= 300) return
  const id = idIn(route, path.split('?')[0]!)
  if (id === undefined) return
  void owners?.forget({ kind: route.thing, id, account: grant.account, server: upstream.rule.url.href })
}
