/** Shows that what one gateway's clients made every gateway knows, in a cluster too, and what becomes of it without Redis. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { startCluster, startRedis, withoutRedis } from '../double.ts'
import type { RedisAddress } from '../limit.ts'
import { LocalOwners } from './local-owners.ts'
import type { Owned, Owners } from './owner.ts'
import { RedisOwners } from './redis-owners.ts'

const skip = withoutRedis

async function opened(context: TestContext, address: RedisAddress, retentionMs = 60_000): Promise<RedisOwners> {
  const folder = mkdtempSync(join(tmpdir(), 'stillhunt-owner-'))
  const local = await LocalOwners.open({ folder, idsMax: 1000, retentionMs })
  const owners = new RedisOwners({ address, prefix: 'o:', timeoutMs: 2_000, retentionMs, local })
  context.after(async () => {
    await owners.close()
    rmSync(folder, { recursive: true })
  })
  assert.ok(await owners.connected())
  return owners
}

const of = (id: string, account = 'acme', kind: Owned['kind'] = 'response'): Owned => ({
  kind,
  id,
  account,
  server: 'http://a/',
})

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 500; i += 1) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  assert.fail('waited in vain')
}

/** What holds of two gateways that can both reach Redis. */
async function checkTwo(one: Owners, other: Owners): Promise<void> {
  for (let i = 0; i < 12; i += 1) assert.ok(await one.note(of(`r${i}`)))
  for (let i = 0; i < 12; i += 1) assert.deepEqual(await other.find(of(`r${i}`), 'acme'), of(`r${i}`))
  assert.equal(await other.find(of('r1'), 'rival'), 'absent')
  assert.equal(await one.find(of('r1'), 'rival'), 'absent')
  assert.equal(await other.find(of('none'), 'acme'), 'absent')
  assert.equal(await other.note(of('r1', 'rival')), false)
  assert.equal(await other.find(of('r1'), 'rival'), 'absent')
  for (const id of ['b1', 'b2', 'b3']) {
    await (id === 'b2' ? other : one).note(of(id, 'acme', 'batch'))
    await new Promise((resolve) => setTimeout(resolve, 3))
  }
  await one.note(of('b4', 'rival', 'batch'))
  const listed = async (): Promise<unknown> => {
    const batches = await other.batchesOf('acme')
    return batches === 'unanswered' ? batches : batches.map(({ id, isGone }) => (isGone ? `${id} gone` : id))
  }
  assert.deepEqual(await listed(), ['b3', 'b2', 'b1'])
  await other.forget(of('b3', 'acme', 'batch'))
  assert.deepEqual(await listed(), ['b3 gone', 'b2', 'b1'])
  assert.equal(await other.find(of('b3', 'acme', 'batch'), 'acme'), 'absent')
}

test('two gateways know what was made through either', { skip }, async (context) => {
  const server = await startRedis()
  context.after(() => server.stop())
  const [one, other] = [await opened(context, { url: server.url }), await opened(context, { url: server.url })]
  await checkTwo(one, other)
  const left = Number(server.say('PTTL', 'o:{r1}o:response'))
  assert.ok(left > 50_000 && left <= 60_000, String(left))
})

test('so they do through a cluster', { skip }, async (context) => {
  const servers = await startCluster()
  context.after(() => Promise.all(servers.map((server) => server.stop())))
  const address = { nodes: servers.map(({ url }) => url) }
  await checkTwo(await opened(context, address), await opened(context, address))
})

test(
  'without Redis what is not known to be theirs is unanswered, one and all, and what was made goes there later',
  { skip },
  async (context) => {
    const server = await startRedis()
    context.after(() => server.stop())
    const [one, other] = [await opened(context, { url: server.url }), await opened(context, { url: server.url })]
    await one.note(of('before'))
    await server.kill()
    const isGone = async (): Promise<boolean> => (await other.find(of('before'), 'acme')) === 'unanswered'
    await until(isGone)
    assert.deepEqual(await one.find(of('before'), 'acme'), of('before'))
    assert.equal(await one.find(of('before'), 'rival'), 'unanswered')
    assert.equal(await one.find(of('none'), 'acme'), 'unanswered')
    assert.equal(await one.batchesOf('acme'), 'unanswered')
    assert.ok(await one.note(of('meanwhile')))
    assert.ok(await one.note(of('b', 'acme', 'batch')))
    assert.deepEqual(await one.find(of('meanwhile'), 'acme'), of('meanwhile'))
    assert.equal(one.counters().notesQueued, 2)
    assert.ok(one.counters().unanswered >= 3)
    await server.start()
    await until(async () => (await other.find(of('meanwhile'), 'acme')) !== 'unanswered')
    await until(async () => (await other.find(of('meanwhile'), 'acme')) !== 'absent')
    await until(async () => ((await other.batchesOf('acme')) as readonly Owned[]).length === 1)
    assert.equal(one.counters().notesQueued, 0)
  },
)

test('what a key of ours says that somebody else wrote is nothing', { skip }, async (context) => {
  const server = await startRedis()
  context.after(() => server.stop())
  const owners = await opened(context, { url: server.url })
  for (const value of ['acme', '["acme"]', '{"0":"acme","1":"x"}', '[1,2]']) {
    server.say('SET', 'o:{r}o:response', value)
    assert.equal(await owners.find(of('r'), 'acme'), 'absent', value)
  }
})
