/** Shows that no tenant reaches what another left with the provider, where all of them share one key of the operator's. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { GatewayFixture, key, send } from './gateway.fixture.ts'
import { FakeUpstream } from '../double.ts'

const openai = ['authorization', `Bearer ${key}`]
const anthropic = ['x-api-key', key, 'anthropic-version', '2023-06-01']

/** Every path that takes the id of an earlier call, or lists them. */
const paths: readonly (readonly [method: string, path: string])[] = [
  ['GET', '/v1/responses/resp_1'],
  ['HEAD', '/v1/responses/resp_1'],
  ['GET', '/v1/responses/resp_1?stream=true'],
  ['DELETE', '/v1/responses/resp_1'],
  ['POST', '/v1/responses/resp_1/cancel'],
  ['GET', '/v1/responses/resp_1/input_items'],
  ['POST', '/v1/messages/batches'],
  ['GET', '/v1/messages/batches'],
  ['GET', '/v1/messages/batches/msgbatch_1'],
  ['DELETE', '/v1/messages/batches/msgbatch_1'],
  ['POST', '/v1/messages/batches/msgbatch_1/cancel'],
  ['GET', '/v1/messages/batches/msgbatch_1/results'],
]

const references: readonly (readonly [body: string, param: string])[] = [
  ['{"model":"m","previous_response_id":"resp_1","input":"x"}', 'previous_response_id'],
  ['{"model":"m","previous_response_id":null,"previous_response_id":"resp_1"}', 'previous_response_id'],
  ['{"model":"m","previous_response\\u005fid":"resp_1"}', 'previous_response_id'],
  ['{"model":"m","conversation":"conv_1"}', 'conversation'],
  ['{"model":"m","conversation":{"id":"conv_1"}}', 'conversation'],
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

test('what an earlier call left behind is 404 for everybody, in the provider’s shape, and the upstream hears nothing', async () => {
  await using upstream = await FakeUpstream.start()
  await using gateway = await GatewayFixture.start({ upstream: upstream.url })
  for (const [method, path] of paths) {
    const headers = path.includes('messages') ? anthropic : openai
    const answered = await send(`${gateway.url}${path}`, { method, headers, ...(method === 'POST' && { body: '{}' }) })
    assert.equal(answered.status, 404, `${method} ${path}`)
    if (method === 'HEAD') continue
    const { error } = JSON.parse(answered.body.toString()) as { error: { type: string } }
    assert.equal(error.type, path.includes('messages') ? 'not_found_error' : 'invalid_request_error')
  }
  assert.equal(upstream.arrived.length, 0)
})

test('a request that names what an earlier call left behind is 404, however it is written', async () => {
  await using upstream = await FakeUpstream.start()
  await using gateway = await GatewayFixture.start({ upstream: upstream.url })
  for (const [body, param] of references) {
    const answered = await send(`${gateway.url}/v1/responses`, { body })
    assert.equal(answered.status, 404, body)
    const { error } = JSON.parse(answered.body.toString()) as { error: { param: string } }
    assert.equal(error.param, param)
  }
  assert.equal(upstream.arrived.length, 0)
  for (const body of standingAlone)
    assert.equal((await send(`${gateway.url}/v1/responses`, { body })).status, 200, body)
})

test('an operator whose keys are one tenant opens both', async () => {
  await using upstream = await FakeUpstream.start()
  await using gateway = await GatewayFixture.start({ upstream: upstream.url, deployment: { hasStatefulRoutes: true } })
  for (const [method, path] of paths) {
    if (path === '/v1/messages/batches' && method === 'POST') continue
    const answered = await send(`${gateway.url}${path}`, { method, headers: openai })
    assert.equal(answered.status, 200, `${method} ${path}`)
  }
  for (const [body] of references) assert.equal((await send(`${gateway.url}/v1/responses`, { body })).status, 200, body)
})
