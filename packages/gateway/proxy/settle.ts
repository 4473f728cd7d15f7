/** What is left to do when a request has its answer: pay, record, count, log. */
import { answersBeside, isFetchable } from './background.ts'
import type { Forwarded } from './forward.ts'
import type { Passage } from './handler.ts'
import { forgetDeleted } from './ownership.ts'
import type { Recording } from './recording.ts'
import { fetchedTokens, type Used, usedTokens } from './reservation.ts'
import type { Reserved } from './reserve.ts'

/** Of a model's name in a log line: it is the client's to choose. */
const modelCharactersMax = 128

/** Settles a request that was ready at `readyAt` and sent at `sentAt`; a promise where recording it takes its time. */
export function settle(
  passage: Passage,
  reserved: Reserved,
  recording: Recording,
  answered: Forwarded,
  readyAt: number,
  sentAt: number,
): Promise<void> | undefined {
  const { limiter, metrics, owners } = passage.deployment
  const { route, ask } = reserved
  // What tells of a batch is no answer of a model's.
  const forwarded = route.kind === 'batch' ? { ...answered, inspected: undefined } : answered
  const fetched = route.kind === 'retrieve' ? answersBeside(limiter).take(forwarded) : undefined
  const used = fetched === undefined ? usedTokens(reserved, forwarded) : fetchedTokens(forwarded, fetched)
  const usedTotal = used.inputTokens + used.outputTokens
  if (owners !== undefined && isFetchable(reserved)) answersBeside(limiter).note(forwarded, usedTotal)
  forgetDeleted(passage, reserved, forwarded.status)
  limiter.settle(ask, usedTotal)
  const recorded = recording.close(forwarded, used, fetched)
  const { endedAt, upstreamEndAt } = forwarded
  metrics.added.observe((sentAt - readyAt + endedAt - upstreamEndAt) / 1000)
  count(passage, reserved, forwarded, used, sentAt)
  return recorded
}

function count(
  { deployment, id, startedAt }: Passage,
  { route, grant, demand, enforcement }: Reserved,
  { status, ending, headAt, endedAt, inspected }: Forwarded,
  used: Used,
  sentAt: number,
): void {
  const { metrics, log, logsAccess } = deployment
  const tokens = used.isCounted ? metrics.used.usage : metrics.used.estimate
  tokens.input.inc(used.inputTokens)
  tokens.output.inc(used.outputTokens)
  if (headAt !== undefined) metrics.firstByte.observe((headAt - sentAt) / 1000)
  metrics.duration.observe((endedAt - startedAt) / 1000)
  metrics.ended[ending].inc()
  if (inspected !== undefined && inspected.malformedEvents > 0)
    metrics.malformedEvents.inc({}, inspected.malformedEvents)
  // Where the upstream never answered, the refusal counts the request.
  if (status === undefined) return
  metrics.requests.inc({ route: route.name, status })
  if (!logsAccess) return
  log.served({
    id,
    route: route.name,
    status,
    account: grant.account,
    key: grant.id,
    model: demand.model.slice(0, modelCharactersMax),
    latencyMs: Math.round(endedAt - startedAt),
    ending,
    labels: enforcement.labels.length === 0 ? undefined : enforcement.labels,
  })
}
