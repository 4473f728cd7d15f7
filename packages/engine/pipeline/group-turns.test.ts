// A group whose members begin conversations in turn has one scheduler; it is seen as of a moment, and told once.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Group } from '@stillhunt/core/campaign'
import { Evidence, Sharings, Traits } from '@stillhunt/core/link'
import { Random } from '@stillhunt/core/statistics'
import { GroupTurns } from './group-turns.ts'
import type { RefusedMs } from '../signal.ts'
import type { UsageLog } from './usage-log.ts'

const dayMs = 86_400_000
const size = 200

interface Opening {
  readonly timeMs: number
  readonly account: number
}

/** `count` conversations over three days, on the account that `next` says. */
function openings(seed: number, count: number, next: (at: number) => number): Opening[] {
  const random = new Random(seed)
  const times = Array.from({ length: count }, () => random.unit() * 3 * dayMs).sort((a, b) => a - b)
  return times.map((timeMs, at) => ({ timeMs, account: next(at) }))
}

/** What the turns of a group with these members are, and how the evidence grew. */
function watching(all: readonly Opening[], refusedMs: RefusedMs = new Map()) {
  const evidence = new Evidence({
    population: { size, org: new Int32Array(size).fill(-1), reseller: new Uint8Array(size) },
    sharings: new Sharings(),
    traits: new Traits([], [], size),
  })
  const openings = (accounts: Iterable<number>, beforeMs: number): readonly Opening[] => {
    const asked = new Set(accounts)
    return all.filter(({ timeMs, account }) => timeMs < beforeMs && asked.has(account))
  }
  const log = {
    refusedMs,
    openingRecord: (account: number) => `record of ${account}`,
    openings,
    countOpenings: (accounts: Iterable<number>, beforeMs: number) => openings(accounts, beforeMs).length,
  } as unknown as UsageLog
  const turns = new GroupTurns(evidence, log)
  const groupOf = (accounts: readonly number[]): Group =>
    ({ members: accounts.map((account) => ({ account })) }) as unknown as Group
  return {
    evidence,
    /** Whom it tied. */
    look: (accounts: readonly number[], beforeMs: number): number[] => {
      const ties = turns.look([groupOf(accounts)], beforeMs)
      return [...new Set(ties.flatMap((tie) => tie.accounts))].sort((a, b) => a - b)
    },
    /** Whom it joined of pools that are known to take turns, and have something telling in common or not. */
    join: (pools: readonly (readonly number[])[], beforeMs: number, isAlike = true): number[] => {
      const groups = pools.map((accounts, at) => ({
        profile: { values: new Map([[isAlike ? 0 : at, {}]]) },
        pool: { accounts: new Set(accounts), scheduled: accounts.length, turnNats: 20 },
      })) as unknown as Group[]
      const ties = turns.join(groups, beforeMs)
      return [...new Set(ties.flatMap((tie) => tie.accounts))].sort((a, b) => a - b)
    },
  }
}

const pool = [3, 5, 8, 13, 21, 34]
const inTurn = openings(1, 180, (at) => pool[at % pool.length]!)

test('members that begin conversations in turn are tied, all of them, as of the moment of the look', () => {
  const { evidence, look } = watching(inTurn)
  assert.deepEqual(look(pool, 2 * dayMs), pool)
  const tied = new Set([...evidence.sharings].flatMap(({ accounts }) => accounts))
  assert.deepEqual(
    [...tied].sort((a, b) => a - b),
    pool,
  )
  for (const { isSchedule, sinceMs } of evidence.sharings)
    assert.deepEqual([isSchedule, sinceMs], [true, [2, 2].map((d) => d * dayMs)])
})

test('where half were banned, whoever came instead is tied by a second turn that keeps its place', () => {
  const founders = Array.from({ length: 24 }, (_, i) => i)
  const left = founders.filter((account) => account % 2 === 0)
  const round = [...left.slice(0, 5), 30, ...left.slice(5)]
  const calls = [...founders, ...founders, ...founders, ...left, ...left, ...round, ...round]
  const all = openings(3, calls.length, (at) => calls[at]!)
  const bannedMs = all[3 * founders.length]!.timeMs - 1
  const banned = founders.filter((account) => !left.includes(account))
  const tied = (refusedMs?: RefusedMs): number[] => watching(all, refusedMs).look([...founders, 30], 3 * dayMs)
  assert.deepEqual(tied(new Map(banned.map((account) => [account, [bannedMs]]))), [...founders, 30])
  assert.ok(!tied().includes(30))
})

test('before enough is seen nothing is said, and what is known is not said again', () => {
  const { evidence, look } = watching(inTurn)
  assert.deepEqual(look(pool, 0.1 * dayMs), [])
  assert.deepEqual(look(pool, dayMs), pool)
  const told = evidence.sharings.length
  assert.deepEqual(look(pool, 3 * dayMs), [])
  assert.equal(evidence.sharings.length, told)
})

test('a member that comes to take turns later is tied to those that were known', () => {
  const { evidence, look } = watching(inTurn)
  assert.deepEqual(look(pool.slice(0, 5), dayMs), pool.slice(0, 5))
  const tied = look(pool, 3 * dayMs)
  assert.ok(tied.includes(34) && tied.length > 1)
  assert.ok([...evidence.sharings].some(({ accounts }) => accounts.includes(34)))
  assert.equal(evidence.links(new Set(pool)).length >= pool.length - 1, true)
})

/** Conversations of two pools of six, each in turn by itself, and the ties among them that a look at all twelve makes. */
const second = [40, 41, 42, 43, 44, 45]
const beside = [...inTurn, ...openings(9, 150, (at) => second[at % second.length]!)].sort((a, b) => a.timeMs - b.timeMs)

test('two pools in one group are tied each by itself', () => {
  const { evidence, look } = watching(beside)
  assert.deepEqual(look([...pool, ...second], 3 * dayMs), [...pool, ...second])
  for (const { accounts } of evidence.sharings)
    assert.equal(accounts.filter((account) => pool.includes(account)).length % 2, 0)
})

test('pieces of one pool are joined where they do alike, and pools that are not one are left', () => {
  const [even, odd] = [0, 1].map((half) => [...pool, ...second].filter((_, at) => at % 2 === half))
  const all = [...pool, ...second]
  const one = openings(5, 240, (at) => all[at % all.length]!)
  // All of the one, and some of the other to hang on to.
  const joined = watching(one).join([even!, odd!], 3 * dayMs)
  assert.ok(odd!.every((account) => joined.includes(account)) && even!.some((account) => joined.includes(account)))
  assert.deepEqual(watching(one).join([even!, odd!], 3 * dayMs, false), [])
  assert.deepEqual(watching(beside).join([pool, second], 3 * dayMs), [])
})

test('people who come when they please are not tied, however alike they are', () => {
  const random = new Random(7)
  const people = pool.flatMap((account) =>
    Array.from({ length: 12 }, () => random.unit() * 3 * dayMs).flatMap((beginMs) =>
      Array.from({ length: 1 + random.below(4) }, (_, i) => ({ account, timeMs: beginMs + i * 120_000 })),
    ),
  )
  const { look } = watching(people.sort((a, b) => a.timeMs - b.timeMs))
  assert.deepEqual(look(pool, 3 * dayMs), [])
})

test('four who take turns are too few', () => {
  const four = pool.slice(0, 4)
  const { look } = watching(openings(2, 180, (at) => four[at % 4]!))
  assert.deepEqual(look(four, 3 * dayMs), [])
})
