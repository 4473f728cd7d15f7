/** Shows that nobody reads a request otherwise than we did, and that only those are believed who should be. */
import assert from 'node:assert/strict'
import { BlockList, connect } from 'node:net'
import { test } from 'node:test'
import { gunzipSync, gzipSync } from 'node:zlib'
import { GatewayFixture, key, send } from './gateway.fixture.ts'
import { answering, FakeUpstream } from '../double.ts'

/** All that comes back for bytes sent as they stand, until the connection ends or has been silent for 300 ms. */
function exchange(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    let all = ''
    const finish = (): void => {
      socket.destroy()
      resolve(all)
    }
    let timer = setTimeout(finish, 300)
    socket.on('data', (chunk: Buffer) => {
      all += chunk.toString('latin1')
      clearTimeout(timer)
      timer = setTimeout(finish, 300)
    })
    socket.on('close', finish)
    socket.on('error', () => {})
    socket.write(text, 'latin1')
  })
}

const head = `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\n`
const hidden = `POST /v1/responses HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\ncontent-length: 2\r\n\r\n{}`

/** Requests whose end two programs could see in two places, or that are no HTTP. None may reach the upstream as two. */
const smuggled: Readonly<Record<string, string>> = {
  'both a length and chunks': `${head}content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`,
  'chunks and then a length': `${head}transfer-encoding: chunked\r\ncontent-length: 4\r\n\r\n0\r\n\r\n${hidden}`,
  'two lengths': `${head}content-length: 2\r\ncontent-length: 3\r\n\r\n{}${hidden}`,
  'two lengths in one': `${head}content-length: 2, 2\r\n\r\n{}${hidden}`,
  'a signed length': `${head}content-length: +2\r\n\r\n{}${hidden}`,
  'a hexadecimal length': `${head}content-length: 0x2\r\n\r\n{}${hidden}`,
  'a space before the colon': `${head}content-length : 2\r\n\r\n{}${hidden}`,
  'a folded header': `${head}x: a\r\n content-length: 2\r\n\r\n${hidden}`,
  'an unknown coding': `${head}transfer-encoding: xchunked\r\n\r\n0\r\n\r\n${hidden}`,
  'a coding twice': `${head}transfer-encoding: chunked\r\ntransfer-encoding: identity\r\n\r\n0\r\n\r\n${hidden}`,
  'a coding with a tab': `${head}transfer-encoding:\x0bchunked\r\n\r\n0\r\n\r\n${hidden}`,
  'a bare line feed in a chunk': `${head}transfer-encoding: chunked\r\n\r\n2\n{}\n0\n\n${hidden}`,
  'a chunk that is longer than it says': `${head}transfer-encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n${hidden}`,
  'a chunk of enormous length': `${head}transfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\n{}\r\n0\r\n\r\n`,
  'a bare carriage return in a header': `${head}x: a\rcontent-length: 2\r\n\r\n{}${hidden}`,
  'a zero byte in a header': `${head}x: \0\r\ncontent-length: 2\r\n\r\n{}${hidden}`,
  'no host': `POST /v1/chat/completions HTTP/1.1\r\nauthorization: Bearer ${key}\r\ncontent-length: 2\r\n\r\n{}`,
  'a line feed in the target': `POST /v1/chat/completions\n/x HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\n\r\n{}`,
  'an absolute target': `POST http://elsewhere/v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\ncontent-length: 2\r\n\r\n{}`,
  'a tunnel': 'CONNECT elsewhere:443 HTTP/1.1\r\nhost: elsewhere:443\r\n\r\n',
  'an upgrade to h2c': `GET /v1/models HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\nconnection: upgrade, http2-settings\r\nupgrade: h2c\r\nhttp2-settings: AA\r\n\r\n`,
}

for (const [name, bytes] of Object.entries(smuggled))
  test(`nothing is smuggled by ${name}`, async () => {
    await using upstream = await FakeUpstream.start(answering('{"ok":1}'))
    await using gateway = await GatewayFixture.start({ upstream: upstream.url })
    const text = await exchange(gateway.listener.port, bytes)
    const answers = [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status))
    // What did arrive was asked for by one request that we answered.
    assert.equal(upstream.arrived.length, answers.filter((status) => status === 200).length, text)
    assert.ok(
      upstream.arrived.every(({ url }) => url !== '/v1/responses'),
      text,
    )
    assert.ok(
      upstream.arrived.every(({ headers }) => headers.upgrade === undefined && headers['http2-settings'] === undefined),
    )
  })

test('two requests in one write are two requests', async () => {
  await using upstream = await FakeUpstream.start(answering('{"ok":1}'))
  await using gateway = await GatewayFixture.start({ upstream: upstream.url })
  const text = await exchange(gateway.listener.port, `${head}content-length: 2\r\n\r\n{}${hidden}`)
  assert.equal(text.match(/HTTP\/1\.1 200/g)?.length, 2)
  assert.deepEqual(
    upstream.arrived.map(({ url }) => url),
    ['/v1/chat/completions', '/v1/responses'],
  )
})

