// Customers of a reseller who bring system prompts of their own make no factory of it, however different what they then say.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { consumerChat, generateWorld, greyReseller, type WorldSpec } from '@stillhunt/lab/world'
import { hunt, put, scratch } from './hunt.fixture.ts'

const spec: WorldSpec = {
  seed: 'personas',
  from: '2026-05-04T00:00:00Z',
  days: 6,
  parts: [
    consumerChat({ accounts: 150, requestsPerDay: 1.2, languages: ['en', 'es'], topics: 'mixed' }),
    greyReseller({
      name: 'reseller',
      accounts: 16,
      requestsPerDay: 18,
      customers: 24,
      customerTopics: 'mixed',
      personaShare: 0.8,
      policy: 'least-recently-used',
      identity: 'own',
      network: 'own',
    }),
  ],
}

test('a reseller whose customers bring personas is a reseller', async (t) => {
  const world = generateWorld(spec)
  const text = (items: readonly unknown[]): string => items.map((item) => JSON.stringify(item)).join('\n')
  const folder = scratch(t)
  const { report } = await hunt([put(folder, 'a.jsonl', text(world.records))], {
    accounts: put(folder, 'accounts.jsonl', text(world.accounts)),
  })
  assert.deepEqual(
    report.campaigns.map(({ kind }) => kind),
    ['resale'],
  )
})
