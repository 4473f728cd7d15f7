/** Shows that nobody waits long for the bodies of others, however many and however bad those are. */
import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { BodyThread } from './body-thread.ts'
import type { BodyRule } from './body.ts'

const rule: BodyRule = { content: 'keep', bytesMax: 1 << 20, secret: Buffer.alloc(32) }
const hashed: BodyRule = { ...rule, content: 'hash' }
const small = Buffer.from(JSON.stringify({ model: 'm', x: 'y '.repeat(40_000) }))

async function threadFor(t: TestContext): Promise<BodyThread> {
  const thread = new BodyThread()
  t.after(() => thread.stop())
  await thread.settle(small, rule, 'first')
  return thread
}

test('one account has its turn after one body of another, not after all', async (t) => {
  const thread = await threadFor(t)
  const slow = Buffer.from(`{"model":"m","messages":[${'"ab",'.repeat(300_000)}0]}`)
  let done = 0
  const theirs = Array.from({ length: 6 }, () => thread.settle(slow, hashed, 'many').then(() => (done += 1)))
  const settled = await thread.settle(small, rule, 'one')
  assert.equal(settled.fault, undefined)
  assert.ok(done <= 2)
  await Promise.all(theirs)
})

test('of many accounts with bodies that take too long none keeps a call beyond the bound', async (t) => {
  const thread = await threadFor(t)
  const endless = Buffer.from(`{"messages":[${'"ab",'.repeat(990_000)}0]}`)
  const bad = Array.from({ length: 12 }, (_, i) => thread.settle(endless, hashed, `bad-${i}`))
  const startedAt = performance.now()
  const settled = await thread.settle(small, rule, 'one')
  assert.ok(performance.now() - startedAt < 4000)
  assert.ok(settled.fault === undefined || settled.fault === 'not checked')
  await Promise.all(bad)
})
