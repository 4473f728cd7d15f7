/**
 * Shows that who made a thing is known before the client can ask for it, that nothing else is held up for it, and that the
 * list of batches is each account's own.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brotliCompressSync, constants, createGzip, gzipSync } from 'node:zlib'
import { FakeUpstream, KeepingProvider, type Script } from '../double.ts'
import type { Owned, Owners } from '../owner.ts'
import { type Answered, GatewayFixture, key, send } from './gateway.fixture.ts'

const rival = 'shk_rival'
const grants = { [rival]: { id: 'k_2', account: 'acct_2' } }

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

interface Page {
  readonly data: readonly { readonly id: string; readonly processing_status: string }[]
  readonly has_more: boolean
  readonly first_id: string | null
  readonly last_id: string | null
}

const batchBody = '{"requests":[{"custom_id":"a","params":{"model":"m","max_tokens":1}}]}'
const headers = (secret: string): string[] => ['x-api-key', secret, 'anthropic-version', '2023-06-01']

async function made(gateway: GatewayFixture, secret = key): Promise<string> {
  const answered = await send(`${gateway.url}/v1/messages/batches`, { body: batchBody, headers: headers(secret) })
  return (JSON.parse(answered.body.toString()) as { id: string }).id
}

const asked = (gateway: GatewayFixture, query = '', secret = key, method = 'GET'): Promise<Answered> =>
  send(`${gateway.url}/v1/messages/batches${query}`, { method, headers: headers(secret) })

test('the list has an account’s own batches, newest first, in pages as the provider’s', async () => {
  await using upstream = await FakeUpstream.start(new KeepingProvider().script)
  await using gateway = await GatewayFixture.start({ upstream: upstream.url, grants })
  const ids: string[] = []
  for (let i = 0; i < 25; i++) {
    ids.unshift(await made(gateway))
    if (i % 5 === 0) await made(gateway, rival)
  }
  const page = async (query: string, secret = key): Promise<Page> =>
    JSON.parse((await asked(gateway, query, secret)).body.toString()) as Page
  const idsOf = async (query: string): Promise<string[]> => (await page(query)).data.map(({ id }) => id)
  const first = await page('')
  assert.deepEqual(
    first.data.map(({ id }) => id),
    ids.slice(0, 20),
  )
  assert.deepEqual([first.has_more, first.first_id, first.last_id], [true, ids[0], ids[19]])
  const second = await page(`?after_id=${ids[19]}`)
  assert.deepEqual(
    second.data.map(({ id }) => id),
    ids.slice(20),
  )
  assert.equal(second.has_more, false)
  assert.deepEqual(await idsOf(`?limit=3&before_id=${ids[10]}`), ids.slice(7, 10))
  assert.deepEqual(await idsOf(`?limit=1000`), ids)
  assert.equal((await page('', rival)).data.length, 5)
  assert.equal((await page('', 'shk_test')).data[0]!.processing_status, 'in_progress')
  upstream.arrived.length = 0
  assert.deepEqual(await idsOf(`?beta=true&limit=1&after_id=${ids[0]}`), [ids[1]])
  assert.deepEqual(
    upstream.arrived.map(({ url }) => url),
    [`/v1/messages/batches/${ids[1]}?beta=true`],
  )
  const head = await asked(gateway, '', key, 'HEAD')
  assert.equal(head.status, 200)
  assert.equal(head.body.length, 0)
  const foreign = (await page('', rival)).first_id
  const [one, other] = [await asked(gateway, `?after_id=${foreign}`), await asked(gateway, '?after_id=msgbatch_none')]
  assert.deepEqual([one.status, other.status], [404, 404])
  for (const query of ['?limit=0', '?limit=1001', '?limit=x', `?after_id=${ids[0]}&before_id=${ids[1]}`])
    assert.equal((await asked(gateway, query)).status, 400, query)
})

test('what is deleted meanwhile, here or at the provider, leaves pages whole', async () => {
  const provider = new KeepingProvider()
  await using upstream = await FakeUpstream.start(provider.script)
  await using gateway = await GatewayFixture.start({ upstream: upstream.url, grants })
  const ids: string[] = []
  for (let i = 0; i < 6; i++) ids.unshift(await made(gateway))
  const idsOf = async (query: string): Promise<string[]> =>
    (JSON.parse((await asked(gateway, query)).body.toString()) as Page).data.map(({ id }) => id)
  assert.deepEqual(await idsOf('?limit=2'), ids.slice(0, 2))
  for (const id of ids.slice(0, 2)) assert.equal((await asked(gateway, `/${id}`, key, 'DELETE')).status, 200)
  provider.batches.delete(ids[3]!)
  assert.deepEqual(await idsOf(`?limit=2&after_id=${ids[1]}`), [ids[2], ids[4]])
  assert.deepEqual(await idsOf(`?limit=9&before_id=${ids[5]}`), [ids[2], ids[4]])
  assert.equal((await asked(gateway, `/${ids[0]}`)).status, 404)
  upstream.arrived.length = 0
  assert.deepEqual(await idsOf(''), [ids[2], ids[4], ids[5]])
  assert.equal(upstream.arrived.length, 4, 'what was deleted here is not asked for again')
})

test('what the provider answers to the list besides is passed on, and no list is a gap', async () => {
  const { script } = new KeepingProvider()
  await using upstream = await FakeUpstream.start(script)
  await using gateway = await GatewayFixture.start({ upstream: upstream.url })
  assert.deepEqual(JSON.parse((await asked(gateway)).body.toString()), {
    data: [],
    has_more: false,
    first_id: null,
    last_id: null,
  })
  await made(gateway)
  upstream.script = (_, response) => void response.writeHead(529, json).end('{"type":"error"}')
  const busy = await asked(gateway)
  assert.deepEqual([busy.status, busy.body.toString()], [529, '{"type":"error"}'])
  upstream.script = (_, response) => void response.destroy()
  assert.equal((await asked(gateway)).status, 502)
  upstream.script = () => {}
  const leaving = asked(gateway)
  while (upstream.arrived.length < 4) await new Promise((resolve) => setTimeout(resolve, 5))
  await gateway.listener.drain(0)
  await leaving.catch(() => undefined)
})
