/** One request that somebody may send: its body is read, decided about, recorded and sent on; then it is settled. */
import type { Buffer } from 'node:buffer'
import type { KeyGrant } from '../key.ts'
import type { Refusal, Route } from '../wire.ts'
import { listBatches } from './batch-list.ts'
import { clientGone, plainOf, readBody } from './body.ts'
import { bodyBudget, type BodyShare } from './body-budget.ts'
import { forward, type Forwarded } from './forward.ts'
import type { Clock, Passage } from './handler.ts'
import { outgoingOf } from './outgoing.ts'
import { Recording } from './recording.ts'
import { refuse, refuseForFault } from './refuse.ts'
import { reserve, type Reserved } from './reserve.ts'
import { settle } from './settle.ts'

/** Who may send a request, and where to. */
export interface Admitted {
  readonly route: Route
  /** Path with its query. */
  readonly path: string
  readonly grant: KeyGrant
}

/** What is to be served. */
export interface Serving extends Admitted {
  /** As it came. */
  readonly body: Buffer
  /** What it says: the same bytes but where it came compressed. */
  readonly plain: Buffer
}

/** Resolves when the client has its answer and the record is as good as written. Never rejects. */
export async function serve(passage: Passage, admitted: Admitted, clock: Clock): Promise<void> {
  const { deployment } = passage
  const share = bodyBudget.open(admitted.grant.account)
  deployment.passages.begin()
  try {
    const refusal = await answer(passage, admitted, share, clock)
    if (refusal !== undefined) refuse(passage, admitted.route.provider, refusal, admitted.route)
  } catch (cause) {
    refuseForFault(passage, cause)
  } finally {
    share.resize(0)
    deployment.passages.end()
  }
}

/**
 * Answers; why the gateway itself must, or undefined where nobody waits for that. An ordinary call waits three times: for
 * its body, for the journal and for the model. What can be had at once is not waited for: promises are what costs here.
 */
async function answer(
  passage: Passage,
  { route, path, grant }: Admitted,
  share: BodyShare,
  clock: Clock,
): Promise<Refusal | undefined> {
  const { request, response, deployment } = passage
  const body = await readBody(request, response, deployment.request, share)
  if (body === clientGone) return undefined
  if ('reason' in body) return body
  const read = plainOf(body, request.headers['content-encoding'], deployment.request, share)
  const plain = read instanceof Promise ? await read : read
  if ('reason' in plain) return plain
  const readyAt = clock.monotonic()
  const reserving = reserve(passage, { route, path, grant, body, plain })
  const reserved = reserving instanceof Promise ? await reserving : reserving
  if ('reason' in reserved) return reserved
  const recording = Recording.of(passage, reserved)
  try {
    const opening = recording.open()
    if (opening !== undefined) recording.begun(await opening)
  } catch {
    deployment.limiter.settle(reserved.ask, 0)
    return { reason: 'not recorded', message: 'The gateway cannot record calls now. Please try again.' }
  }
  const { metrics } = deployment
  if (reserved.ask.isStream) metrics.activeStreams += 1
  const sentAt = clock.monotonic()
  const forwarded = await answered(passage, reserved, clock)
  if (reserved.ask.isStream) metrics.activeStreams -= 1
  const recorded = settle(passage, reserved, recording, forwarded, readyAt, sentAt)
  // The passage is not over before: who drains would leave without it.
  if (recorded !== undefined) await recorded
  return forwarded.refusal
}

function answered(passage: Passage, reserved: Reserved, clock: Clock): Promise<Forwarded> {
  const outgoing = outgoingOf(passage, reserved, clock)
  if (reserved.route.kind === 'list') return listBatches(passage, reserved, outgoing)
  return forward(passage.response, outgoing)
}
