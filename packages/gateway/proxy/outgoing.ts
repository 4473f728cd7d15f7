/** What is sent to the model server for a request: its own bytes, but for the key and for what must be changed. */
import type { Ask } from '../limit.ts'
import { editRequest, isRateHeader, type Provider, rateHeaders } from '../wire.ts'
import { ownUrlFor } from './client-address.ts'
import type { Outgoing } from './forward.ts'
import type { Clock, Passage } from './handler.ts'
import type { InspectionRule } from './inspection.ts'
import { noterOf } from './ownership.ts'
import type { Reserved } from './reserve.ts'

/** Dialects whose streams tell usage only to those who ask. */
const tellsUsageOnDemand = new Set(['openai.chat', 'openai.completions'])

/** The request that goes on. */
export function outgoingOf(passage: Passage, reserved: Reserved, clock: Clock): Outgoing {
  const { request, deployment, id } = passage
  const { upstream, path, route, body } = reserved
  const inspection = inspectionOf(passage, reserved)
  const changesAnswer =
    inspection !== undefined &&
    (inspection.hidesUsage || inspection.hardening !== undefined || inspection.ownUrl !== undefined)
  // What must be changed on its way back has to come uncompressed.
  const sent = bodyOf(reserved, inspection?.hidesUsage === true)
  const added = rateHeaders(route.provider, reserved.decision.standings, passage.timeMs)
  added.push('x-stillhunt-id', id)
  return {
    pool: upstream.pool,
    method: request.method ?? 'GET',
    path: `${upstream.pathPrefix}${path}`,
    headers: passage.head.headersTo(upstream, { ofAnswer: changesAnswer, ofBody: sent !== body }),
    body: sent.length === 0 && body.length === 0 ? null : sent,
    inspection,
    onMade: noterOf(passage, reserved),
    addedHeaders: added,
    dropsHeader: hasLimits(reserved.ask) ? staysBehindOurs[route.provider] : staysBehind,
    writeTimeoutMs: upstream.rule.idleTimeoutMs,
    now: clock.monotonic,
    onUnanswered: (cause) => {
      const { code = cause.name } = cause as NodeJS.ErrnoException
      // The code alone: a message may hold a header.
      deployment.log.warn({ id, upstream: upstream.rule.url.origin, code }, 'the upstream did not answer')
    },
    onFault: (where, cause) => {
      deployment.metrics.faults.inc({ where })
      deployment.log.warn({ id, where, fault: cause instanceof Error ? cause.message : String(cause) }, 'not inspected')
    },
  }
}

/** The upstream's cookies are for the operator: with them one client could be taken for another. */
function staysBehind(name: string): boolean {
  return name === 'set-cookie'
}

/** Where our limits are told, the upstream's are not. */
const staysBehindOurs: Readonly<Record<Provider, (name: string) => boolean>> = {
  openai: (name) => staysBehind(name) || isRateHeader('openai', name),
  anthropic: (name) => staysBehind(name) || isRateHeader('anthropic', name),
}

function hasLimits({ scopes }: Ask): boolean {
  for (const { limits } of scopes) for (const _ in limits) return true
  return false
}

function inspectionOf(
  { deployment, request }: Passage,
  { route, demand, enforcement, upstream }: Reserved,
): InspectionRule | undefined {
  const dialect = route.tellsOfBatch ? 'anthropic.messages' : route.dialect
  if (dialect === undefined) return undefined
  const { stripsLogprobs, dropsReasoning } = enforcement
  const injects = upstream.rule.injectsUsage && tellsUsageOnDemand.has(dialect)
  return {
    dialect,
    ownUrl: route.tellsOfBatch ? ownUrlFor(request, deployment.client) : undefined,
    hidesUsage: injects && demand.isStream && !demand.wantsUsage,
    hardening: stripsLogprobs || dropsReasoning ? { stripsLogprobs, dropsReasoning } : undefined,
    inspectedBytesMax: deployment.inspectedBytesMax,
  }
}

function bodyOf({ body, plain, demand, enforcement, route }: Reserved, injectsUsage: boolean): Uint8Array {
  const { stripsLogprobs, choicesMax } = enforcement
  if (route.kind !== 'generate' || (!injectsUsage && !stripsLogprobs && choicesMax === Infinity)) return body
  const edited = editRequest(plain, demand.found, { injectsUsage, stripsLogprobs, choicesMax })
  return edited === plain ? body : edited
}
