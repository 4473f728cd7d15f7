/** Shows that no tenant reaches what another left with the provider, where all of them share one key of the operator's. */
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test } from 'node:test'
import { type Answered, type FixtureOptions, GatewayFixture, key, send } from './gateway.fixture.ts'
import { FakeUpstream, KeepingProvider } from '../double.ts'
import { RouteTable } from '../wire.ts'

const openai = (secret = key): string[] => ['authorization', `Bearer ${secret}`]
const anthropic = (secret = key): string[] => ['x-api-key', secret, 'anthropic-version', '2023-06-01']
const rival = 'shk_rival'
const sibling = 'shk_sibling'
const grants = {
  [rival]: { id: 'k_2', account: 'acct_2', org: 'org' },
  [sibling]: { id: 'k_3', account: 'acct_1', org: 'org' },
}

/** Every path that takes the id of an earlier call. */
const paths: readonly (readonly [method: string, path: string])[] = [
  ['GET', '/v1/responses/{resp}'],
  ['HEAD', '/v1/responses/{resp}'],
  ['GET', '/v1/responses/{resp}?stream=true'],
  ['POST', '/v1/responses/{resp}/cancel'],
  ['GET', '/v1/responses/{resp}/input_items'],
  ['DELETE', '/v1/responses/{resp}'],
  ['GET', '/v1/messages/batches/{batch}'],
  ['POST', '/v1/messages/batches/{batch}/cancel'],
  ['GET', '/v1/messages/batches/{batch}/results'],
  ['DELETE', '/v1/messages/batches/{batch}'],
]

/** What names something whose maker nobody knows, however it is written. */
const references: readonly (readonly [body: string, param: string])[] = [
  ['{"model":"m","conversation":"conv_1"}', 'conversation'],
  ['{"model":"m","conversation":{"id":"conv_1"}}', 'conversation'],
  ['{"model":"m","conversation":null,"conversation":{"id":"conv_1"}}', 'conversation'],
  ['{"model":"m","container":"container_1"}', 'container'],
  ['{"model":"m","container":{"skills":[],"id":"container_1"}}', 'container'],
  ['{"model":"m","input":[{"type":"item_reference","id":"msg_1"}]}', 'input'],
  ['{"model":"m","input":[{"id":"msg_1"}]}', 'input'],
  ['{"model":"m","input":[{"\\u0069d":"msg_1","type":null}]}', 'input'],
  ['{"model":"m","input":[{"id":"msg_1","type":"item_reference","type":"message"}]}', 'input'],
]

const standingAlone: readonly string[] = [
  '{"model":"m","previous_response_id":null,"conversation":null,"container":null,"input":"previous_response_id"}',
  '{"model":"m","container":{"skills":[]},"input":[{"role":"user","content":"\\"item_reference\\""}]}',
  '{"model":"m","input":[{"type":"message","role":"assistant","id":"msg_1","content":"\\u00e9"}]}',
]

const batchBody = '{"requests":[{"custom_id":"a","params":{"model":"m","max_tokens":1}}]}'
const errorOf = ({ body }: Answered): { readonly message: string; readonly code?: string; readonly param?: string } =>
  (JSON.parse(body.toString()) as { error: never }).error

/** A gateway before a provider that keeps things, with a response and a batch of the first account's. */
class House {
  readonly upstream: FakeUpstream
  readonly gateway: GatewayFixture
  resp = ''
  batch = ''

  private constructor(upstream: FakeUpstream, gateway: GatewayFixture) {
    this.upstream = upstream
    this.gateway = gateway
  }

  static async start(options: Partial<FixtureOptions> = {}): Promise<House> {
    const upstream = await FakeUpstream.start(new KeepingProvider().script)
    const gateway = await GatewayFixture.start({ ...options, grants, upstream: upstream.url })
    const house = new House(upstream, gateway)
    house.resp = await house.make()
    const made = await send(`${gateway.url}/v1/messages/batches`, { body: batchBody, headers: anthropic() })
    house.batch = (JSON.parse(made.body.toString()) as { id: string }).id
    upstream.arrived.length = 0
    return house
  }

