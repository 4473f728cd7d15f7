/** Shows that who made a thing is known before the client can ask for it, and that nothing else is held up for it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brotliCompressSync, constants, createGzip, gzipSync } from 'node:zlib'
import { FakeUpstream, KeepingProvider, type Script } from '../double.ts'
import type { Owned, Owners } from '../owner.ts'
import { nothing } from '../verdict.ts'
import { type Answered, GatewayFixture, key, send } from './gateway.fixture.ts'
import { UpstreamTable } from './upstream.ts'

/** Notes when it is told to. */
class SlowOwners implements Owners {
  readonly noted: Owned[] = []
  #release: (() => void)[] = []
  isOpen = false

  note(owned: Owned): Promise<boolean> {
    this.noted.push(owned)
    return new Promise((resolve) => (this.isOpen ? resolve(true) : this.#release.push(() => resolve(true))))
  }

  release(): void {
    for (const release of this.#release.splice(0)) release()
  }

  find(): Promise<'absent'> {
    return Promise.resolve('absent')
  }

  batchesOf(): Promise<[]> {
    return Promise.resolve([])
  }

  forget(): Promise<void> {
    return Promise.resolve()
  }

  close(): Promise<void> {
    return Promise.resolve()
  }
}

const body = JSON.stringify({ output: [{ text: 'ä'.repeat(3000) }], id: 'resp_1', usage: { input_tokens: 1 } })
const events = ['response.created', 'response.in_progress', 'response.completed'].map(
  (type) => `event: ${type}\ndata: ${JSON.stringify({ type, response: { id: 'resp_1', output: [] } })}\n\n`,
)

/** Writes pieces, each when the one before is on its way. */
function inPieces(head: Readonly<Record<string, string>>, pieces: readonly (string | Buffer)[]): Script {
  return async (_, response) => {
    response.writeHead(200, head)
    for (const piece of pieces) {
      response.write(piece)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    response.end()
  }
}

const json = { 'content-type': 'application/json' }
const cut = (bytes: string | Buffer, at: number): Buffer[] => {
  const all = Buffer.from(bytes)
  return [all.subarray(0, at), all.subarray(at)]
}
const sized = (bytes: Buffer): Record<string, string> => ({ ...json, 'content-length': String(bytes.length) })

/** How a body may come, and what a client makes of it. */
const bodies: readonly (readonly [name: string, script: Script, bytes: Buffer])[] = [
  ['in one piece', inPieces(sized(Buffer.from(body)), [body]), Buffer.from(body)],
  ['in pieces', inPieces(json, cut(body, 2500)), Buffer.from(body)],
  [
    'with its last byte alone',
    inPieces(sized(Buffer.from(body)), cut(body, Buffer.byteLength(body) - 1)),
    Buffer.from(body),
  ],
  [
    'as gzip',
    inPieces({ ...sized(gzipSync(body)), 'content-encoding': 'gzip' }, cut(gzipSync(body), 30)),
    gzipSync(body),
  ],
  ['as br', inPieces({ ...json, 'content-encoding': 'br' }, [brotliCompressSync(body)]), brotliCompressSync(body)],
]

for (const [name, script, bytes] of bodies)
  test(`a body ${name} is whole only when its maker is noted, and then byte for byte`, async () => {
    await using upstream = await FakeUpstream.start(script)
    const owners = new SlowOwners()
    await using gateway = await GatewayFixture.start({ upstream: upstream.url, deployment: { owners } })
    let isWhole = false
    const answering = send(`${gateway.url}/v1/responses`, { body: '{"model":"m"}' }).finally(() => (isWhole = true))
    while (owners.noted.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    await new Promise((resolve) => setTimeout(resolve, 50))
    assert.equal(isWhole, false)
    assert.deepEqual(owners.noted, [{ kind: 'response', id: 'resp_1', account: 'acct_1', server: upstream.url.href }])
    owners.release()
    const answered = await answering
    assert.ok(answered.body.equals(bytes) && !answered.isCut)
    assert.equal((await gateway.recorded(1))[0]!.outcome?.ending, 'complete')
  })

/** The same stream, compressed and flushed after every event. */
function zipped(): Script {
  return async (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' })
    const zip = createGzip()
    zip.pipe(response)
    for (const event of events) {
      zip.write(event)
      await new Promise<void>((resolve) => zip.flush(constants.Z_SYNC_FLUSH, resolve))
    }
    zip.end()
  }
}

const streams: readonly (readonly [name: string, script: Script])[] = [
  ['event by event', inPieces({ 'content-type': 'text/event-stream' }, events)],
  ['in one piece', inPieces({ 'content-type': 'text/event-stream' }, [events.join('')])],
  ['torn anywhere', inPieces({ 'content-type': 'text/event-stream' }, cut(events.join(''), 41))],
  ['as gzip', zipped()],
]

for (const [name, script] of streams)
  test(`of a stream ${name} nothing that names what is made passes before its maker is noted`, async () => {
    await using upstream = await FakeUpstream.start(script)
    const owners = new SlowOwners()
    await using gateway = await GatewayFixture.start({ upstream: upstream.url, deployment: { owners } })
    const response = await fetch(`${gateway.url}/v1/responses`, {
      method: 'POST',
      body: '{"model":"m","stream":true}',
      headers: { authorization: `Bearer ${key}` },
    })
    let text = ''
    const reading = (async () => {
      for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) text += piece
    })()
    while (owners.noted.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    await new Promise((resolve) => setTimeout(resolve, 50))
    assert.ok(!text.includes('\n\n'), text)
    owners.release()
    await reading
    assert.equal(text, events.join(''))
    assert.equal(owners.noted.length, 1)
  })

test('what must be hardened is held up as well, and hardened', async () => {
  const reasoning = { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'SECRET' }] }
  const made = { id: 'resp_1', output: [reasoning] }
  const event = `data: ${JSON.stringify({ type: 'response.completed', response: made })}\n\n`
  await using upstream = await FakeUpstream.start()
  const owners = new SlowOwners()
  const enforcer = { of: () => ({ ...nothing, dropsReasoning: true }), sequence: 1, close: () => {} }
  await using gateway = await GatewayFixture.start({ upstream: upstream.url, enforcer, deployment: { owners } })
  for (const [isStream, type, bytes] of [
    [false, 'application/json', JSON.stringify(made)],
    [true, 'text/event-stream', event],
  ] as const) {
    upstream.script = inPieces({ 'content-type': type }, cut(bytes, 30))
    let isWhole = false
    const answering = send(`${gateway.url}/v1/responses`, { body: `{"model":"m","stream":${isStream}}` }).finally(
      () => (isWhole = true),
    )
    while (owners.noted.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    await new Promise((resolve) => setTimeout(resolve, 30))
    assert.equal(isWhole, false)
    owners.noted.length = 0
    owners.release()
    const { body: served } = await answering
    assert.match(served.toString(), /"id":"resp_1"/)
    assert.doesNotMatch(served.toString(), /SECRET/)
  }
})

test('a thing is asked for at the server that made it, and gone on from at no other', async () => {
  const [large, small] = [new KeepingProvider(), new KeepingProvider()]
  await using first = await FakeUpstream.start(large.script)
  await using second = await FakeUpstream.start(small.script)
  const rule = {
    provider: 'openai',
    secret: 's',
    connectTimeoutMs: 2000,
    headersTimeoutMs: 5000,
    idleTimeoutMs: 5000,
    ca: undefined,
    injectsUsage: true,
  } as const
  const upstreams = new UpstreamTable([
    { ...rule, url: first.url, models: ['large'] },
    { ...rule, url: second.url, models: undefined },
  ])
  await using gateway = await GatewayFixture.start({ upstream: first.url, deployment: { upstreams } })
  const make = (more: string): Promise<Answered> => send(`${gateway.url}/v1/responses`, { body: `{${more}}` })
  const idOf = ({ body: made }: Answered): string => (JSON.parse(made.toString()) as { id: string }).id
  const id = idOf(await make('"model":"small"'))
  assert.equal((await send(`${gateway.url}/v1/responses/${id}`, { method: 'GET' })).status, 200)
  assert.equal(second.arrived.at(-1)!.url, `/v1/responses/${id}`)
  assert.equal(first.arrived.length, 0)
  const elsewhere = await make(`"model":"large","previous_response_id":"${id}"`)
  assert.equal(elsewhere.status, 400)
  assert.match(elsewhere.body.toString(), /previous_response_not_found/)
  assert.equal((await make(`"model":"small","previous_response_id":"${id}"`)).status, 200)
  // The other server gives the same ids; who had it first keeps it.
  assert.equal(idOf(await make('"model":"large"')), id)
  await send(`${gateway.url}/v1/responses/${id}`, { method: 'GET' })
  assert.equal(second.arrived.at(-1)!.url, `/v1/responses/${id}`)
  await upstreams.destroy()
})

test('a call that makes nothing, and an answer without an id, are held up by nobody', async () => {
  await using upstream = await FakeUpstream.start(inPieces(json, cut(body, 100)))
  const owners = new SlowOwners()
  await using gateway = await GatewayFixture.start({ upstream: upstream.url, deployment: { owners } })
  const answered = [
    await send(`${gateway.url}/v1/chat/completions`, { body: '{"model":"m","store":true}' }),
    await send(`${gateway.url}/v1/messages`, { body: '{"model":"m"}' }),
    await send(`${gateway.url}/v1/responses`, { body: '{"model":"m","store":false}' }),
  ]
  for (const text of ['{}', '[]', '{"id":7}', 'no JSON', '']) {
    upstream.script = inPieces(json, [text])
    answered.push(await send(`${gateway.url}/v1/responses`, { body: '{"model":"m"}' }))
  }
  assert.ok(answered.every(({ status, isCut }) => status === 200 && !isCut))
  assert.deepEqual(owners.noted, [])
})

test('what says that it is compressed and is not passes as it came, and ends', { timeout: 20_000 }, async () => {
  await using upstream = await FakeUpstream.start()
  const owners = new SlowOwners()
  await using gateway = await GatewayFixture.start({ upstream: upstream.url, deployment: { owners } })
  for (const encoding of ['gzip', 'br', 'zstd', 'deflate', 'compress'])
    for (const type of ['application/json', 'text/event-stream'])
      for (const pieces of [[body], cut(body, 100), [gzipSync(body).subarray(0, 40), 'rest'], ['']]) {
        upstream.script = inPieces({ 'content-type': type, 'content-encoding': encoding }, pieces)
        const answered = await send(`${gateway.url}/v1/responses`, { body: '{"model":"m"}' })
        assert.equal(answered.isCut, false, `${encoding} ${type}`)
        assert.ok(answered.body.equals(Buffer.concat(pieces.map((piece) => Buffer.from(piece)))))
      }
  assert.deepEqual(owners.noted, [])
})

test('who leaves while a maker is noted is recorded, and an upstream that cuts then is a cut', async () => {
  await using upstream = await FakeUpstream.start(inPieces({ 'content-type': 'text/event-stream' }, events))
  const owners = new SlowOwners()
  await using gateway = await GatewayFixture.start({ upstream: upstream.url, deployment: { owners } })
  const leaving = new AbortController()
  const { signal } = leaving
  const left = fetch(`${gateway.url}/v1/responses`, {
    method: 'POST',
    body: '{"model":"m","stream":true}',
    headers: { authorization: `Bearer ${key}` },
    signal,
  }).then((response) => response.text())
  while (owners.noted.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  leaving.abort()
  await assert.rejects(left)
  assert.equal((await gateway.recorded(1))[0]!.outcome?.ending, 'client aborted')
  owners.isOpen = true
  upstream.script = (_, response) => {
    response.writeHead(200, { ...json, 'content-length': '100' }).write('{"id":"resp_2",')
    setTimeout(() => response.destroy(), 20)
  }
  const answered = await send(`${gateway.url}/v1/responses`, { body: '{"model":"m"}' })
  assert.ok(answered.isCut)
  assert.equal(answered.body.toString(), '{"id":"resp_2",')
})
