// Whoever is met in three things is found with what they weigh, whatever is met beside it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Encounters, type Users } from './encounter.ts'

/** Numbers below `limit` that look like chance (Numerical Recipes' linear congruential generator). */
function drawing(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
}

const accounts = 60
const thingsMin = 3

/** Values of things, several of some, each with users. */
function draw(below: (limit: number) => number): Users[] {
  const values: Users[] = []
  for (let thing = 0, things = below(200); thing < things; thing += 1)
    for (let left = 1 + below(3); left > 0; left -= 1) {
      const share = below(50)
      const users = Array.from({ length: accounts }, (_, one) => one).filter(() => below(1000) < share)
      values.push({ thing, accounts: Int32Array.from(users), nats: 1 + below(9), pull: 1 + below(9) })
    }
  return values
}

/** Per account the best of each of its things: the first of the heaviest. */
function bestOf(values: readonly Users[], account: number): Users[] {
  const best = new Map<number, Users>()
  for (const value of values)
    if (value.accounts.includes(account) && value.nats > (best.get(value.thing)?.nats ?? 0))
      best.set(value.thing, value)
  return [...best.values()]
}

test('those met often enough are as found one by one, however many things there are', () => {
  const encounters = new Encounters(accounts)
  for (let seed = 0; seed < 60; seed += 1) {
    const below = drawing(seed)
    const values = draw(below)
    const least = below(accounts)
    const isMet = Uint8Array.from({ length: accounts }, () => below(2))
    const often = encounters.meet(values, least, isMet, thingsMin)
    const found = Array.from({ length: often }, (_, place) => [
      encounters.met[place]!,
      encounters.natsAt(place),
      encounters.pullAt(place),
    ])
    const expected: number[][] = []
    for (let account = 0; account < accounts; account += 1) {
      const best = bestOf(values, account)
      if (best.length < thingsMin || (account < least && isMet[account] === 0)) continue
      const sum = (of: 'nats' | 'pull'): number => best.reduce((total, value) => total + value[of], 0)
      expected.push([account, sum('nats'), sum('pull')])
    }
    assert.deepEqual(
      found.sort((x, y) => x[0]! - y[0]!),
      expected,
    )
  }
})
