/** Shows that official kits reach what their account made and nothing else, before a provider that keeps things. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import Anthropic, { NotFoundError as AnthropicNotFoundError } from '@anthropic-ai/sdk'
import OpenAI, { BadRequestError, NotFoundError } from 'openai'
import { FakeUpstream, KeepingProvider } from '../double.ts'
import { GatewayFixture, key } from './gateway.fixture.ts'
import { collected } from './sdk-call.fixture.ts'

const rivalKey = 'shk_rival'
const grants = { [rivalKey]: { id: 'k_2', account: 'acct_2' } }
const model = 'm'

async function withGateway(use: (url: string, gateway: GatewayFixture) => Promise<void>): Promise<void> {
  await using upstream = await FakeUpstream.start(new KeepingProvider().script)
  await using gateway = await GatewayFixture.start({ upstream: upstream.url, grants })
  await use(gateway.url, gateway)
}

test('OpenAI’s kit goes on from, retrieves, cancels and deletes its own responses', async () => {
  await withGateway(async (url, gateway) => {
    const of = (apiKey: string): OpenAI => new OpenAI({ baseURL: `${url}/v1`, apiKey, maxRetries: 0 })
    const [{ responses }, rival] = [of(key), of(rivalKey)]
    const first = await responses.create({ model, input: 'x' })
    const second = await responses.create({ model, input: 'y', previous_response_id: first.id })
    assert.equal(second.previous_response_id, first.id)
    assert.equal((await responses.retrieve(first.id)).output_text, 'So.')
    const stream = await responses.create({ model, input: 'z', stream: true, previous_response_id: second.id })
    for await (const event of stream) {
      if (event.type !== 'response.created') continue
      // At once, on another connection.
      assert.equal((await responses.retrieve(event.response.id)).id, event.response.id)
    }
    const queued = await responses.create({ model, input: 'x', background: true })
    assert.equal((await responses.cancel(queued.id)).status, 'cancelled')
    await collected(responses.inputItems.list(first.id))
    for (const refused of [
      rival.responses.retrieve(first.id),
      rival.responses.cancel(queued.id),
      rival.responses.delete(first.id),
      rival.responses.inputItems.list(first.id),
    ])
      await assert.rejects(refused, NotFoundError)
    await assert.rejects(
      rival.responses.create({ model, input: 'x', previous_response_id: first.id }),
      (error) => error instanceof BadRequestError && error.code === 'previous_response_not_found',
    )
    await responses.delete(first.id)
    await assert.rejects(responses.retrieve(first.id), NotFoundError)
    // What was made, and the one of the background when it came out.
    assert.equal((await gateway.recorded(5)).length, 5)
  })
})

test('Anthropic’s kit makes, retrieves, lists, cancels, reads and deletes its own batches', async () => {
  await withGateway(async (url, gateway) => {
    const of = (apiKey: string): Anthropic => new Anthropic({ baseURL: url, apiKey, maxRetries: 0 })
    const [{ batches }, rival] = [of(key).messages, of(rivalKey).messages]
    const params = { model, max_tokens: 1, messages: [] }
    const requests = ['a', 'b'].map((custom_id) => ({ custom_id, params }))
    const made = [await batches.create({ requests }), await batches.create({ requests })].map(({ id }) => id)
    const [first, second] = made as [string, string]
    const others = await rival.batches.create({ requests })
    assert.equal((await batches.retrieve(first)).processing_status, 'in_progress')
    assert.deepEqual(
      (await collected(batches.list({ limit: 1 }))).map(({ id }) => id),
      [second, first],
    )
    assert.deepEqual(
      (await collected(rival.batches.list())).map(({ id }) => id),
      [others.id],
    )
    assert.equal((await batches.cancel(first)).processing_status, 'canceling')
    // The kit goes where the batch says that they are.
    const results = await collected(await batches.results(first))
    assert.deepEqual(
      results.map(({ custom_id }) => custom_id),
      ['a', 'b'],
    )
    for await (const batch of batches.list({ limit: 1 }))
      assert.equal(batch.results_url, `${url}/v1/messages/batches/${batch.id}/results`)
    for (const refused of [
      rival.batches.retrieve(first),
      rival.batches.cancel(first),
      rival.batches.delete(first),
      of(rivalKey).get(`/v1/messages/batches/${first}/results`),
    ])
      await assert.rejects(refused, AnthropicNotFoundError)
    for await (const batch of batches.list({ limit: 1 })) await batches.delete(batch.id)
    assert.deepEqual(await collected(batches.list()), [])
    assert.equal((await collected(rival.batches.list())).length, 1)
    assert.equal((await gateway.recorded(6)).length, 6)
  })
})
