/** Shows a gateway's life: it starts or says why not, obeys signals, drops nothing, and leaves its records behind. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { test } from 'node:test'
import { createGzip } from 'node:zlib'
import { startRedis, withoutRedis } from '../double.ts'
import { answering, FakeUpstream, streaming } from '../double.ts'
import { GatewayFolder, GatewayProcess } from './gateway-process.fixture.ts'

const event = 'data: {"id":"c","choices":[{"index":0,"delta":{"content":"word "}}]}\n\n'
const stream = Buffer.from(`${event.repeat(40)}data: [DONE]\n\n`)
const asksStream = '{"model":"m","stream":true,"stream_options":{"include_usage":true}}'

test('it serves, answers its operators, and ends with 0 when it is told', { timeout: 60_000 }, async () => {
  await using upstream = await FakeUpstream.start(
    answering('{"id":"x","usage":{"prompt_tokens":1,"completion_tokens":2}}'),
  )
  const folder = await GatewayFolder.make(upstream.url)
  await using gateway = await GatewayProcess.start(folder)
  assert.equal((await gateway.ask()).status, 200)
  assert.deepEqual(await gateway.admin('/healthz'), { status: 200, text: 'ok\n' })
  assert.deepEqual(await gateway.admin('/readyz'), { status: 200, text: 'ok\n' })
  const { text } = await gateway.admin('/metrics')
  assert.match(text, /requests_total\{route="\/v1\/chat\/completions",status="200"\} 1/)
  assert.match(text, /# TYPE stillhunt_gateway_added_seconds histogram/)
  gateway.child.kill('SIGTERM')
  assert.equal(await gateway.ended, 0)
  assert.equal(folder.records().length, 1)
  folder.remove()
})

test('a fault that nobody caught is told and does not end the process', { timeout: 60_000 }, async () => {
  await using upstream = await FakeUpstream.start(answering('{"id":"x"}'))
  const folder = await GatewayFolder.make(upstream.url)
  const fault = "process.on('SIGUSR2',()=>void%20Promise.reject(Error('boom')))"
  process.env['NODE_OPTIONS'] = `--import=data:text/javascript,${fault}`
  await using gateway = await GatewayProcess.start(folder)
  delete process.env['NODE_OPTIONS']
  gateway.child.kill('SIGUSR2')
  await gateway.logged(/boom/)
  assert.equal((await gateway.ask()).status, 200)
  folder.remove()
})

test('it drains: an open stream comes to its end, and new connections are not taken', { timeout: 60_000 }, async () => {
  await using upstream = await FakeUpstream.start(streaming(stream, 200, 20))
  const folder = await GatewayFolder.make(upstream.url)
  await using gateway = await GatewayProcess.start(folder)
  const answer = await gateway.ask(asksStream)
  gateway.child.kill('SIGTERM')
  await gateway.logged(/draining/)
  await assert.rejects(gateway.ask())
  assert.equal(await answer.text(), stream.toString())
  assert.equal(await gateway.ended, 0)
  assert.equal((folder.records()[0]!['gateway'] as { ending: string }).ending, 'complete')
  folder.remove()
})

test('what takes longer than its drain is cut, and recorded as cut', { timeout: 60_000 }, async () => {
  await using upstream = await FakeUpstream.start(streaming(stream, 20, 100))
  const folder = await GatewayFolder.make(upstream.url, 'drain_s: 0.3')
  await using gateway = await GatewayProcess.start(folder)
  const answer = await gateway.ask(asksStream)
  gateway.child.kill('SIGTERM')
  await assert.rejects(answer.text())
  assert.equal(await gateway.ended, 0)
  assert.equal(folder.records().length, 1)
  folder.remove()
})

test('of many compressed streams that the drain cuts each has its ending recorded', { timeout: 60_000 }, async () => {
  await using upstream = await FakeUpstream.start((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' })
    const zip = createGzip()
    zip.pipe(response)
    zip.write(event)
    zip.flush()
  })
  const folder = await GatewayFolder.make(upstream.url, 'drain_s: 0.3')
  await using gateway = await GatewayProcess.start(folder)
  const answers = await Promise.all(Array.from({ length: 40 }, () => gateway.ask(asksStream)))
  gateway.child.kill('SIGTERM')
  await Promise.all(answers.map((answer) => assert.rejects(answer.text())))
  assert.equal(await gateway.ended, 0)
  const endings = folder.records().map((record) => (record['gateway'] as { ending: string }).ending)
  assert.deepEqual(
    endings,
    Array.from({ length: 40 }, () => 'client aborted'),
  )
  folder.remove()
})

test('a request whose body is still coming when the configuration changes is served', { timeout: 60_000 }, async () => {
  await using upstream = await FakeUpstream.start(answering('{"id":"x"}'))
  const folder = await GatewayFolder.make(upstream.url)
  await using gateway = await GatewayProcess.start(folder)
  const headers = { authorization: `Bearer ${folder.key}`, 'content-length': '13' }
  const call = request({ port: gateway.port, method: 'POST', path: '/v1/chat/completions', headers })
  const answered = new Promise<number | undefined>((resolve, reject) =>
    call.on('response', (response) => resolve(response.resume().statusCode)).on('error', reject),
  )
  call.write('{"model"')
  await new Promise((resolve) => setTimeout(resolve, 200))
  gateway.child.kill('SIGHUP')
  await gateway.logged(/read again/)
  await new Promise((resolve) => setTimeout(resolve, 200))
  call.end(':"m"}')
  assert.equal(await answered, 200)
  folder.remove()
})

for (const workers of [1, 2])
  test(
    `with ${workers} process(es) a changed configuration is taken without a request dropped, a faulty one is not`,
    { timeout: 60_000 },
    async () => {
      await using upstream = await FakeUpstream.start(streaming(stream, 200, 20))
      const folder = await GatewayFolder.make(upstream.url)
      await using gateway = await GatewayProcess.start(folder, workers)
      const before = await gateway.ask(asksStream)
      assert.equal(before.headers.get('x-ratelimit-limit-requests'), null)
      folder.configure(upstream.url, 'limits: {default: {account: {requests_per_minute: 77}}}')
      gateway.child.kill('SIGHUP')
      for (let i = 0; i < workers; i++) await gateway.logged(new RegExp('(read again.*){' + String(i + 1) + '}', 's'))
      const after = await gateway.ask(asksStream)
      assert.equal(after.headers.get('x-ratelimit-limit-requests'), '77')
      assert.equal(await before.text(), stream.toString())
      folder.configure(upstream.url, 'limits: {default: {acount: {}}}')
      gateway.child.kill('SIGHUP')
      await gateway.logged(/gateway\.yaml:6: limits\.default\.acount is no key; did you mean account\?/)
      assert.equal((await gateway.ask(asksStream)).headers.get('x-ratelimit-limit-requests'), '77')
      folder.remove()
    },
  )

test('workers share their limits: of 256 calls at once exactly the limit passes', { timeout: 60_000 }, async () => {
  await using upstream = await FakeUpstream.start()
  const folder = await GatewayFolder.make(upstream.url, 'limits: {default: {account: {requests_per_minute: 50}}}')
  await using gateway = await GatewayProcess.start(folder, 3)
  const all = await Promise.all(Array.from({ length: 256 }, () => gateway.ask()))
  assert.equal(all.filter(({ status }) => status === 200).length, 50)
  assert.equal(upstream.arrived.length, 50)
  const { text } = await gateway.admin('/metrics')
  assert.match(text, /requests_total\{route="\/v1\/chat\/completions",status="200"\} 50/)
  assert.match(text, /limited_total\{scope="account",limit="requestsPerMinute"\} 206/)
  gateway.child.kill('SIGTERM')
  assert.equal(await gateway.ended, 0)
  assert.equal(folder.records().length, 50)
  folder.remove()
})

test(
  'a worker that is killed is replaced; its calls are recorded as interrupted and its places are free',
  { timeout: 60_000 },
  async () => {
    await using upstream = await FakeUpstream.start(() => {})
    const folder = await GatewayFolder.make(upstream.url, 'limits: {default: {account: {concurrent_requests: 4}}}')
    await using gateway = await GatewayProcess.start(folder, 2)
    const open = Array.from({ length: 4 }, () => gateway.ask().catch(() => undefined))
    while (upstream.arrived.length < 4) await new Promise((resolve) => setTimeout(resolve, 10))
    assert.equal((await gateway.ask()).status, 429)
    for (const pid of workerPids(gateway.child.pid!)) process.kill(pid, 'SIGKILL')
    await Promise.all(open)
    upstream.script = answering('{}')
    await gateway.logged(/a worker died/)
    let status = 0
    for (let i = 0; i < 200 && status !== 200; i++) {
      status = await gateway.ask().then(
        (answer) => answer.status,
        () => 0,
      )
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    assert.equal(status, 200)
    gateway.child.kill('SIGTERM')
    assert.equal(await gateway.ended, 0)
    const endings = folder.records().map(({ gateway: { ending } }: Record<string, any>) => ending as string)
    assert.deepEqual(endings.sort(), ['complete', ...Array.from({ length: 4 }, () => 'interrupted')])
    folder.remove()
  },
)

test('what a worker counted stays counted when it dies', { timeout: 60_000 }, async () => {
  await using upstream = await FakeUpstream.start(answering('{"id":"x"}'))
  const folder = await GatewayFolder.make(upstream.url)
  await using gateway = await GatewayProcess.start(folder, 2)
  const counted = async (): Promise<number[]> => {
    const { text } = await gateway.admin('/metrics')
    const names = [
      'requests_total\\{[^}]*"200"\\}',
      'duration_seconds_count',
      'tap_records',
      'active\\{kind="request"\\}',
    ]
    return names.map((name) => Number(new RegExp(`^stillhunt_gateway_${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0))
  }
  let asked = 0
  const askMore = async (): Promise<void> => {
    for (let i = 0; i < 12; i += 1) asked += (await gateway.ask()).status === 200 ? 1 : 0
  }
  for (let round = 0; round < 3; round += 1) {
    await askMore()
    for (let i = 0; (await counted())[2]! < asked; i += 1) assert.ok(i < 500)
    assert.deepEqual(await counted(), [asked, asked, asked, 0])
    const [pid] = workerPids(gateway.child.pid!)
    process.kill(pid!, 'SIGKILL')
    await gateway.logged(new RegExp('(a worker died.*){' + String(round + 1) + '}', 's'))
    assert.deepEqual(await counted(), [asked, asked, asked, 0])
    while (workerPids(gateway.child.pid!).length < 2) await new Promise((resolve) => setTimeout(resolve, 20))
    while ((await gateway.ask().catch(() => undefined))?.status !== 200)
      await new Promise((resolve) => setTimeout(resolve, 20))
    asked += 1
  }
  folder.remove()
})

test('a gateway that is killed finds its calls again when it starts', { timeout: 60_000 }, async () => {
  await using upstream = await FakeUpstream.start(() => {})
  const folder = await GatewayFolder.make(upstream.url)
  {
    await using gateway = await GatewayProcess.start(folder, 2)
    const open = Array.from({ length: 3 }, () => gateway.ask().catch(() => undefined))
    while (upstream.arrived.length < 3) await new Promise((resolve) => setTimeout(resolve, 10))
    gateway.child.kill('SIGKILL')
    await Promise.all(open)
  }
  await using again = await GatewayProcess.start(folder)
  const records = folder.records()
  assert.equal(records.length, 3)
  for (const record of records) {
    assert.equal((record['gateway'] as { ending: string }).ending, 'interrupted')
    assert.deepEqual(record['request'], { model: 'm' })
  }
  again.child.kill('SIGTERM')
  assert.equal(await again.ended, 0)
  folder.remove()
})

test('what keeps it from starting is told in a line, and ends it with 1', { timeout: 60_000 }, async () => {
  await using upstream = await FakeUpstream.start()
  const folder = await GatewayFolder.make(upstream.url)
  await using gateway = await GatewayProcess.start(folder)
  const other = await GatewayFolder.make(upstream.url, `listen: {port: ${gateway.port}}`)
  await assert.rejects(GatewayProcess.start(other), /ended with 1: .*gateway\.yaml:\d+: Map keys must be unique/)
  await assert.rejects(GatewayProcess.start(folder), /ended with 1: .*spool/)
  for (const each of [folder, other]) each.remove()
})

test(
  'two gateways share their limits through one Redis, and pass exactly the limit',
  { skip: withoutRedis, timeout: 60_000 },
  async () => {
    await using upstream = await FakeUpstream.start()
    const redis = await startRedis()
    process.env['STILLHUNT_TEST_REDIS'] = redis.url
    const yaml =
      'limits: {default: {account: {requests_per_minute: 60}}}\nredis: {url: {env: STILLHUNT_TEST_REDIS}, timeout_ms: 5000}'
    const folders = [
      await GatewayFolder.make(upstream.url, yaml),
      await GatewayFolder.make(upstream.url, yaml),
    ] as const
    await using one = await GatewayProcess.start(folders[0])
    await using other = await GatewayProcess.start(folders[1], 2)
    const all = await Promise.all(Array.from({ length: 256 }, (_, i) => (i % 2 === 0 ? one : other).ask()))
    assert.equal(all.filter(({ status }) => status === 200).length, 60)
    assert.match((await one.admin('/metrics')).text, /stillhunt_gateway_limiter_redis_passed \d+/)
    await redis.stop()
    for (const folder of folders) folder.remove()
  },
)

/** The processes that `parent` started. */
function workerPids(parent: number): number[] {
  return readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim().split(' ').map(Number)
}
