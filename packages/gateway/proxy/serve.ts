/** A request whose sender is known and whose body is whole: reserve, record, forward, settle. */
import type { KeyGrant } from '../key.ts'
import type { Ask, Decision } from '../limit.ts'
import type { Enforcement } from '../verdict.ts'
import type { Refusal, Route } from '../wire.ts'
import {
  countEnforced,
  crowdRefusal,
  demandRefusal,
  enforcementOf,
  outrightRefusal,
  unhardenedRefusal,
} from './admission.ts'
import { answersBeside, isFetchable } from './background.ts'
import { type Wanted, wantedOf } from './batch.ts'
import { listBatches } from './batch-list.ts'
import { forward, type Forwarded, type Outgoing } from './forward.ts'
import type { Clock, Passage } from './handler.ts'
import { outgoingOf } from './outgoing.ts'
import { closedRefusal, forgetDeleted, reach, referenceRefusal } from './ownership.ts'
import { Recording } from './recording.ts'
import { askOf, fetchedTokens, limitRefusal, type Used, usedTokens } from './reservation.ts'
import type { Upstream } from './upstream.ts'

/** Of a model's name in a log line: it is the client's to choose. */
const modelCharactersMax = 128

/** What is to be served. */
export interface Serving {
  readonly route: Route
  /** Path with its query. */
  readonly path: string
  readonly grant: KeyGrant
  /** As it came. */
  readonly body: Buffer
  /** What it says: the same bytes but where it came compressed. */
  readonly plain: Buffer
}

/** A serving that may pass, with what was decided and reserved for it. */
export interface Reserved extends Serving, Wanted {
  readonly enforcement: Enforcement
  readonly upstream: Upstream
  readonly ask: Ask
  readonly decision: Decision
}

/** Serves it; answers why the gateway itself must answer, or undefined when the client has its answer. */
export async function serve(passage: Passage, serving: Serving, clock: Clock): Promise<Refusal | undefined> {
  const { deployment, timeMs } = passage
  const { route, grant } = serving
  const readyAt = clock.monotonic()
  const closed = closedRefusal(deployment, route)
  if (closed !== undefined) return closed
  const wanted = wantedOf(serving)
  if ('message' in wanted) return { reason: 'bad request', ...wanted }
  const { demand } = wanted
  const enforcement = enforcementOf(grant, demand.endUsers, deployment, timeMs)
  countEnforced(enforcement, deployment)
  const refusal =
    outrightRefusal(enforcement) ??
    unhardenedRefusal(enforcement, route) ??
    crowdRefusal(demand, deployment.limitsOf(grant)) ??
    demandRefusal(demand, route, grant, enforcement) ??
    referenceRefusal(deployment, route, wanted.works)
  if (refusal !== undefined) return refusal
  const fitting = deployment.upstreams.find(route.provider, demand.model)
  if (fitting === undefined)
    return { reason: 'model not allowed', message: 'No model server behind this gateway serves this model.' }
  const ask = askOf(passage, serving, wanted, enforcement)
  const decided = deployment.limiter.reserve(ask)
  const decision = decided instanceof Promise ? await decided : decided
  if (!decision.ok) return limitRefusal(passage, decision)
  // Only what counts is looked up: ids are not guessed for nothing.
  const reaching = reach(passage, serving, demand, fitting)
  const upstream = reaching instanceof Promise ? await reaching : reaching
  if ('reason' in upstream) {
    deployment.limiter.settle(ask, 0)
    return upstream
  }
  return forwardReserved(passage, { ...serving, ...wanted, enforcement, upstream, ask, decision }, readyAt, clock)
}

async function forwardReserved(
  passage: Passage,
  reserved: Reserved,
  readyAt: number,
  clock: Clock,
): Promise<Refusal | undefined> {
  const { deployment } = passage
  const { limiter, metrics } = deployment
  const { ask } = reserved
  const recording = Recording.of(passage, reserved)
  try {
    const opening = recording.open()
    if (opening !== undefined) await opening
  } catch {
    limiter.settle(ask, 0)
    return { reason: 'not recorded', message: 'The gateway cannot record calls now. Please try again.' }
  }
  if (ask.isStream) metrics.activeStreams += 1
  const sentAt = clock.monotonic()
  const outgoing = outgoingOf(passage, reserved, clock)
  const forwarded = await answered(passage, reserved, outgoing)
  if (ask.isStream) metrics.activeStreams -= 1
  const { endedAt, upstreamEndAt } = forwarded
  const answers = answersBeside(limiter)
  const fetched = reserved.route.kind === 'retrieve' ? answers.take(forwarded) : undefined
  const used = fetched === undefined ? usedTokens(reserved, forwarded) : fetchedTokens(forwarded, fetched)
  const usedTotal = used.inputTokens + used.outputTokens
  if (deployment.owners !== undefined && isFetchable(reserved)) answers.note(forwarded, usedTotal)
  forgetDeleted(passage, reserved, forwarded.status)
  limiter.settle(ask, usedTotal)
  const recorded = recording.close(forwarded, used, { sentAt, endedAt }, fetched)
  metrics.added.observe((sentAt - readyAt + endedAt - upstreamEndAt) / 1000)
  count(passage, reserved, forwarded, used, { sentAt, endedAt })
  // The passage is not over before: who drains would leave without it.
  await recorded
  return forwarded.refusal
}

async function answered(passage: Passage, reserved: Reserved, outgoing: Outgoing): Promise<Forwarded> {
  if (reserved.route.kind === 'list') return listBatches(passage, reserved, outgoing)
  const forwarded = await forward(passage.response, outgoing)
  // What tells of a batch is no answer of a model's.
  return reserved.route.kind === 'batch' ? { ...forwarded, inspected: undefined } : forwarded
}

function count(
  { deployment, id, startedAt }: Passage,
  { route, grant, demand, enforcement }: Reserved,
  { status, ending, headAt, inspected }: Forwarded,
  used: Used,
  { sentAt, endedAt }: { readonly sentAt: number; readonly endedAt: number },
): void {
  const { metrics, log, logsAccess } = deployment
  const source = used.isCounted ? 'usage' : 'estimate'
  if (used.inputTokens > 0) metrics.tokens.inc({ direction: 'input', source }, used.inputTokens)
  if (used.outputTokens > 0) metrics.tokens.inc({ direction: 'output', source }, used.outputTokens)
  if (headAt !== undefined) metrics.firstByte.observe((headAt - sentAt) / 1000)
  metrics.duration.observe((endedAt - startedAt) / 1000)
  metrics.endings.inc({ ending })
  if (inspected !== undefined && inspected.malformedEvents > 0)
    metrics.malformedEvents.inc({}, inspected.malformedEvents)
  // Where the upstream never answered, the refusal counts the request.
  if (status === undefined) return
  metrics.requests.inc({ route: route.name, status })
  if (!logsAccess) return
  const { account, id: key } = grant
  const labels = enforcement.labels.length === 0 ? {} : { labels: enforcement.labels }
  const latencyMs = Math.round(endedAt - startedAt)
  log.served({
    id,
    route: route.name,
    status,
    account,
    key,
    model: demand.model.slice(0, modelCharactersMax),
    latencyMs,
    ending,
    ...labels,
  })
}
