// Schedulers take turns and people do not: an honest crowd hardly ever looks like a pool, a pool shows within a few turns.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { honestTurns } from './honest-turn.ts'
import { Random } from './random.ts'
import { superUniformityP, times } from './simulation.fixture.ts'
import {
  atRandom,
  gammaRate,
  leastRecentlyUsed,
  leastRecentOfFree,
  lognormalRate,
  paretoRate,
  people,
  pool,
  roundRobin,
  stickyPool,
} from './turn.fixture.ts'
import { sessionOpenings, turnOrderLogE, type TurnTaking, turnTaking, type Turns } from './turn-taking.ts'

const random = new Random(30)

const sequence = (account: readonly number[], accounts = 5): Turns => ({
  account: Int32Array.from(account),
  timeMs: Float64Array.from(account.keys()),
  accounts,
})

/** The probability that an urn with bursts goes on from the first five calls, by accounts 0 … 4, as the rest does. */
function honestProbability(calls: readonly number[], concentration: number, burstShare: number): number {
  let probability = 1
  let placeBefore = 0
  const squares = (center: number): number[] => [0, 1, 2, 3, 4].map((place) => 1 / (1 + Math.abs(place - center)) ** 2)
  const shareOf = (weights: readonly number[], place: number): number =>
    weights[place]! / weights.reduce((a, b) => a + b)
  for (let at = 5; at < calls.length; at += 1) {
    const past = calls.slice(0, at)
    const byRecency = [0, 1, 2, 3, 4].toSorted((a, b) => past.lastIndexOf(b) - past.lastIndexOf(a))
    const place = byRecency.indexOf(calls[at]!)
    const uses = past.filter((one) => one === calls[at]).length
    const lockstep = shareOf(squares(Math.min(placeBefore, 1)), place)
    const burst = ((place === 0 ? 1 : 0) + shareOf(squares(0), place) + lockstep) / 3
    probability *= ((1 - burstShare) * (uses + concentration)) / (at + 5 * concentration) + burstShare * burst
    placeBefore = place
  }
  return probability
}

const continuations = times(5 ** 4, (code) => [0, 1, 2, 3, 4, ...times(4, (at) => Math.floor(code / 5 ** at) % 5)])

test('under every honest law the mean e-value is at most 1: every continuation by four calls counted', () => {
  const es = continuations.map((calls) => Math.exp(turnTaking(sequence(calls)).logE))
  for (const concentration of honestTurns.concentrations)
    for (const burstShare of honestTurns.burstShares) {
      const mean = continuations.reduce(
        (sum, calls, at) => sum + honestProbability(calls, concentration, burstShare) * es[at]!,
        0,
      )
      assert.ok(mean > 0.01 && mean <= 1, `${concentration}, ${burstShare}: ${mean}`)
    }
})

test('against a single honest law the mean is exactly 1: all laws sum to one', () => {
  const law = { concentrations: [1], burstShares: [0.25] }
  let mean = 0
  for (const calls of continuations)
    mean += honestProbability(calls, 1, 0.25) * Math.exp(turnTaking(sequence(calls), undefined, law).logE)
  assert.ok(Math.abs(mean - 1) < 1e-9, `${mean}`)
})

const honest: readonly (readonly [name: string, make: (accounts: number) => Turns])[] = (
  [
    ['rates of a gamma law', { rate: gammaRate(1), burst: 1 }],
    ['a class at one task', { rate: gammaRate(20), burst: 1 }],
    ['fairly even rates', { rate: lognormalRate(0.5), burst: 1 }],
    ['a lognormal tail', { rate: lognormalRate(2), burst: 1 }],
    ['a Pareto tail', { rate: paretoRate(1.2), burst: 1 }],
    ['bursts of five', { rate: gammaRate(1), burst: 5 }],
    ['bursts of thirty, even rates', { rate: gammaRate(1000), burst: 30 }],
    ['days and nights in three time zones', { rate: gammaRate(1), burst: 1, hours: 8 }],
    ['days, bursts with pauses, a tail', { rate: lognormalRate(1), burst: 5, gapSeconds: 600, hours: 8 }],
    ['agents that loop at a steady pace, a few at once', { rate: gammaRate(1), burst: 40, gapShape: 9, hours: 1 }],
    ['agents that loop at a steady pace, one at a time', { rate: gammaRate(3), burst: 40, gapShape: 9 }],
    ['one working day, one time zone, bursts', { rate: gammaRate(0.3), burst: 3, gapSeconds: 300, hours: 2 }],
  ] as const
).map(([name, how]) => [
  name,
  (accounts) => people({ accounts, sessions: Math.ceil((accounts * 10) / how.burst), gapSeconds: 60, ...how }, random),
])

