// Links among some accounts are those links, with all that they have.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Random } from '../statistics.ts'
import type { Link } from './link.ts'
import { Links } from './links.ts'

const random = new Random(3)
const links = Array.from({ length: 200 }, (): Link => {
  const a = random.below(30)
  return {
    a,
    b: a + 1 + random.below(30),
    nats: random.unit(),
    byFamily: { handoff: random.unit(), content: random.unit(), identity: random.unit(), network: random.unit() },
    sharings: Array.from({ length: random.below(5) }, () => random.below(100)),
  }
})

test('those with both ends among some accounts come as they are and in their order', () => {
  const all = Links.of(links)
  for (const share of [0, 0.3, 0.8]) {
    const accounts = new Set(Array.from({ length: 60 }, (_, account) => account).filter(() => random.unit() < share))
    const inside = links.filter(({ a, b }) => accounts.has(a) && accounts.has(b))
    assert.ok(inside.length < links.length && (share < 0.8 || inside.length > 50))
    assert.deepEqual([...all.among(accounts)], inside)
  }
})

test('where these are all, nothing is made anew', () => {
  const all = Links.of(links)
  assert.equal(all.among(new Set(Array.from({ length: 60 }, (_, account) => account))), all)
})
