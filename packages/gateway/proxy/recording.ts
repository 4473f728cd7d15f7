/** The records that one request leaves. */
import type { Intent, OpenCall, Outcome } from '../tap.ts'
import { withoutHeaders } from './client-seen.ts'
import type { Forwarded } from './forward.ts'
import type { Fetched } from './background.ts'
import type { Work } from './batch.ts'
import type { Passage } from './handler.ts'
import type { Used } from './reservation.ts'
import type { Reserved } from './reserve.ts'

/** One for a call, one for each request of a batch, none for what makes no model work. */
export class Recording {
  readonly #passage: Passage
  readonly #reserved: Reserved
  readonly #intents: readonly Intent[]
  #calls: readonly OpenCall[] = []

  private constructor(passage: Passage, reserved: Reserved, intents: readonly Intent[]) {
    this.#passage = passage
    this.#reserved = reserved
    this.#intents = intents
  }

  /** What will be recorded of a request that is about to be forwarded. */
  static of(passage: Passage, reserved: Reserved): Recording {
    const { route, works } = reserved
    if (passage.deployment.tap === undefined || route.dialect === undefined) return new Recording(passage, reserved, [])
    const intents = works.map((work, i) =>
      intentOf(passage, reserved, work, {
        id: route.kind === 'batch' ? `${passage.id}-${i}` : passage.id,
        // The headers of a batch stand in the record of its first request: ten thousand times they fill the spool.
        hasHeaders: i === 0,
      }),
    )
    return new Recording(passage, reserved, intents)
  }

  /**
   * Undefined when the call may be forwarded, or a promise of what {@link begun} is to be told before it may. Rejects when
   * it cannot be recorded.
   */
  open(): undefined | Promise<OpenCall | readonly OpenCall[]> {
    const { tap } = this.#passage.deployment
    if (tap === undefined || this.#intents.length === 0) return undefined
    if (this.#intents.length === 1) return tap.open(this.#intents[0]!)
    return Promise.all(this.#intents.map((intent) => tap.open(intent)))
  }

  begun(calls: OpenCall | readonly OpenCall[]): void {
    this.#calls = 'close' in calls ? [calls] : calls
  }

  /**
   * The call is over; `fetched` came out of it. Undefined when that is as good as recorded, or a promise of that which
   * never rejects.
   */
  close(forwarded: Forwarded, used: Used, fetched: Fetched | undefined): undefined | Promise<void> {
    const { tap } = this.#passage.deployment
    if (tap === undefined) return undefined
    const outcome = outcomeOf(this.#passage, this.#reserved, forwarded, used)
    for (const call of this.#calls) call.close(outcome)
    return fetched === undefined ? undefined : this.#closeFetched(fetched.model, outcome)
  }

  /** An answer that was made earlier comes out only now: it is recorded with the request it lacks. */
  async #closeFetched(model: string, outcome: Outcome): Promise<void> {
    const { deployment, id } = this.#passage
    const { tap } = deployment
    if (tap === undefined) return
    const work: Work = { request: Buffer.from('{}'), demand: { ...this.#reserved.demand, model } }
    const intent = intentOf(this.#passage, this.#reserved, work, { id, hasHeaders: true })
    try {
      const call = await tap.open(intent)
      call.close(outcome)
    } catch {
      deployment.log.warn({ id }, 'an answer that was retrieved could not be recorded')
    }
  }
}

function intentOf(
  { request, head, deployment, timeMs }: Passage,
  { grant, route }: Reserved,
  { request: body, demand }: Work,
  { id, hasHeaders }: { readonly id: string; readonly hasHeaders: boolean },
): Intent {
  const rule = deployment.client
  const client = hasHeaders ? head.clientOf(request, rule) : withoutHeaders(request, rule)
  const [endUser] = demand.endUsers
  return {
    id,
    model: demand.model,
    request: body,
    // What is worked for was read to be counted; what is fetched has a body of our own.
    isRead: true,
    timeMs,
    account: grant.account,
    org: grant.org,
    key: grant.id,
    client: endUser === undefined ? client : { ...client, end_user: endUser },
    dialect: route.dialect ?? '',
    isStream: route.kind !== 'batch' && demand.isStream,
    content: deployment.contentOf(grant),
  }
}

function outcomeOf(
  { request, startedAt }: Passage,
  { enforcement }: Reserved,
  { status, ending, inspected, firstByteAt, endedAt, refusal }: Forwarded,
  used: Used,
): Outcome {
  const { response, isRecordable, usage, malformedEvents = 0, streamError } = inspected ?? {}
  const retries = Number(request.headers['x-stainless-retry-count'] ?? 0)
  const hasStreamFault = malformedEvents > 0 || streamError !== undefined
  return {
    status: status ?? (refusal === undefined ? clientClosedStatus : 502),
    latencyMs: round(endedAt - startedAt),
    ttftMs: firstByteAt === undefined ? undefined : round(firstByteAt - startedAt),
    response,
    isRead: isRecordable === true,
    usage: used.isCounted ? usage : undefined,
    ending,
    stream: hasStreamFault ? { malformedEvents, error: streamError } : undefined,
    verdicts: enforcement.applied.length === 0 ? undefined : enforcement.applied,
    retryCount: Number.isInteger(retries) && retries > 0 ? retries : undefined,
  }
}

/** As nginx logs a client that went away before there was an answer. */
const clientClosedStatus = 499

function round(ms: number): number {
  return Math.round(ms * 1000) / 1000
}
