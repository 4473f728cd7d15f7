// A replay sees at every moment what a look at nothing but the past would see, and at its end what a scan sees.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Random } from '../statistics.ts'
import { Evidence, type KnownEvidence } from './evidence.ts'
import type { Family } from './family.ts'
import { Replay } from './replay.ts'
import type { Sharing } from './sharing.ts'
import { Sharings } from './sharings.ts'
import { type TraitKind, type TraitRow, Traits } from './trait.ts'

const kinds: readonly TraitKind[] = (
  [
    ['payment instrument', 'identity', 1, true],
    ['prompt skeleton', 'content', 1, false],
    ['address', 'network', 0.5, false],
  ] as const
).map(([aspect, family, weight, opensPairs]) => ({ signal: 's', aspect, family, weight, opensPairs }))

/** Evidence as plain rows, from which parts can be taken. */
interface World {
  readonly firstMs: Float64Array
  readonly org: Int32Array
  readonly reseller: Uint8Array
  readonly sharings: readonly Sharing[]
  readonly rows: readonly TraitRow[]
}

const endMs = 1000
const some = (random: Random, accounts: number, count: number): number[] => {
  const chosen = new Set<number>()
  while (chosen.size < count) chosen.add(random.below(accounts))
  return [...chosen].sort((a, b) => a - b)
}

/** Evidence of all shapes: with and without times, holders beside the accounts, declared relations, crowds. */
function drawWorld(seed: number): World {
  const random = new Random(seed)
  const accounts = seed % 5 === 0 ? 90 : 8 + random.below(20)
  const sizeOf = (): number => (accounts > 80 && random.unit() < 0.2 ? 58 + random.below(12) : 2 + random.below(4))
  const moment = (): number => random.below(endMs)
  const firstMs = Float64Array.from({ length: accounts }, () => (random.unit() < 0.3 ? 0 : moment()))
  const later = (account: number): number => firstMs[account]! + random.below(endMs - firstMs[account]!)
  const sharings = Array.from({ length: 25 }, (_, index): Sharing => {
    const own = some(random, accounts, sizeOf())
    const joinedMs = [...own.map(later), moment(), moment()].sort((a, b) => a - b)
    const isCounted = random.unit() < 0.5
    return {
      signal: 'hop',
      family: (['handoff', 'content'] as const satisfies Family[])[random.below(2)]!,
      item: `item ${random.below(12)}`,
      accounts: own,
      ...(random.unit() < 0.8 ? { sinceMs: own.map(later) } : {}),
      ...(isCounted ? { joinedMs } : {}),
      holders: isCounted ? joinedMs.length : own.length,
      bonusNats: random.below(8),
      records: [`r${index}`],
    }
  })
  const rows = Array.from({ length: 40 }, (_, index): TraitRow => {
    const own = some(random, accounts, sizeOf())
    return {
      kind: random.below(kinds.length),
      key: String(index),
      accounts: own,
      uses: own.map(() => 1),
      ...(random.unit() < 0.8 ? { sinceMs: own.map(() => moment()) } : {}),
    }
  })
  return {
    firstMs,
    org: Int32Array.from({ length: accounts }, () => (random.unit() < 0.3 ? random.below(2) : -1)),
    reseller: Uint8Array.from({ length: accounts }, () => (random.unit() < 0.1 ? 1 : 0)),
    sharings,
    rows,
  }
}

/** What came before a moment, and nothing else. */
function knownBefore({ firstMs, org, reseller, sharings, rows }: World, beforeMs: number): KnownEvidence {
  const keep = (values: readonly number[], timesMs: readonly number[]): number[] =>
    values.filter((_, i) => timesMs[i]! < beforeMs)
  const cutSharings = sharings.map((sharing) => {
    const { accounts, sinceMs = accounts.map((one) => firstMs[one]!), joinedMs } = sharing
    const left = keep(accounts, sinceMs)
    const holders = joinedMs === undefined ? left.length : keep(joinedMs, joinedMs).length
    return { ...sharing, accounts: left, sinceMs: keep(sinceMs, sinceMs), holders }
  })
  const cutRows = rows.map((row) => {
    const timesMs = Array.from(row.accounts, (one, i) => Math.max(firstMs[one]!, row.sinceMs?.[i] ?? 0))
    const accounts = keep(Array.from(row.accounts), timesMs)
    // What one account has alone is no trait.
    return { kind: row.kind, key: row.key, uses: [], accounts: accounts.length < 2 ? [] : accounts }
  })
  return {
    population: { size: firstMs.filter((timeMs) => timeMs < beforeMs).length, org, reseller },
    sharings: new Sharings(cutSharings),
    traits: new Traits(kinds, cutRows, firstMs.length),
  }
}

