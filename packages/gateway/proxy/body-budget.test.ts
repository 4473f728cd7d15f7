/** Shows that bodies fill a bounded part of the memory, whoever sends them, and give it back however they end. */
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { FakeUpstream } from '../double.ts'
import { bodyBudget, BodyBudget, type BodyShare } from './body-budget.ts'
import { GatewayFixture, key, send } from './gateway.fixture.ts'

const model = '{"model":"m"}'
const zipped = ['authorization', `Bearer ${key}`, 'content-encoding', 'gzip']

test('where there is no room a body is refused, to come again, and passes when there is', async () => {
  await using upstream = await FakeUpstream.start()
  await using gateway = await GatewayFixture.start({ upstream: upstream.url, request: { bodyBytesMax: 1000 } })
  const path = `${gateway.url}/v1/chat/completions`
  const others = bodyBudget.open('others')
  assert.ok(others.resize(bodyBudget.bytesMax - 5))
  const refused = await send(path, { body: model })
  assert.deepEqual([refused.status, refused.headers['retry-after']], [503, '1'])
  others.resize(bodyBudget.bytesMax - 500)
  // Plain it has room; what may come out of a compressed one has not.
  assert.equal((await send(path, { body: model })).status, 200)
  assert.equal((await send(path, { body: gzipSync(model), headers: zipped })).status, 503)
  others.resize(0)
  assert.equal((await send(path, { body: gzipSync(model), headers: zipped })).status, 200)
})

test('the room is given back however a request ends', async () => {
  await using upstream = await FakeUpstream.start()
  await using gateway = await GatewayFixture.start({ upstream: upstream.url, request: { bodyBytesMax: 1000 } })
  const path = `${gateway.url}/v1/chat/completions`
  await send(path, { body: model })
  await send(path, { body: '{' })
  await send(path, { body: 'no gzip', headers: zipped })
  await send(path, { body: gzipSync(Buffer.alloc(5000)), headers: zipped })
  const socket = connect(gateway.listener.port, '127.0.0.1')
  socket.write(
    `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\ncontent-length: 99\r\n\r\n{`,
  )
  for (let i = 0; i < 100 && bodyBudget.takenBytes === 0; i++) await new Promise((resolve) => setTimeout(resolve, 10))
  assert.equal(bodyBudget.takenBytes, 1)
  socket.destroy()
  for (let i = 0; i < 100 && bodyBudget.takenBytes > 0; i++) await new Promise((resolve) => setTimeout(resolve, 10))
  assert.equal(bodyBudget.takenBytes, 0)
})

test('an account fills its share, and others have room', async () => {
  const budget = new BodyBudget(1000)
  const of = (account: string, bytes: number): BodyShare | undefined => {
    const share = budget.open(account)
    return share.resize(bytes) ? share : undefined
  }
  const held = Array.from({ length: 10 }, () => of('greedy', 50)).filter((share) => share !== undefined)
  assert.equal(held.length, 5)
  assert.ok(of('other', 200))
  held[0]!.resize(0)
  assert.equal(held[1]!.resize(101), false)
  assert.ok(held[1]!.resize(100))
  for (const share of held) share.resize(0)
  assert.equal(budget.takenBytes, 200)
  const large = of('greedy', 600)
  assert.ok(large, 'the only body of an account has room')
  assert.equal(of('greedy', 1), undefined)
  assert.equal(of('third', 201), undefined)
  large.resize(0)
  assert.ok(of('greedy', 1))
})

test('a key that sends slow large bodies is told to come again, and nobody else is', async () => {
  await using upstream = await FakeUpstream.start()
  const grants = { shk_other: { id: 'k_2', account: 'acct_2' } }
  await using gateway = await GatewayFixture.start({ upstream: upstream.url, grants })
  const path = `${gateway.url}/v1/chat/completions`
  const own = bodyBudget.open('acct_1')
  assert.ok(own.resize(bodyBudget.bytesMax / 4))
  assert.equal((await send(path, { body: model })).status, 503)
  assert.equal((await send(path, { body: model, headers: ['authorization', 'Bearer shk_other'] })).status, 200)
  own.resize(0)
  assert.equal((await send(path, { body: model })).status, 200)
})

test('two decompressions are under way at most, and one that fails makes place', async () => {
  const budget = new BodyBudget(1)
  let running = 0
  let most = 0
  const work = async (): Promise<void> => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setTimeout(resolve, 5))
    running--
    throw new Error('broken')
  }
  const all = await Promise.allSettled(Array.from({ length: 9 }, () => budget.decompress(work)))
  assert.deepEqual([most, all.length, running], [2, 9, 0])
})