for (const [name, make] of honest)
  test(`people are no pool: ${name}`, () => {
    const found = times(500, (run) => turnTaking(make([5, 20, 50][run % 3]!)))
    const mean = found.reduce((sum, { logE }) => sum + Math.exp(logE) / found.length, 0)
    assert.ok(mean <= 1, `mean e-value ${mean}`)
    assert.ok(superUniformityP(found.map(({ p }) => p)) > 0.5)
  })

/** The smallest of ten runs. */
const leastOf = (make: () => Turns): TurnTaking =>
  times(10, () => turnTaking(make())).reduce((least, one) => (one.logE < least.logE ? one : least))

const schedulers: readonly (readonly [name: string, nats: number, make: () => Turns])[] = [
  ['least recently used, five calls an account', 100, () => pool(20, 100, leastRecentlyUsed, random)],
  ['round robin, five calls an account', 100, () => pool(20, 100, roundRobin, random)],
  ['least recently used of those that are free', 100, () => pool(20, 200, leastRecentOfFree(0.3), random)],
  ['at random, fifty calls an account', 3, () => pool(60, 3000, atRandom, random)],
  ['sticky sessions, one event per session', 100, () => stickyPool(20, 100, 1, random)],
]

for (const [name, nats, make] of schedulers)
  test(`a pool shows: ${name}`, () => {
    const least = leastOf(make)
    assert.ok(least.logE > nats && least.p < Math.exp(-nats), `${least.logE} nats`)
  })

test('order is kept by schedulers only, however alike people are', () => {
  const alike = times(50, () =>
    turnTaking(people({ accounts: 30, sessions: 900, rate: () => 1, burst: 1, gapSeconds: 1 }, random)),
  )
  assert.ok(alike.every(({ orderLogE }) => orderLogE < -100))
  assert.ok(leastOf(() => pool(20, 100, leastRecentlyUsed, random)).orderLogE > 100)
})

test('sticky sessions hide the scheduler when every call is an event', () =>
  assert.ok(times(10, () => turnTaking(stickyPool(20, 100, 4, random))).every(({ logE }) => logE < 0)))

test('… until it is given what opens a session', () => {
  const openings = times(10, () => sessionOpenings(stickyPool(20, 200, 4, random), 5 * 60_000))
  assert.ok(openings.every((turns) => turnTaking(turns).logE > 50))
})

test('a session is opened by an account’s first call and by one after its silence', () => {
  const turns = { account: Int32Array.of(0, 1, 0, 0, 1), timeMs: Float64Array.of(0, 1, 9, 19, 20), accounts: 2 }
  const { account, timeMs } = sessionOpenings(turns, 10)
  assert.deepEqual(
    [[...account], [...timeMs]],
    [
      [0, 1, 0, 1],
      [0, 1, 19, 20],
    ],
  )
})

test('what opens sessions of people is no pool either', () => {
  const how = { accounts: 20, sessions: 100, gapSeconds: 60, rate: lognormalRate(1), burst: 8, hours: 8 }
  const found = times(500, () => turnTaking(sessionOpenings(people(how, random), 10 * 60_000)))
  assert.ok(found.reduce((sum, { logE }) => sum + Math.exp(logE) / 500, 0) <= 1)
})

test('accounts that were banned do not hide the scheduler', () => {
  const turns = pool(
    20,
    200,
    (lastUse, call) => {
      const living = lastUse.map((last, account) => (account < call / 20 ? Infinity : last))
      return living.indexOf(Math.min(...living))
    },
    random,
  )
  assert.ok(turnTaking(turns).logE > 100)
})

test('whoever was refused is as if he had never been there', () => {
  for (const calls of continuations) {
    const { gain: _of, ...alone } = turnTaking(sequence(calls))
    const refusals = { account: Int32Array.of(5), timeMs: Float64Array.of(0.5) }
    const { gain: _ofAll, ...figures } = turnTaking({ ...sequence([5, ...calls], 6), refusals })
    assert.deepEqual(figures, { ...alone, accounts: 6, calls: calls.length + 1 })
  }
})

const upTo = (count: number): number[] => times(count, (account) => account)

