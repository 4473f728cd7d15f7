// The share of pairs that run through hubs is that of taking, again and again, the account with most pairs left.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findPool } from './pool.ts'

type Partners = ReadonlyMap<number, ReadonlySet<number>>

/** The slow way: every account is looked at for every hub. */
function slowly(accounts: ReadonlySet<number>, partners: Partners): number {
  const left = new Map(
    [...accounts].map((one) => [one, new Set([...partners.get(one)!].filter((o) => accounts.has(o)))]),
  )
  const ends = [...left.values()].reduce((sum, { size }) => sum + size, 0)
  let through = 0
  for (let hubs = Math.max(1, Math.floor(accounts.size / 5)); hubs > 0; hubs -= 1) {
    const hub = [...left.keys()].reduce((best, one) => (left.get(one)!.size > left.get(best)!.size ? one : best))
    through += left.get(hub)!.size
    for (const other of left.get(hub)!) left.get(other)?.delete(hub)
    left.delete(hub)
  }
  return ends === 0 ? 0 : (2 * through) / ends
}

/** Pairs of `count` accounts from a linear congruential sequence; some of them are known to one end only. */
function scene(count: number, seed: number, oneSided: number): Partners {
  const partners = new Map(Array.from({ length: count }, (_, one) => [one, new Set<number>()] as const))
  let state = seed
  const draw = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below
  for (let pair = 0; pair < 2 * count; pair += 1) {
    const [a, b] = [draw(count), draw(1 + draw(count))]
    if (a === b) continue
    partners.get(a)!.add(b)
    if (draw(100) >= oneSided) partners.get(b)!.add(a)
  }
  return partners
}

test('hubs are counted as the slow way counts them, also where only one end knows of a pair', () => {
  for (let seed = 1; seed <= 40; seed += 1)
    for (const oneSided of [0, 30]) {
      const partners = scene(5 + seed, seed, oneSided)
      const pool = findPool(new Set(partners.keys()), { partners, turnNatsOf: () => 0, timesOf: () => 0 })
      if (pool.accounts.size > 0) assert.equal(pool.hubShare, slowly(pool.accounts, partners), `${seed}, ${oneSided}`)
    }
})
