/** May this request pass, and as whose? Everything that is decided before anything is sent on. */
import { type Limits, type ScopeLimits, userScopeId } from '@stillhunt/core/policy'
import type { KeyGrant } from '../key.ts'
import type { Scope } from '../limit.ts'
import { type Enforcement, nothing } from '../verdict.ts'
import type { Demand, Refusal, Route } from '../wire.ts'
import type { Deployment } from './deployment.ts'
import type { Passage } from './handler.ts'
import { matchesModel } from './model-pattern.ts'

/** Whose key the request shows. */
export function authenticate({ connection, head, deployment, timeMs }: Passage): KeyGrant | Refusal {
  const { secret } = head
  if (secret === undefined) {
    deployment.metrics.keyRefusals.inc({ why: 'missing' })
    return { reason: 'bad key', message: 'No API key was given. Send it as Authorization: Bearer or as x-api-key.' }
  }
  const found = deployment.keys.find(secret, timeMs, connection.shown)
  if (typeof found !== 'string') return found
  deployment.metrics.keyRefusals.inc({ why: found })
  // One message whatever is wrong: which keys exist is nobody's business.
  return { reason: 'bad key', message: 'Incorrect API key provided.' }
}

/** What verdicts say of who asks; of several end users named, what they say of any. */
export function enforcementOf(
  grant: KeyGrant,
  users: readonly string[] | undefined,
  { enforcer }: Deployment,
  nowMs: number,
): Enforcement {
  if (enforcer === undefined) return nothing
  const { id: key, account, org } = grant
  const asker = org === undefined ? { key, account } : { key, account, org }
  if (users === undefined || users.length === 0) return enforcer.of(asker, nowMs)
  const each = new Set(users.map((user) => enforcer.of({ ...asker, user }, nowMs)))
  return each.size === 1 ? each.values().next().value! : together([...each])
}

/** All of them at once: a verdict that stands in several counts once. */
function together(each: readonly Enforcement[]): Enforcement {
  const steps = new Map(each.flatMap(({ applied, steps: of }) => applied.map((id, i) => [id, of[i]!] as const)))
  const onceById = <Item extends { readonly id: string }>(items: readonly Item[]): readonly Item[] => [
    ...new Map(items.map((item) => [item.id, item])).values(),
  ]
  return {
    applied: [...steps.keys()],
    steps: [...steps.values()],
    shadow: onceById(each.flatMap(({ shadow }) => shadow)),
    labels: [...new Set(each.flatMap(({ labels }) => labels))],
    campaigns: [...new Set(each.flatMap(({ campaigns }) => campaigns))],
    shapes: [...new Set(each.flatMap(({ shapes }) => shapes))],
    stripsLogprobs: each.some(({ stripsLogprobs }) => stripsLogprobs),
    dropsReasoning: each.some(({ dropsReasoning }) => dropsReasoning),
    choicesMax: Math.min(...each.map(({ choicesMax }) => choicesMax)),
    refusal: each.find(({ refusal }) => refusal !== undefined)?.refusal,
    restrictions: onceById(each.flatMap(({ restrictions }) => restrictions)),
  }
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

/** Why a path is closed to who is served hardened answers only; undefined when it is not. */
export function unhardenedRefusal(
  { stripsLogprobs, dropsReasoning, applied }: Enforcement,
  { isUnhardened }: Route,
): Refusal | undefined {
  if (!isUnhardened || (!stripsLogprobs && !dropsReasoning)) return undefined
  return { reason: 'restricted', message: `This is not open to you now. (reference ${applied.join(', ')})` }
}

/** The most end users that a batch may name where each of them has limits: one decision is made over all their scopes. */
const limitedUsersMax = 64

/** Why a batch has too many end users for one decision; undefined when it has not. */
export function crowdRefusal({ endUsers }: Demand, limitsOf: () => ScopeLimits): Refusal | undefined {
  if (endUsers.length <= limitedUsersMax || limitsOf().user === undefined) return undefined
  const message = `A batch may name at most ${limitedUsersMax} end users, as each of them has limits: divide it.`
  return { reason: 'bad request', message, param: 'requests' }
}

/** All scopes that the request counts in, narrowest first. */
export function scopesOf(
  grant: KeyGrant,
  users: readonly string[],
  enforcement: Enforcement,
  deployment: Deployment,
): Scope[] {
  const limits = deployment.limitsOf(grant)
  const scopes: Scope[] = []
  add(scopes, 'key', grant.id, limits.key)
  // End users are a customer's own: the same id with another account is somebody else.
  for (const user of users) add(scopes, 'user', userScopeId(grant.account, user), limits.user)
  add(scopes, 'account', grant.account, limits.account)
  add(scopes, 'org', grant.org, limits.org)
  for (const shape of enforcement.shapes) tighten(scopes, shape)
  add(scopes, 'global', 'global', limits.global)
  return scopes
}

function add(scopes: Scope[], kind: Scope['kind'], id: string | undefined, limits: Limits | undefined): void {
  if (id !== undefined && limits !== undefined) scopes.push({ kind, id, limits })
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
