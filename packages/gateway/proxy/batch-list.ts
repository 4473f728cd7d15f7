/**
 * The list of batches. The provider's has everybody's; this one goes by who made them, and has what the provider says of
 * each, in pages as the provider's are.
 */
import type { ListedBatch } from '../owner.ts'
import { type Refusal, withOwnResultsUrl } from '../wire.ts'
import { ownUrlFor } from './client-address.ts'
import type { Forwarded, Outgoing } from './forward.ts'
import type { Passage } from './handler.ts'
import { headersFor } from './head.ts'
import { unansweredRefusal } from './ownership.ts'
import type { Reserved } from './reserve.ts'
import type { Upstream } from './upstream.ts'

const entriesDefault = 20
/** What the provider takes, and what is answered at most: each entry is asked for by itself. */
const limitMax = 1000
const entriesMax = 100
/** So many are asked for at one time. */
const atOnce = 8
/** And so many for one page at most, where the provider does not have all of them any more. */
const asksMax = 200

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
    endedAt: now(),
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
  const head = ['content-type', type, 'content-length', length, 'request-id', passage.id]
  response.writeHead(status, [...head, ...addedHeaders])
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
  const found: { readonly id: string; readonly body: Uint8Array }[] = []
  const { candidates, entries, isBackwards } = wanted
  const ownUrl = ownUrlFor(passage.request, passage.deployment.client)
  let at = 0
  while (found.length < entries && at < Math.min(candidates.length, asksMax)) {
    const asked = candidates.slice(at, at + Math.min(atOnce, entries - found.length))
    at += asked.length
    const answers = await Promise.all(asked.map((batch) => ask(passage, reserved, batch, signal)))
    for (const [i, answer] of answers.entries()) {
      // Left out, and not forgotten: a server that was moved for an hour says the same.
      if (answer === 'gone') continue
      if (answer.status !== 200) return answer
      found.push({ id: asked[i]!.id, body: withOwnResultsUrl(answer.body, ownUrl) })
    }
  }
  if (isBackwards) found.reverse()
  const ends = { has_more: at < candidates.length, first_id: found[0]?.id ?? null, last_id: found.at(-1)?.id ?? null }
  const data = found.map(({ body }) => Buffer.from(body).toString().trim()).join(',')
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
  const { query } = parted(path)
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

/** The path of one of the list, with what else the client asked the list with. */
function pathOf(path: string, id: string): string {
  const { base, query } = parted(path)
  for (const name of ['limit', 'after_id', 'before_id']) query.delete(name)
  return `${base}/${id}${query.size === 0 ? '' : `?${query.toString()}`}`
}

function parted(path: string): { readonly base: string; readonly query: URLSearchParams } {
  const at = path.indexOf('?')
  return at < 0
    ? { base: path, query: new URLSearchParams() }
    : { base: path.slice(0, at), query: new URLSearchParams(path.slice(at + 1)) }
}

/** Headers that would make of the question for a batch another one. */
const isOfTheList = /^(?:accept-encoding|content-.*|if-.*|range)$/

async function ask(
  { request, deployment }: Passage,
  { path, route }: Reserved,
  { id, server }: ListedBatch,
  signal: AbortSignal,
): Promise<Page | 'gone'> {
  const upstream: Upstream | undefined = deployment.upstreams.at(route.provider, server)
  // A server that is not configured any more has nothing that could be shown.
  if (upstream === undefined) return 'gone'
  const { statusCode, headers, body } = await upstream.pool.request({
    method: 'GET',
    path: `${upstream.pathPrefix}${pathOf(path, id)}`,
    headers: headersFor(upstream, request.rawHeaders, (name) => isOfTheList.test(name)) as string[],
    signal,
  })
  const bytes = Buffer.from(await body.arrayBuffer())
  if (statusCode === 404) return 'gone'
  const type = headers['content-type']
  return { status: statusCode, type: typeof type === 'string' ? type : 'application/json', body: bytes }
}
