/** Shows that who made what is known to every worker at once, to the next process whatever ended this one, and to other gateways. */
import assert from 'node:assert/strict'
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { FakeUpstream, KeepingProvider, type RedisServer, startRedis, withoutRedis } from '../double.ts'
import { createKey } from '../key.ts'
import { GatewayFolder, GatewayProcess } from './gateway-process.fixture.ts'

const timeout = 60_000

/** Two accounts at one provider that keeps things. */
class Tenants {
  readonly folder: GatewayFolder
  readonly rivalKey: string

  private constructor(folder: GatewayFolder, rivalKey: string) {
    this.folder = folder
    this.rivalKey = rivalKey
  }

  static async of(upstream: FakeUpstream, yaml = ''): Promise<Tenants> {
    const folder = await GatewayFolder.make(upstream.url, yaml)
    const { key } = await createKey(join(folder.path, 'keys.jsonl'), { account: 'rival' }, Date.now())
    return new Tenants(folder, key)
  }

  async ask(gateway: GatewayProcess, path: string, body?: object, key = this.folder.key): Promise<Response> {
    const headers = {
      authorization: `Bearer ${key}`,
      // A connection for each request: the kernel deals them out among workers.
      connection: 'close',
      ...(path.includes('messages') ? { 'anthropic-version': '2023-06-01' } : {}),
    }
    const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
    return fetch(`http://127.0.0.1:${gateway.port}${path}`, { ...sent, headers })
  }

  async make(gateway: GatewayProcess, more: object = {}): Promise<string> {
    const answer = await this.ask(gateway, '/v1/responses', { model: 'm', input: 'x', ...more })
    return /"id":"(resp_[^"]*)"/.exec(await answer.text())![1]!
  }

  async makeBatch(gateway: GatewayProcess): Promise<string> {
    const requests = [{ custom_id: 'a', params: { model: 'm', max_tokens: 1 } }]
    const answer = await this.ask(gateway, '/v1/messages/batches', { requests })
    return ((await answer.json()) as { id: string }).id
  }

  /** What each account is answered. */
  async statuses(gateway: GatewayProcess, path: string): Promise<[own: number, rivals: number]> {
    const own = await this.ask(gateway, path)
    const rivals = await this.ask(gateway, path, undefined, this.rivalKey)
    return [own.status, rivals.status]
  }

  async listed(gateway: GatewayProcess): Promise<string[]> {
    const answer = await this.ask(gateway, '/v1/messages/batches')
    return ((await answer.json()) as { data: { id: string }[] }).data.map(({ id }) => id)
  }
}

test('whoever has read an answer finds what it made through any worker, stream or not', { timeout }, async () => {
  await using upstream = await FakeUpstream.start(new KeepingProvider().script)
  const tenants = await Tenants.of(upstream)
  await using gateway = await GatewayProcess.start(tenants.folder, 3)
  for (let i = 0; i < 20; i += 1) {
    const id = await tenants.make(gateway, { stream: i % 2 === 0 })
    assert.deepEqual(await tenants.statuses(gateway, `/v1/responses/${id}`), [200, 404])
  }
  const batches = [await tenants.makeBatch(gateway), await tenants.makeBatch(gateway)]
  for (const id of batches) assert.deepEqual(await tenants.statuses(gateway, `/v1/messages/batches/${id}`), [200, 404])
  assert.deepEqual(await tenants.listed(gateway), batches.reverse())
  assert.match((await gateway.admin('/metrics')).text, /stillhunt_gateway_owner_ids 22/)
  gateway.child.kill('SIGTERM')
  assert.equal(await gateway.ended, 0)
  tenants.folder.remove()
})

for (const signal of ['SIGTERM', 'SIGKILL'] as const)
  test(`after ${signal} the next process knows who made what`, { timeout }, async () => {
    await using upstream = await FakeUpstream.start(new KeepingProvider().script)
    const tenants = await Tenants.of(upstream)
    let id = ''
    let batch = ''
    for (const workers of [2, 1]) {
      await using gateway = await GatewayProcess.start(tenants.folder, workers)
      batch = await tenants.makeBatch(gateway)
      id = await tenants.make(gateway)
      gateway.child.kill(signal)
      await gateway.ended
    }
    // What a power cut may leave.
    appendFileSync(join(tenants.folder.path, 'gateway-data', 'owners-00000002.jsonl'), '["response","to')
    await using next = await GatewayProcess.start(tenants.folder)
    assert.deepEqual(await tenants.statuses(next, `/v1/responses/${id}`), [200, 404])
    assert.deepEqual(await tenants.statuses(next, `/v1/messages/batches/${batch}`), [200, 404])
    assert.equal((await tenants.listed(next)).length, 2)
    await next.logged(/some lines could not be read/)
    tenants.folder.remove()
  })

