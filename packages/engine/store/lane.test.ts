// A statement goes to the connection that is free first; nobody who asked earlier is passed over.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Session } from './embedded.ts'
import { Lanes } from './lane.ts'

const sessions = (count: number): Session[] => Array.from({ length: count }, () => ({}) as Session)

test('who waits gets the connection that is left first, in the order of asking', async () => {
  const [one, other] = sessions(2)
  const lanes = new Lanes([one!, other!])
  const busy = await lanes.enter()
  const left = await lanes.enter()
  const waiting = [lanes.enter(), lanes.enter()]
  left.leave()
  const first = await waiting[0]!
  assert.equal(first.session, other)
  first.leave()
  assert.equal((await waiting[1]!).session, other)
  assert.equal(busy.session, one)
})

test('two who want all connections get them one after the other', async () => {
  const lanes = new Lanes(sessions(3))
  const held = await lanes.enter()
  const got: string[] = []
  const want = async (name: string): Promise<void> => {
    const all = await lanes.enterAll()
    got.push(name)
    for (const { leave } of all) leave()
  }
  const both = Promise.all([want('first'), want('second')])
  held.leave()
  await both
  assert.deepEqual(got, ['first', 'second'])
})
