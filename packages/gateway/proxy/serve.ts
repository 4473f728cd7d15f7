/** One request that somebody may send: its body is read, decided about, recorded and sent on; then it is settled. */
import type { Buffer } from 'node:buffer'
import type { KeyGrant } from '../key.ts'
import { atEndOfTurn } from '../tap.ts'
import type { Refusal, Route } from '../wire.ts'
import { listBatches } from './batch-list.ts'
import { type BodyRead, clientGone, plainOf, readBody } from './body.ts'
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

/** A request whose body is being read, or was. */
interface Taken {
  readonly passage: Passage
  readonly admitted: Admitted
  /** What it holds of the memory for bodies. */
  readonly share: BodyShare
  readonly clock: Clock
}

/** Answers in its own time, and sees to it that the call is recorded. Never throws. */
export function serve(passage: Passage, admitted: Admitted, clock: Clock): void {
  const { request, response, deployment } = passage
  const taken = { passage, admitted, share: bodyBudget.open(admitted.grant.account), clock }
  deployment.passages.begin()
  const onRead = (body: BodyRead): void => {
    const readyAt = clock.monotonic()
    // The journal takes calls at the end of a turn: what is decided then makes none of them wait longer.
    atEndOfTurn('decide', () => void serveRead(taken, body, readyAt))
  }
  try {
    readBody(request, response, deployment.request, taken.share, onRead)
  } catch (cause) {
    refuseForFault(passage, cause)
    end(taken)
  }
}

/** Resolves when the client has its answer and the record is as good as written. Never rejects. */
async function serveRead(taken: Taken, body: BodyRead, readyAt: number): Promise<void> {
  const { passage, admitted } = taken
  try {
    const refusal = body === clientGone ? undefined : await answer(taken, body, readyAt)
    if (refusal !== undefined) refuse(passage, admitted.route.provider, refusal, admitted.route)
  } catch (cause) {
    refuseForFault(passage, cause)
  }
  end(taken)
}

function end({ passage, share }: Taken): void {
  share.resize(0)
  passage.deployment.passages.end()
}

/**
 * Answers; why the gateway itself must, or undefined where nobody waits for that. An ordinary call waits twice: for the
 * journal and for the model. What can be had at once is not waited for: promises are what costs here.
 */
async function answer(
  { passage, admitted: { route, path, grant }, share, clock }: Taken,
  body: Buffer | Refusal,
  readyAt: number,
): Promise<Refusal | undefined> {
  const { request, deployment } = passage
  if ('reason' in body) return body
  const read = plainOf(body, request.headers['content-encoding'], deployment.request, share)
  const plain = read instanceof Promise ? await read : read
  if ('reason' in plain) return plain
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