test('what cannot be read cannot be counted, and is not forwarded', async () => {
  await using upstream = await FakeUpstream.start()
  await using gateway = await GatewayFixture.start({ upstream: upstream.url })
  for (const body of [
    '',
    '[]',
    'null',
    '{"model":',
    "{'model':'m'}",
    '{"model":"m"} {"model":"n"}',
    '{"model":"m",}',
    '{"a":NaN,"model":"m"}',
    '{"model":7}',
    `${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}`,
    '{"model":"\xff"}',
  ]) {
    const answered = await send(`${gateway.url}/v1/chat/completions`, { body: Buffer.from(body, 'latin1') })
    assert.equal(answered.status, 400, body)
  }
  assert.equal(upstream.arrived.length, 0)
})

test('a compressed request is read, and goes on as it came; one that lies about itself does not', async () => {
  await using upstream = await FakeUpstream.start(answering('{"ok":1}'))
  await using gateway = await GatewayFixture.start({ upstream: upstream.url, request: { bodyBytesMax: 100_000 } })
  const ask = (body: Buffer, encoding: string): Promise<{ status: number }> =>
    send(`${gateway.url}/v1/chat/completions`, {
      body,
      headers: ['authorization', `Bearer ${key}`, 'content-encoding', encoding],
    })
  const body = Buffer.from('{"model":"m","messages":[]}')
  assert.equal((await ask(gzipSync(body), 'gzip')).status, 200)
  assert.ok(gunzipSync(upstream.arrived[0]!.body).equals(body))
  assert.equal(Buffer.from((await gateway.recorded(1))[0]!.intent.request).toString(), body.toString())
  const stream = Buffer.from('{"model":"m","stream":true}')
  assert.equal((await ask(gzipSync(stream), 'gzip')).status, 200)
  assert.equal(upstream.arrived[1]!.headers['content-encoding'], undefined)
  assert.match(upstream.arrived[1]!.body.toString(), /include_usage/)
  assert.equal((await ask(body, 'gzip')).status, 400)
  assert.equal((await ask(gzipSync(body), 'gzip, gzip')).status, 400)
  assert.equal((await ask(gzipSync(Buffer.alloc(50_000_000, '{"a":1} ')), 'gzip')).status, 400)
  assert.equal(upstream.arrived.length, 2)
})

async function clientOf(trusted: readonly string[], ...headers: readonly string[]): Promise<Record<string, unknown>> {
  await using upstream = await FakeUpstream.start()
  const trustedProxies = new BlockList()
  for (const address of trusted) trustedProxies.addAddress(address)
  await using gateway = await GatewayFixture.start({
    upstream: upstream.url,
    deployment: { client: { trustedProxies, ja4Header: 'x-ja4' } },
  })
  await send(`${gateway.url}/v1/chat/completions`, {
    body: '{"model":"m"}',
    headers: ['authorization', `Bearer ${key}`, 'user-agent', 'test/1', ...headers],
  })
  return (await gateway.recorded(1))[0]!.intent.client as Record<string, unknown>
}

test('whoever says where a request is from is believed only as a configured proxy', async () => {
  const told = ['x-forwarded-for', '6.6.6.6, 203.0.113.9, 10.0.0.1', 'x-ja4', 't13d1516h2']
  const stranger = await clientOf([], ...told)
  assert.equal(stranger['ip'], '127.0.0.1')
  assert.equal(stranger['ja4'], undefined)
  const known = await clientOf(['127.0.0.1', '10.0.0.1'], ...told)
  assert.equal(known['ip'], '203.0.113.9')
  assert.equal(known['ja4'], 't13d1516h2')
  assert.equal((await clientOf(['127.0.0.1'], 'x-forwarded-for', 'garbage, 2001:db8::7'))['ip'], '2001:db8::7')
  assert.equal((await clientOf(['127.0.0.1'], 'x-forwarded-for', '9.9.9.9, garbage'))['ip'], '127.0.0.1')
  assert.equal((await clientOf(['127.0.0.1'], 'x-forwarded-for', '[2001:db8::8]:443'))['ip'], '2001:db8::8')
})

test('neither the client’s key nor the operator’s is in a record, a log line, a metric or an answer', async () => {
  await using upstream = await FakeUpstream.start(answering('nope', 500))
  await using gateway = await GatewayFixture.start({ upstream: upstream.url })
  const answers = await Promise.all([
    send(`${gateway.url}/v1/chat/completions`, { body: '{"model":"m"}' }),
    send(`${gateway.url}/v1/chat/completions`, { body: '{' }),
    send(`${gateway.url}/v1/messages`, { body: '{}', headers: ['x-api-key', key, 'cookie', 'session=hush'] }),
  ])
  const records = await gateway.recorded(2)
  const everything = [
    ...gateway.logged,
    ...answers.flatMap(({ rawHeaders, body }) => [...rawHeaders, body.toString()]),
    JSON.stringify(records),
    await gateway.metrics.registry.metrics(),
  ].join('\n')
  assert.doesNotMatch(everything, /shk_test|upstream-secret|hush/)
})
