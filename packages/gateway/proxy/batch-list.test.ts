/** Shows that the list of batches is each account's own, and reads like the provider's. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FakeUpstream, KeepingProvider } from '../double.ts'
import { type Answered, GatewayFixture, key, send } from './gateway.fixture.ts'

const rival = 'shk_rival'
const grants = { [rival]: { id: 'k_2', account: 'acct_2' } }
const json = { 'content-type': 'application/json' }

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
