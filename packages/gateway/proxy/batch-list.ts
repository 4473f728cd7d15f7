/**
 * The list of batches. The provider's has everybody's; this one goes by who made them, and has what the provider says of
 * each, in pages as the provider's are.
 */
import type { ListedBatch } from '../owner.ts'
import type { Refusal } from '../wire.ts'
import type { Forwarded, Outgoing } from './forward.ts'
import type { Passage } from './handler.ts'
import { headersFor } from './outgoing.ts'
import { unansweredRefusal } from './ownership.ts'
import type { Reserved } from './serve.ts'
import type { Upstream } from './upstream.ts'

const entriesDefault = 20
/** What the provider takes, and what is answered at most: each entry is asked for by itself. */
const limitMax = 1000
const entriesMax = 100
/** So many are asked for at one time. */
const atOnce = 8

/** Answers a page, or the first answer of the provider's that is no batch. */
export async function listBatches(
  passage: Passage,
  reserved: Reserved,
  { addedHeaders, now }: Outgoing,
): Promise<Forwarded> {
  const { response, request } = passage
  const headAt = now()
  const over = (ending: Forwarded['ending'], status: number | undefined, refusal?: Refusal): Forwarded => ({
    status,
    ending,
    refusal,
    inspected: undefined,
    headAt,
    firstByteAt: undefined,
    upstreamEndAt: now(),
  })
  const abort = new AbortController()
  const onClose = (): void => abort.abort()
  response.once('close', onClose)
  const page = await pageOf(passage, reserved, abort.signal).catch(() => unreachable)
  response.off('close', onClose)
  if (response.destroyed) return over('client aborted', undefined)
  if ('reason' in page) return over('complete', undefined, page)
  const { status, type, body } = page
  const length = String(body.length)
  response.writeHead(status, ['content-type', type, 'content-length', length, ...addedHeaders])
  response.end(request.method === 'HEAD' ? undefined : body)
  return over('complete', status)
}

const unreachable: Refusal = { reason: 'upstream unreachable', message: 'The model server could not be reached.' }

/** What is answered. */
interface Page {
  readonly status: number
  readonly type: string
  readonly body: Buffer
}

async function pageOf(passage: Passage, reserved: Reserved, signal: AbortSignal): Promise<Page | Refusal> {
  const { owners } = passage.deployment
  const batches = await owners!.batchesOf(reserved.grant.account)
  if (batches === 'unanswered') return unansweredRefusal
  const wanted = wantedOf(reserved.path, batches)
  if ('reason' in wanted) return wanted
  const found: { readonly id: string; readonly body: Buffer }[] = []
  const { candidates, entries, isBackwards } = wanted
  let at = 0
  while (found.length < entries && at < candidates.length) {
    const asked = candidates.slice(at, at + Math.min(atOnce, entries - found.length))
    at += asked.length
    const answers = await Promise.all(asked.map((batch) => ask(passage, reserved, batch, signal)))
    for (const [i, answer] of answers.entries()) {
      const batch = asked[i]!
      if (answer === 'gone') await owners!.forget(batch)
      else if ('reason' in answer || answer.status !== 200) return answer
      else found.push({ id: batch.id, body: answer.body })
    }
  }
  if (isBackwards) found.reverse()
  const ends = { has_more: at < candidates.length, first_id: found[0]?.id ?? null, last_id: found.at(-1)?.id ?? null }
  const data = found.map(({ body }) => body.toString().trim()).join(',')
  const body = Buffer.from(`{"data":[${data}],${JSON.stringify(ends).slice(1)}`)
  return { status: 200, type: 'application/json', body }
}

interface PageWanted {
  /** Those that are still there, in the order in which they are wanted. */
  readonly candidates: readonly ListedBatch[]
  readonly entries: number
  /** They are wanted from the older to the newer. */
  readonly isBackwards: boolean
}

function wantedOf(path: string, batches: readonly ListedBatch[]): PageWanted | Refusal {
  const query = new URLSearchParams(path.slice(path.indexOf('?') + 1 || Infinity))
  const limit = Number(query.get('limit') ?? entriesDefault)
  if (!Number.isInteger(limit) || limit < 1 || limit > limitMax)
    return { reason: 'bad request', message: `limit must be a whole number from 1 to ${limitMax}.`, param: 'limit' }
  const [after, before] = [query.get('after_id'), query.get('before_id')]
  if (after !== null && before !== null)
    return { reason: 'bad request', message: 'Give either after_id or before_id, not both.', param: 'before_id' }
  const cursor = after ?? before
  const at = cursor === null ? -1 : batches.findIndex(({ id }) => id === cursor)
  if (cursor !== null && at < 0)
    return { reason: 'unknown id', message: `Message batch with id '${cursor.slice(0, 128)}' not found.` }
  const isBackwards = before !== null
  const beyond = isBackwards ? batches.slice(0, at).reverse() : batches.slice(at + 1)
  return {
    candidates: beyond.filter(({ isGone }) => !isGone),
    entries: Math.min(limit, entriesMax),
    isBackwards,
  }
}

/** Headers that would make of the question for a batch another one. */
const isOfTheList = /^(?:accept-encoding|content-.*|if-.*|range)$/

async function ask(
  { request, deployment }: Passage,
  { path, route }: Reserved,
  { id, server }: ListedBatch,
  signal: AbortSignal,
): Promise<Page | 'gone' | Refusal> {
  const upstream: Upstream | undefined = deployment.upstreams.at(route.provider, server)
  // A server that is not configured any more has nothing that could be shown.
  if (upstream === undefined) return 'gone'
  const { statusCode, headers, body } = await upstream.pool.request({
    method: 'GET',
    path: `${upstream.pathPrefix}${path.split('?')[0]}/${id}`,
    headers: headersFor(upstream, request.rawHeaders, (name) => isOfTheList.test(name)) as string[],
    signal,
  })
  const bytes = Buffer.from(await body.arrayBuffer())
  if (statusCode === 404) return 'gone'
  const type = headers['content-type']
  return { status: statusCode, type: typeof type === 'string' ? type : 'application/json', body: bytes }
}