  /** The id of a new response. */
  async make(body = '{"model":"m","input":"x"}', secret = key): Promise<string> {
    const made = await send(`${this.gateway.url}/v1/responses`, { body, headers: openai(secret) })
    return (JSON.parse(made.body.toString()) as { id: string }).id
  }

  ask(method: string, path: string, secret = key): Promise<Answered> {
    const named = path.replace('{resp}', this.resp).replace('{batch}', this.batch)
    const headers = path.includes('messages') ? anthropic(secret) : openai(secret)
    return send(`${this.gateway.url}${named}`, { method, headers, ...(method === 'POST' && { body: '{}' }) })
  }

  /** Of a path as it stands, which no client tidies up. */
  statusOf(path: string): Promise<number> {
    return new Promise((resolve, reject) => {
      const { port } = this.gateway.listener
      const socket = connect(port, '127.0.0.1', () => {
        socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\nconnection: close\r\n\r\n`)
      })
      let text = ''
      socket.on('data', (chunk: Buffer) => (text += chunk.toString()))
      socket.on('close', () => resolve(Number(text.slice(9, 12)))).on('error', reject)
    })
  }

  continue(member: string, secret = key): Promise<Answered> {
    return send(`${this.gateway.url}/v1/responses`, { body: `{"model":"m",${member}}`, headers: openai(secret) })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.gateway[Symbol.asyncDispose]()
    await this.upstream[Symbol.asyncDispose]()
  }
}

test('every path opens to the account that made the thing, by any of its keys, and to nobody else', async () => {
  await using house = await House.start()
  for (const [method, path] of paths) {
    const refused = await house.ask(method, path, rival)
    assert.equal(refused.status, 404, `${method} ${path}`)
    assert.equal(house.upstream.arrived.length, 0)
    const unknown = await house.ask(method, path.replace(/\{.*?\}/, 'resp_unknown'), rival)
    const id = path.includes('batch') ? house.batch : house.resp
    const [one, other] = [refused, unknown].map(({ status, body }) => `${status} ${body.toString()}`)
    assert.equal(other!.replace('resp_unknown', id).replace(/"request_id.*/, ''), one!.replace(/"request_id.*/, ''))
    const isLast = method === 'DELETE'
    assert.equal((await house.ask(method, path, isLast ? key : sibling)).status, 200, `${method} ${path}`)
    house.upstream.arrived.length = 0
  }
  for (const [, path] of paths.filter(([method]) => method === 'GET')) {
    assert.equal((await house.ask('GET', path)).status, 404, 'deleted')
    assert.equal(house.upstream.arrived.length, 0)
  }
})

test('of an id no other spelling is the same', async () => {
  await using house = await House.start()
  const { resp } = house
  for (const path of [
    `/v1/responses/${resp}/`,
    `/v1/responses//${resp}`,
    `//v1/responses/${resp}`,
    `/v1/responses/./${resp}`,
    `/v1/responses/${resp}/../${resp}`,
    `/v1/responses/%72${resp.slice(1)}`,
    `/v1/responses/${resp}%2f`,
    `/v1/responses/${resp}%00`,
    `/v1/responses/${resp};x=1`,
    `/v1/responses/${resp}\\..\\x`,
    `/v1/responses/${resp.toUpperCase()}`,
    `/V1/responses/${resp}`,
    `/v1/Responses/${resp}`,
    `/v1/responses/${resp}/cancel/x`,
    `/v1/responses/${resp}/input_items/${resp}`,
    `/v1/responses/x?id=${resp}`,
    `/v1/responses/?id=${resp}`,
    `http://provider/v1/responses/${resp}`,
  ])
    assert.ok([400, 404].includes(await house.statusOf(path)), path)
  assert.equal(await house.statusOf(`/v1/responses/${resp}`), 200)
  house.upstream.arrived.length = 0
  for (const method of ['PUT', 'PATCH', 'POST'])
    assert.equal((await house.ask(method, '/v1/responses/{resp}')).status, 405)
  assert.equal(house.upstream.arrived.length, 0)
})

test('what the operator opens besides, as wide as it is, opens no way past who made a thing', async () => {
  const routes = new RouteTable([
    { provider: 'openai', path: '/v1/*' },
    { provider: 'anthropic', path: '/*' },
  ])
  await using house = await House.start({ deployment: { routes } })
  for (const [method, path] of [...paths, ['PUT', '/v1/responses/{resp}'], ['GET', '/v1/responses/{resp}/x']] as const)
    assert.ok([404, 405].includes((await house.ask(method, path, rival)).status), `${method} ${path}`)
  for (const path of ['/V1/responses/{resp}', '/v1/RESPONSES/{resp}', '/v1/messages/batches/x/y'])
    assert.equal((await house.ask('GET', path, rival)).status, 404, path)
  assert.equal(house.upstream.arrived.length, 0)
  assert.equal((await house.ask('GET', '/v1/files', rival)).status, 200)
})

test('a response is continued by its account only, and every name in the body has to be its', async () => {
  await using house = await House.start()
  const { resp } = house
  const other = await house.make('{"model":"m"}', rival)
  house.upstream.arrived.length = 0
  for (const member of [
    `"previous_response_id":"${other}"`,
    `"previous_response_id":"resp_unknown"`,
    `"previous_response_id":"${resp}","previous_response_id":"${other}"`,
    `"previous_response_id":"${other}","previous_response_id":"${resp}"`,
    `"previous_response_id":null,"previous_response_id":"${other}"`,
    `"previous_response\\u005fid":"${other}"`,
    `"previous_response_id":"${resp} "`,
    `"previous_response_id":""`,
    `"previous_response_id":"${house.batch}"`,
  ]) {
    const refused = await house.continue(member)
    assert.equal(refused.status, 400, member)
    const { code, param, message } = errorOf(refused)
    assert.equal(code, 'previous_response_not_found')
    assert.equal(param, 'previous_response_id')
    assert.match(message, /^Previous response with id '.*' not found\.$/)
  }
  for (const member of [
    `"previous_response_id":["${other}"]`,
    `"previous_response_id":{"id":"${other}"}`,
    `"previous_response_id":7`,
    `"Previous_Response_Id":"${other}"`,
  ])
    assert.equal((await house.continue(member)).status, 400, member)
  const many = Array.from({ length: 9 }, (_, i) => `"previous_response_id":"resp_${i}"`)
  assert.match(errorOf(await house.continue(many.join())).message, /one previous response/)
  assert.equal(house.upstream.arrived.length, 0)
  assert.equal((await house.continue(`"previous_response_id":"${resp}"`)).status, 200)
  assert.equal((await house.continue(`"previous_response_id":"${resp}"`, sibling)).status, 200)
  assert.equal((await house.continue(`"previous_response_id":"${other}"`, rival)).status, 200)
})

test('what has no known maker is named by nobody, and the refusal says what to do', async () => {
  await using house = await House.start()
  for (const [body, param] of references) {
    const answered = await send(`${house.gateway.url}/v1/responses`, { body })
    assert.equal(answered.status, 404, body)
    assert.equal(errorOf(answered).param, param)
    assert.match(errorOf(answered).message, /previous_response_id, or send what was said anew/)
  }
  for (const params of [...references.map(([body]) => body), '{"model":"m","previous_response_id":"resp_1"}']) {
    const body = `{"requests":[{"params":{"model":"m","max_tokens":1}},{"params":${params}}]}`
    const answered = await send(`${house.gateway.url}/v1/messages/batches`, { body, headers: anthropic() })
    assert.equal(answered.status, 404, body)
  }
  assert.equal(house.upstream.arrived.length, 0)
  for (const body of standingAlone)
    assert.equal((await send(`${house.gateway.url}/v1/responses`, { body })).status, 200, body)
})

test('what the provider does not keep, or did not make, is nobody’s', async () => {
  await using house = await House.start()
  const unstored = await house.make('{"model":"m","store":false}')
  const mixed = await house.make('{"model":"m","store":false,"store":true}')
  assert.equal((await house.ask('GET', `/v1/responses/${unstored}`)).status, 404)
  assert.equal((await house.ask('GET', `/v1/responses/${mixed}`)).status, 200)
  house.upstream.script = (_, response) => void response.writeHead(400).end('{"id":"resp_error"}')
  await house.make()
  assert.equal((await house.ask('GET', '/v1/responses/resp_error')).status, 404)
  for (const id of ['', 'a/b', 'a b', 'x'.repeat(257), 7, null]) {
    house.upstream.script = (_, response) => void response.writeHead(200).end(JSON.stringify({ id }))
    await house.make()
  }
  assert.equal(house.gateway.owners.counters().ids, 3)
})

test('an id that a client chose, where the server lets it, takes nothing from the one who has it', async () => {
  await using house = await House.start()
  const { script } = house.upstream
  house.upstream.script = (_, response) => void response.writeHead(200).end(JSON.stringify({ id: house.resp }))
  assert.equal(await house.make('{"model":"m"}', rival), house.resp)
  house.upstream.script = script
  assert.equal((await house.ask('GET', '/v1/responses/{resp}', rival)).status, 404)
  assert.equal((await house.ask('GET', '/v1/responses/{resp}')).status, 200)
  assert.ok(house.gateway.logged.some((line) => line.includes('another account')))
})

test('guessing counts: a lookup that finds nothing is a request like any other, and holds no place', async () => {
  await using house = await House.start({ limits: { account: { requestsPerMinute: 6, concurrentRequests: 1 } } })
  for (let i = 0; i < 4; i++) assert.equal((await house.ask('GET', `/v1/responses/r${i}`)).status, 404)
  assert.equal((await house.ask('GET', '/v1/responses/{resp}')).status, 429)
  assert.equal((await house.continue('"previous_response_id":"x"')).status, 429)
})

test('where who made a thing cannot be found out it is 503, and to be tried again', async () => {
  const owners = {
    note: () => Promise.resolve(true),
    find: () => Promise.resolve('unanswered' as const),
    batchesOf: () => Promise.resolve('unanswered' as const),
    forget: () => Promise.resolve(),
    close: () => Promise.resolve(),
  }
  await using house = await House.start({ deployment: { owners } })
  for (const [method, path] of [...paths, ['GET', '/v1/messages/batches']] as const) {
    const refused = await house.ask(method, path)
    assert.equal(refused.status, 503, `${method} ${path}`)
    assert.equal(refused.headers['retry-after'], '1')
  }
  assert.equal((await house.continue('"previous_response_id":"x"')).status, 503)
  assert.equal(house.upstream.arrived.length, 0)
})

test('an operator closes all of it', async () => {
  await using house = await House.start({ deployment: { owners: undefined } })
  const lists = ['GET', 'POST'].map((method) => [method, '/v1/messages/batches'] as const)
  for (const [method, path] of [...paths, ...lists]) {
    const answered = await house.ask(method, path)
    assert.equal(answered.status, 404, `${method} ${path}`)
    if (method !== 'HEAD') assert.match(errorOf(answered).message, /not open at this gateway/)
  }
  for (const [body] of [...references, ['{"model":"m","previous_response_id":"resp_1"}']])
    assert.equal((await send(`${house.gateway.url}/v1/responses`, { body: body! })).status, 404, body)
  assert.equal(house.upstream.arrived.length, 0)
})
