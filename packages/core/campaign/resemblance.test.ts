// A circle of hand-overs is a pool's own where it does the pool's work, and a team's where it is all on one card besides.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Traits } from '../link.ts'
import { profileOf } from './profile.ts'
import { circleResembles, tellingShareOf } from './resemblance.ts'

const size = 400
const pool = Array.from({ length: 8 }, (_, i) => i)
const circle = [20, 21, 22, 23, 24]

/** The pool and the circle use the same five templates; those with a card have it from registration. */
function resembles(card: readonly number[]): boolean {
  const kinds = [
    { signal: 'skeleton-sharing', aspect: 'prompt skeleton', family: 'content', weight: 1, opensPairs: false },
    { signal: 'shared-identity', aspect: 'payment instrument', family: 'identity', weight: 1, opensPairs: true },
  ] as const
  const users = [...pool, ...circle]
  const rows = Array.from({ length: 5 }, (_, key) => ({
    kind: 0,
    key: String(key),
    accounts: users,
    uses: users.map(() => 3),
  }))
  const traits = new Traits(kinds, [...rows, { kind: 1, key: '9', accounts: card, uses: card.map(() => 1) }], size)
  const core = new Set(pool)
  const profile = profileOf(core, core, traits, size)
  return circleResembles(circle, { core, profile }, tellingShareOf(core, profile, traits), traits)
}

test('a circle that does the same work is of the pool', () => assert.ok(resembles([])))
test('… also where two of it were bought together', () => assert.ok(resembles(circle.slice(0, 2))))
test('… or all are on a card that accounts of the pool are on', () => assert.ok(resembles([pool[3]!, ...circle])))
test('a circle on one card that the pool does not have is a party of its own', () => assert.ok(!resembles(circle)))
test('… also where one of it has another', () => assert.ok(!resembles(circle.slice(1))))