/** Everything that is seen, in an order that does not depend on how it was come by. */
function all(evidence: Evidence) {
  const { population, sharings, traits } = evidence
  return {
    size: population.size,
    sharings: [...sharings].map(({ accounts, holders, bonusNats, item }) => ({ accounts, holders, bonusNats, item })),
    holders: Array.from({ length: traits.size }, (_, value) => [...traits.holders(value)]),
    values: Array.from(population.org, (_, account) => [...traits.valuesOf(account)]),
    links: [...evidence.links()]
      .map((link) => ({
        ...link,
        nats: Math.round(link.nats * 1e6),
        byFamily: Object.values(link.byFamily).map((nats) => Math.round(nats * 1e6)),
        sharings: link.sharings.toSorted((a, b) => a - b),
      }))
      .sort((x, y) => x.a - y.a || x.b - y.b),
  }
}

/** Fails with the first thing that is seen otherwise: all of them would be pages. */
function assertSame(actual: Evidence, expected: Evidence, where: string): void {
  const [one, other] = [all(actual), all(expected)]
  for (const part of Object.keys(one) as (keyof typeof one)[]) {
    const [mine, wanted] = [[one[part]].flat(), [other[part]].flat()].map((list) => list.map((x) => JSON.stringify(x)))
    const at = mine!.findIndex((line, index) => line !== wanted![index])
    if (at >= 0 || mine!.length !== wanted!.length)
      assert.fail(`${where}: ${part} ${at} of ${mine!.length}: ${mine![at]}, not ${wanted![at]} of ${wanted!.length}`)
  }
}

const replayOf = (world: World): Replay => {
  const whole = knownBefore(world, Infinity)
  // The times are in the rows and sharings of the world, which nothing was taken from.
  return new Replay(
    { ...whole, sharings: new Sharings(world.sharings), traits: new Traits(kinds, world.rows, world.firstMs.length) },
    world.firstMs,
  )
}

const seeds = Array.from({ length: 30 }, (_, seed) => seed)

test('a replay that has come to its end sees what a scan sees', () => {
  for (const seed of seeds) {
    const world = drawWorld(seed)
    const replay = replayOf(world)
    replay.advance(Infinity)
    assertSame(replay.evidence, new Evidence(knownBefore(world, Infinity)), `seed ${seed}`)
    assert.equal(replay.nextMs, Infinity)
  }
})

test('at every step it sees what came before and nothing else, however long the steps are', () => {
  for (const seed of seeds) {
    const world = drawWorld(seed)
    const replay = replayOf(world)
    const random = new Random(1000 + seed)
    for (let beforeMs = 0; beforeMs <= endMs; beforeMs += 1 + random.below(200)) {
      replay.advance(beforeMs)
      assert.ok(replay.nextMs >= beforeMs)
      assertSame(replay.evidence, new Evidence(knownBefore(world, beforeMs)), `seed ${seed} at ${beforeMs}`)
    }
  }
})

test('whoever has a new event with somebody is told, and so is the other one', () => {
  for (const seed of seeds.slice(0, 20)) {
    const replay = replayOf(drawWorld(seed))
    let before = new Map<string, number>()
    for (let beforeMs = 0; beforeMs <= endMs; beforeMs += 100) {
      const touched = new Set(replay.advance(beforeMs).ties.flatMap(({ accounts }) => accounts))
      const after = new Map([...replay.evidence.links()].map(({ a, b, sharings }) => [`${a} ${b}`, sharings.length]))
      for (const [pair, events] of after)
        if (events > (before.get(pair) ?? 0))
          for (const account of pair.split(' ')) assert.ok(touched.has(Number(account)), `seed ${seed}, ${pair}`)
      before = after
    }
  }
})

test('nothing is let in twice, and what was let in is not told again', () => {
  const replay = replayOf(drawWorld(3))
  assert.ok(replay.advance(endMs).ties.length > 0)
  const seen = all(replay.evidence)
  assert.deepEqual(replay.advance(Infinity), { ties: [], alike: [] })
  assert.deepEqual(all(replay.evidence), seen)
})

test('a tie says whether it is of an event, of a scheduler, or of what both have', () => {
  const event = { signal: 'hop', family: 'handoff', holders: 2, bonusNats: 1, records: [] } as const
  const sharings = [
    { ...event, item: 'one', accounts: [0, 1] },
    { ...event, item: 'two', accounts: [2, 3], isSchedule: true as const },
  ]
  const rows = [{ kind: 0, key: 'k', accounts: [4, 5], uses: [1, 1] }]
  const world = { firstMs: new Float64Array(6), org: new Int32Array(6).fill(-1), reseller: new Uint8Array(6) }
  const replay = new Replay(knownBefore({ ...world, sharings, rows }, endMs), world.firstMs)
  const said = replay.advance(endMs).ties.map(({ accounts, event }) => [accounts, event && event.isSchedule === true])
  assert.deepEqual(
    said.toSorted(([x], [y]) => Number((x as number[])[0]) - Number((y as number[])[0])),
    [
      [[0, 1], false],
      [[2, 3], true],
      [[4, 5], null],
    ],
  )
})
