/** May this request pass, and as whose? Everything that is decided before anything is sent on. */
import type { IncomingMessage } from 'node:http'
import { type Limits, userScopeId } from '@stillhunt/core/policy'
import type { KeyGrant } from '../key.ts'
import type { Scope } from '../limit.ts'
import { type Enforcement, nothing } from '../verdict.ts'
import { type Demand, keyOf, type Refusal, type Route } from '../wire.ts'
import type { Deployment } from './deployment.ts'
import { matchesModel } from './model-pattern.ts'

/** Whose key the request shows. */
export function authenticate(request: IncomingMessage, deployment: Deployment, nowMs: number): KeyGrant | Refusal {
  const secret = keyOf(request.headers)
  if (secret === undefined) {
    deployment.metrics.keyRefusals.inc({ why: 'missing' })
    return { reason: 'bad key', message: 'No API key was given. Send it as Authorization: Bearer or as x-api-key.' }
  }
  const found = deployment.keys.find(secret, nowMs)
  if (typeof found !== 'string') return found
  deployment.metrics.keyRefusals.inc({ why: found })
  // One message whatever is wrong: which keys exist is nobody's business.
  return { reason: 'bad key', message: 'Incorrect API key provided.' }
}

/** What verdicts say of who asks. */
export function enforcementOf(
  grant: KeyGrant,
  user: string | undefined,
  { enforcer }: Deployment,
  nowMs: number,
): Enforcement {
  if (enforcer === undefined) return nothing
  const { id: key, account, org } = grant
  return enforcer.of(
    { key, account, ...(user === undefined ? {} : { user }), ...(org === undefined ? {} : { org }) },
    nowMs,
  )
}

/** Counts what applied to a request, and what would have in earnest. Once for each request. */
export function countEnforced({ steps, shadow }: Enforcement, { metrics }: Deployment): void {
  for (const step of steps) metrics.enforced.inc({ step, mode: 'enforced' })
  for (const { measure } of shadow) metrics.enforced.inc({ step: measure.step, mode: 'shadow' })
}

/** Why nothing that this asker sends passes; undefined when something may. */
export function outrightRefusal({ refusal }: Enforcement): Refusal | undefined {
  if (refusal === undefined) return undefined
  const { measure, because, id } = refusal
  const named = `${because} (reference ${id})`
  if (measure.step === 'step-up') return { reason: 'step-up', message: named, link: measure.link }
  return { reason: measure.step === 'suspend' ? 'suspended' : 'terminated', message: named }
}

/** Why this demand does not pass, though others of the same asker may. */
export function demandRefusal(
  demand: Demand,
  route: Route,
  grant: KeyGrant,
  enforcement: Enforcement,
): Refusal | undefined {
  if (route.kind !== 'generate' && route.kind !== 'batch') return undefined
  const isWithin = (patterns: readonly string[]): boolean =>
    demand.models.length > 0 && demand.models.every((model) => patterns.some((pattern) => matchesModel(pattern, model)))
  if (grant.models !== undefined && !isWithin(grant.models))
    return {
      reason: 'model not allowed',
      message: `The model ${JSON.stringify(demand.model.slice(0, 128))} does not exist or this key has no access to it.`,
      param: 'model',
    }
  for (const { measure, because, id } of enforcement.restrictions) {
    if (measure.models !== undefined && !isWithin(measure.models))
      return { reason: 'restricted', message: `${because} (reference ${id})`, param: 'model' }
    if (measure.tools === 'none' && demand.offersTools)
      return { reason: 'restricted', message: `${because} (reference ${id})`, param: 'tools' }
  }
  return undefined
}

/** All scopes that the request counts in, narrowest first. */
export function scopesOf(
  grant: KeyGrant,
  user: string | undefined,
  enforcement: Enforcement,
  deployment: Deployment,
): Scope[] {
  const limits = deployment.limitsOf(grant)
  const scopes: Scope[] = []
  const add = (kind: Scope['kind'], id: string | undefined, of: Limits | undefined): void => {
    if (id !== undefined && of !== undefined) scopes.push({ kind, id, limits: of })
  }
  add('key', grant.id, limits.key)
  // End users are a customer's own: the same id with another account is somebody else.
  add('user', user === undefined ? undefined : userScopeId(grant.account, user), limits.user)
  add('account', grant.account, limits.account)
  add('org', grant.org, limits.org)
  for (const shape of enforcement.shapes) tighten(scopes, shape)
  add('global', 'global', limits.global)
  return scopes
}

/** A shape's limits stand beside those that the scope has; of two for the same thing the tighter one holds. */
function tighten(scopes: Scope[], { kind, id, limits }: Enforcement['shapes'][number]): void {
  const at = scopes.findIndex((scope) => scope.kind === kind && scope.id === id)
  if (at < 0) {
    scopes.push({ kind, id, limits })
    return
  }
  const merged: Record<string, number> = { ...scopes[at]!.limits }
  for (const [name, limit] of Object.entries(limits)) merged[name] = Math.min(merged[name] ?? Infinity, limit)
  scopes[at] = { ...scopes[at]!, limits: merged }
}