test('a data folder has one gateway at a time, and closing all of it needs one word', { timeout }, async () => {
  await using upstream = await FakeUpstream.start(new KeepingProvider().script)
  const tenants = await Tenants.of(upstream)
  await using gateway = await GatewayProcess.start(tenants.folder)
  const id = await tenants.make(gateway)
  const data = join(tenants.folder.path, 'gateway-data')
  const other = await GatewayFolder.make(upstream.url, `data_dir: ${data}`)
  await assert.rejects(GatewayProcess.start(other), /ended with 1: .*gateway-data: process \d+ has it/)
  tenants.folder.configure(upstream.url, 'stateful_routes: false')
  gateway.child.kill('SIGHUP')
  await gateway.logged(/read again/)
  assert.deepEqual(await tenants.statuses(gateway, `/v1/responses/${id}`), [404, 404])
  for (const folder of [tenants.folder, other]) folder.remove()
})

/** Two gateways on one Redis, which know the same keys. */
async function withTwo(
  use: (tenants: Tenants, gateways: readonly [GatewayProcess, GatewayProcess], redis: RedisServer) => Promise<void>,
): Promise<void> {
  await using upstream = await FakeUpstream.start(new KeepingProvider().script)
  const redis = await startRedis()
  process.env['STILLHUNT_TEST_REDIS'] = redis.url
  const yaml = 'redis: {url: {env: STILLHUNT_TEST_REDIS}, timeout_ms: 2000}'
  const tenants = await Tenants.of(upstream, yaml)
  const other = await GatewayFolder.make(upstream.url, `${yaml}\ndata_dir: other\n`)
  other.use(tenants.folder)
  try {
    await using first = await GatewayProcess.start(tenants.folder)
    await using second = await GatewayProcess.start(other, 2)
    await use(tenants, [first, second], redis)
  } finally {
    await redis.stop()
    for (const folder of [tenants.folder, other]) folder.remove()
  }
}

test(
  'through Redis every gateway knows what was made through any of them',
  { skip: withoutRedis, timeout },
  async () => {
    await withTwo(async (tenants, [first, second]) => {
      const id = await tenants.make(first)
      assert.deepEqual(await tenants.statuses(second, `/v1/responses/${id}`), [200, 404])
      const batches = [await tenants.makeBatch(first), await tenants.makeBatch(second)]
      assert.deepEqual(await tenants.listed(first), [...batches].reverse())
      assert.deepEqual(await tenants.listed(second), [...batches].reverse())
    })
  },
)

test(
  'without Redis a gateway serves what was made through it, and says of all else that it cannot know',
  { skip: withoutRedis, timeout },
  async () => {
    await withTwo(async (tenants, [first, second], redis) => {
      const before = await tenants.make(first)
      await redis.kill()
      const meanwhile = await tenants.make(first)
      for (const id of [before, meanwhile]) {
        assert.deepEqual(await tenants.statuses(first, `/v1/responses/${id}`), [200, 503])
        assert.deepEqual(await tenants.statuses(second, `/v1/responses/${id}`), [503, 503])
      }
      const refused = await tenants.ask(second, '/v1/responses/resp_none')
      assert.equal(refused.status, 503)
      assert.equal(refused.headers.get('retry-after'), '1')
      const { text } = await second.admin('/metrics')
      assert.match(text, /stillhunt_gateway_owner_unanswered [1-9]/)
      assert.match(text, /refusals_total\{reason="owner unknown"\} [1-9]/)
      await redis.start()
      let statuses: number[] = []
      for (let i = 0; i < 300 && statuses[0] !== 200; i += 1) {
        statuses = await tenants.statuses(second, `/v1/responses/${meanwhile}`)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      assert.deepEqual(statuses, [200, 404])
      assert.match((await first.admin('/metrics')).text, /stillhunt_gateway_owner_notes_queued 0/)
    })
  },
)
