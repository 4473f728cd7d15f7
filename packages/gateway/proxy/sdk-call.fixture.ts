/** A call by an official kit, made twice: straight to the model server and through the gateway. All must be the same. */
import assert from 'node:assert/strict'
import { constants, gunzipSync } from 'node:zlib'
import type { ScopeLimits } from '@stillhunt/core/policy'
import { GatewayFixture, key, type Recorded } from './gateway.fixture.ts'
import { type Circumstances, isListedToClient, isListedToUpstream, readGuide, usageWish } from './guide.fixture.ts'
import { type Arrived, FakeUpstream, type Script } from '../double.ts'
import { type WireAnswer, Wiretap } from './wiretap.fixture.ts'

const guide = readGuide()

/** One call by a kit. It may send several requests. */
export interface SdkCall<Result> {
  /** What the model server answers, request by request; the last one for all that follow. */
  readonly scripts: readonly Script[]
  /** Makes the call with a kit whose server is at `url` and whose key is `secret`. */
  readonly run: (url: string, secret: string) => Promise<Result>
  /** Limits at the gateway; none when absent. */
  readonly limits?: ScopeLimits
}

/** What was seen of a call at all three places. */
export interface Seen<Result> {
  readonly result: Result
  readonly requests: readonly Arrived[]
  readonly answers: readonly WireAnswer[]
}

/** A call through the gateway, after it was held against the same call made directly. */
export interface Compared<Result> extends Seen<Result> {
  readonly records: readonly Recorded[]
}

/** Answers the requests one after the other. */
export function inTurn(scripts: readonly Script[]): Script {
  let at = 0
  return (arrived, response) => scripts[Math.min(at++, scripts.length - 1)]!(arrived, response)
}

/** Makes `call` both ways and asserts that nothing differs but what the guide lists. */
export async function compare<Result>(call: SdkCall<Result>): Promise<Compared<Result>> {
  await using upstream = await FakeUpstream.start()
  const direct = await seen(upstream, call, upstream.url, 'direct-secret')
  const { limits } = call
  await using gateway = await GatewayFixture.start({
    upstream: upstream.url,
    ...(limits === undefined ? {} : { limits }),
  })
  const through = await seen(upstream, call, new URL(gateway.url), key)
  assert.deepEqual(through.result, direct.result)
  assert.equal(through.requests.length, direct.requests.length, 'requests')
  for (const [i, request] of through.requests.entries()) compareRequests(request, direct.requests[i]!)
  assert.equal(through.answers.length, direct.answers.length, 'answers')
  for (const [i, answer] of through.answers.entries()) {
    const asksForUsage = through.requests[i]?.body.equals(direct.requests[i]!.body) === false
    const tellsOfBatch = isAnsweredByBatch(through.requests[i])
    compareAnswers(answer, direct.answers[i]!, { hasLimits: limits !== undefined, asksForUsage, tellsOfBatch })
  }
  const worked = through.requests.filter(({ method, url }) => method === 'POST' && recordedPath.test(url)).length
  const records = worked === 0 ? gateway.records : await gateway.recorded(worked)
  assert.deepEqual(
    gateway.logged.filter((line) => line.includes('fault')),
    [],
  )
  return { ...through, records }
}

const recordedPath = /^\/v1\/(chat\/completions|responses|completions|embeddings|messages)(\?.*)?$/

async function seen<Result>(
  upstream: FakeUpstream,
  call: SdkCall<Result>,
  target: URL,
  secret: string,
): Promise<Seen<Result>> {
  upstream.script = inTurn(call.scripts)
  upstream.arrived.length = 0
  await using wire = await Wiretap.start(target)
  const result = await call.run(wire.url, secret)
  return { result, requests: [...upstream.arrived], answers: wire.answers }
}

function isAnsweredByBatch(arrived: Arrived | undefined): boolean {
  return arrived !== undefined && /^\/v1\/messages\/batches(?:\/[^/]+(?:\/cancel)?)?$/.test(arrived.url)
}

/** The headers but those that `drop` names. */
function without(rawHeaders: readonly string[], drop: (name: string) => boolean): string[] {
  return rawHeaders.filter((_, i) => !drop(rawHeaders[i - (i % 2)]!.toLowerCase()))
}

function compareRequests(through: Arrived, direct: Arrived): void {
  assert.equal(through.method, direct.method)
  assert.equal(through.url, direct.url)
  const asksForUsage = !through.body.equals(direct.body)
  if (asksForUsage) assert.equal(through.body.toString(), withWish(direct.body.toString()))
  const tellsOfBatch = isAnsweredByBatch(direct)
  const isListed = (name: string): boolean => isListedToUpstream(guide, name, { asksForUsage, tellsOfBatch })
  assert.deepEqual(without(through.rawHeaders, isListed), without(direct.rawHeaders, isListed))
  const shown = through.rawHeaders.join('\n')
  assert.ok(!shown.includes(key) && shown.includes('upstream-secret'), 'the key that went on')
}

/** The body with the wish for usage at its end, where the guide says that it is added. */
function withWish(body: string): string {
  const [member, name] = usageWish(guide)
  assert.match(body, /"stream":true/)
  assert.ok(!body.includes(`"${member}"`), body)
  return `${body.slice(0, -1)},"${member}":{"${name}":true}}`
}

function compareAnswers(through: WireAnswer, direct: WireAnswer, circumstances: Circumstances): void {
  const isListed = (name: string): boolean => isListedToClient(guide, name, circumstances)
  assert.equal(through.status, direct.status)
  assert.equal(through.statusText, direct.statusText)
  assert.equal(through.isCut, direct.isCut, 'cut')
  assert.deepEqual(without(through.rawHeaders, isListed), without(direct.rawHeaders, isListed))
  const comesPlain = circumstances.asksForUsage || circumstances.tellsOfBatch
  const [one, other] = comesPlain ? [plainBody(through), plainBody(direct)] : [through.body, direct.body]
  if (!one.equals(other)) assert.equal(one.toString('latin1'), other.toString('latin1'))
  const id = through.rawHeaders[through.rawHeaders.indexOf('x-stillhunt-id') + 1]
  assert.match(id ?? '', /^[0-9a-f-]{36}$/)
}

/** The body without the compression that the guide lists as different. */
function plainBody({ rawHeaders, body }: WireAnswer): Buffer {
  const isGzip = rawHeaders.some((text, i) => i % 2 === 0 && text.toLowerCase() === 'content-encoding')
  return isGzip ? gunzipSync(body, { finishFlush: constants.Z_SYNC_FLUSH }) : body
}

/** What a kit's error says of itself: its class and everything that callers look at. */
export async function caught(promise: Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    await promise
  } catch (cause) {
    const error = cause as Error & Record<string, unknown>
    const { message } = error
    const told = ['status', 'code', 'type', 'param', 'requestID', 'request_id', 'error', 'statusCode', 'isRetryable']
    return { kind: error.constructor.name, message, ...Object.fromEntries(told.map((name) => [name, error[name]])) }
  }
  assert.fail('nothing was thrown')
}

/** All that an iterable gives. */
export async function collected<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = []
  for await (const item of items) all.push(item)
  return all
}