test('a round goes on past those that were banned: nobody takes what is left for a few who loop among many', () => {
  const all = upTo(20)
  const left = all.filter((account) => account % 5 < 2)
  const banned = all.filter((account) => account % 5 >= 2)
  const natsOf = (rounds: number, isTold: boolean): number => {
    const turns = sequence([...all, ...all, ...times(rounds, () => left).flat()], all.length)
    const refusals = { account: Int32Array.from(banned), timeMs: Float64Array.from(banned, () => 2 * all.length - 0.5) }
    return turnTaking(isTold ? { ...turns, refusals } : turns).roundRobinLogE
  }
  // Eight turns, each one of twenty to people and the next to the scheduler, but for what people's best law makes of it.
  assert.ok(natsOf(1, true) > natsOf(0, true) + 12, `${natsOf(1, true)}`)
  assert.ok(natsOf(10, true) > natsOf(1, true) + 100)
  assert.ok(natsOf(10, false) < natsOf(0, false))
})

test('who joins a round is followed by whoever was to come, and has a turn when it comes round', () => {
  const calls = [...times(4, () => upTo(8)).flat(), ...times(2, () => [0, 1, 2, 8, 3, 4, 5, 6, 7]).flat()]
  const without = calls.filter((account) => account !== 8)
  const nats = turnTaking(sequence(calls, 9)).roundRobinLogE
  assert.ok(nats > turnTaking(sequence(without, 8)).roundRobinLogE + 3, `${nats}`)
})

test('timers of one period are no people: they look like round robin', () => {
  const calls = times(200, (at) => at % 10)
  assert.ok(turnTaking(sequence(calls, 10)).roundRobinLogE > 100)
})

test('figures for a sentence', () => {
  const day = 86_400_000
  const turns: Turns = {
    account: Int32Array.of(0, 1, 2, 3, 4, 0, 1, 1, 0, 2),
    timeMs: Float64Array.of(0, 1, 2, 3, 4, 5, 6, 7, 9 * day, 9 * day + 1),
    accounts: 6,
  }
  // Scored are calls 5 and 6 (all four others were used since) and 7 (none was); after nine days all come back.
  const { accounts, calls, scored, medianTurnShare } = turnTaking(turns)
  assert.deepEqual(
    { accounts, calls, scored, medianTurnShare },
    { accounts: 5, calls: 10, scored: 3, medianTurnShare: 1 },
  )
})

test('random turns are half of the others apart', () =>
  assert.ok(Math.abs(turnTaking(pool(40, 4000, atRandom, random)).medianTurnShare - 0.5) < 0.05))

test('nothing, one account, or no account twice say nothing', () => {
  for (const calls of [[], [0, 0, 0], [0, 1, 2, 3, 4], [0, 1, 2, 3, 2, 1]]) {
    const { logE, p, scored } = turnTaking(sequence(calls))
    assert.ok(logE <= 1e-12 && logE > -1e-12 && p === Math.min(1, p) && scored === 0, `${logE}`)
  }
})

test('renaming accounts changes nothing', () => {
  const turns = pool(9, 60, leastRecentOfFree(0.4), random)
  const renamed = { ...turns, account: turns.account.map((account) => 8 - account) }
  const [{ gain, ...figures }, again] = [turnTaking(turns), turnTaking(renamed)]
  assert.deepEqual({ ...again, gain: null }, { ...figures, gain: null })
  assert.deepEqual([...again.gain].reverse(), [...gain])
})

test('the gain of an account is what its calls add: those of a scheduled account speak for one, x', () => {
  const scheduled = times(200, (at) => at % 8)
  const calls = scheduled.flatMap((account, at) =>
    at % 50 === 49 ? [account, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8] : [account],
  )
  const { gain, logE } = turnTaking(sequence(calls, 9))
  assert.ok(logE > 50)
  assert.ok(gain.subarray(0, 8).every((nats) => nats > 0) && gain[8]! < -1, `${gain}`)
})

test('the evidence of the order alone is that of the whole answer', () => {
  const generator = new Random(5)
  for (const accounts of [6, 20]) {
    const account = Int32Array.from({ length: 300 }, (_, call) => (generator.unit() < 0.2 ? 0 : call % accounts))
    const timeMs = Float64Array.from(account, (_, call) => call * 60_000 + generator.below(50_000))
    const turns = { account, timeMs, accounts }
    assert.equal(turnOrderLogE(turns), turnTaking(turns).orderLogE)
  }
})
