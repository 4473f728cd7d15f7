// A request that fails on one account and comes, identical, from another shortly after ties the two.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertNats, call, chat, eventsIn, type Line, prose, sharingsOf } from '../signal.fixture.ts'
import { closenessNats, failoverHop } from './signal.ts'

const task = (theme: string): string => prose(theme, 8)

/** The task fails on `account`. */
const fails = (id: string, account: string, theme: string, status = 429, second = 0): Line =>
  call(id, account, chat(task(theme)), { status, second })

/** The task comes from `account`, and is answered. */
const comes = (id: string, account: string, theme: string, second: number): Line =>
  call(id, account, chat(task(theme)), { second })

const retriable = [403, 408, 409, 429, 500, 503, 529]

const negatives = {
  'a retry on the same account': [fails('r1', 'ana', 'own'), comes('r2', 'ana', 'own', 2)],
  'a retry after more than 300 s': [fails('r1', 'ana', 'late'), comes('r2', 'bo', 'late', 301)],
  'what another sent before it failed': [fails('r1', 'ana', 'past', 429, 60), comes('r2', 'bo', 'past', 50)],
  'what another sends after it was answered': [fails('r1', 'ana', 'fine', 200), comes('r2', 'bo', 'fine', 2)],
  'a request that is wrong wherever it is sent': [
    fails('r1', 'ana', 'wrong', 400),
    fails('r2', 'bo', 'wrong', 400, 2),
    fails('r3', 'cy', 'wrong', 404, 4),
  ],
  'a few words, which recur by chance': [
    call('r1', 'ana', chat('Yes please'), { status: 429 }),
    call('r2', 'bo', chat('Yes please'), { second: 2 }),
  ],
  'a prompt that more than forty send': [
    fails('r', 'ana', 'crowd'),
    ...Array.from({ length: 40 }, (_, i) => comes(`s${i}`, `other${i}`, 'crowd', 2 + i)),
  ],
  'an operator that rewords (evasion)': [
    fails('r1', 'ana', 'word'),
    call('r2', 'bo', chat(`${task('word')} now`), { second: 2 }),
  ],
  'an operator that does not retry elsewhere (evasion)': [fails('r1', 'ana', 'stop'), comes('r2', 'bo', 'another', 2)],
}

const incidentSecond = 86_400
const seen = await eventsIn(failoverHop, {
  ...negatives,
  near: [fails('r1', 'ana', 'near'), comes('r2', 'bo', 'near', 2)],
  statuses: retriable.flatMap((status) => [
    fails(`f${status}`, 'ana', `status${status}`, status),
    comes(`t${status}`, 'bo', `status${status}`, 1),
  ]),
  edge: [fails('r1', 'ana', 'edge'), comes('r2', 'bo', 'edge', 300)],
  popular: [
    fails('r1', 'ana', 'liked', 429, 3600),
    comes('r2', 'bo', 'liked', 3602),
    ...Array.from({ length: 9 }, (_, i) => comes(`s${i}`, `other${i}`, 'liked', i < 5 ? 1000 + i : 5000 + i)),
    comes('s-yesterday', 'early', 'liked', -86_400),
  ],
  rounds: [fails('r1', 'ana', 'round'), fails('r2', 'bo', 'round', 429, 1), comes('r3', 'cy', 'round', 3)],
  incident: [
    ...Array.from({ length: 12 }, (_, i) => fails(`f${i}`, `hit${i}`, `hit${i}`, 500, incidentSecond + i)),
    fails('r1', 'ana', 'storm', 500, incidentSecond + 20),
    comes('r2', 'bo', 'storm', incidentSecond + 22),
  ],
  twice: [fails('r1', 'ana', 'twice'), comes('r2', 'bo', 'twice', 240)],
  gateway: [fails('r1', 'ana', 'gate'), comes('r2', 'bo', 'gate', 2)].map((record) => ({ ...record, org: 'acme' })),
})

for (const what of Object.keys(negatives) as (keyof typeof negatives)[])
  test(`nothing is said of ${what}`, () => assert.deepEqual(seen.of(what), []))

test('a retry elsewhere two seconds later weighs its rarity and its closeness, and links', () => {
  const [event, ...others] = seen.of('near')
  assert.deepEqual(others, [])
  assert.deepEqual([event?.accounts, event?.records, event?.delayMs], [['ana', 'bo'], ['r1', 'r2'], 2000])
  assertNats(event?.bonusNats, closenessNats(2000, 0))
  assertNats(event?.nats, Math.log(seen.size / 2) + closenessNats(2000, 0))
  assert.deepEqual(
    seen.links('near').map(({ suffices }) => suffices),
    [true],
  )
})

test('every status that relays retry counts as a failure', () =>
  assert.deepEqual(
    seen.of('statuses').map(({ records }) => records),
    retriable.map((status) => [`f${status}`, `t${status}`]),
  ))

test('a retry after 300 s is the last that counts', () =>
  assert.deepEqual(
    seen.of('edge').map(({ delayMs }) => delayMs),
    [300_000],
  ))

test('a prompt that others send too weighs by its holders, and its bonus by their uses in the two hours before', () => {
  const [event, ...others] = seen.of('popular')
  assert.deepEqual([event?.accounts, event?.holders, others], [['ana', 'bo'], 12, []])
  assertNats(event?.bonusNats, closenessNats(2000, 5))
  assertNats(event?.nats, Math.log(seen.size / 12) + closenessNats(2000, 5))
})

test('three credentials one after the other are two hops, each to the next', () =>
  assert.deepEqual(
    seen.of('rounds').map(({ accounts, delayMs, bonusNats }) => [accounts, delayMs, bonusNats]),
    [
      [['ana', 'bo'], 1000, closenessNats(1000, 0)],
      [['bo', 'cy'], 2000, closenessNats(2000, 1)],
    ],
  ))

test('in an incident there is no bonus, and trying once on a second account does not link', () => {
  const [event] = seen.of('incident')
  assert.deepEqual([event?.accounts, event?.bonusNats], [['ana', 'bo'], 0])
  assertNats(event?.nats, Math.log(seen.size / 2))
  assert.deepEqual(
    seen.links('incident').map(({ suffices }) => suffices),
    [false],
  )
})

test('waiting lowers the bonus: after four minutes one retry does not link (evasion)', () => {
  assertNats(seen.of('twice')[0]?.bonusNats, closenessNats(240_000, 0))
  assert.deepEqual(
    seen.links('twice').map(({ suffices }) => suffices),
    [false],
  )
})

test("one declared organisation's gateway is seen and not linked", () => {
  assert.equal(seen.of('gateway').length, 1)
  assert.deepEqual(seen.links('gateway'), [])
})

test('the bonus is log(7,200 s / ((rivals + 1) × (delay + 1 s))): it shrinks with delay and rivals, never below 0', () => {
  assertNats(closenessNats(0, 0), Math.log(7200))
  assertNats(closenessNats(2000, 0), Math.log(2400))
  assertNats(closenessNats(2000, 3), Math.log(600))
  assert.equal(closenessNats(300_000, 40), 0)
})

test('the sentence has its numbers: the delay of one, the median of several', () => {
  const between = 'ana and bo'
  assert.equal(
    failoverHop.sentence({ sharings: sharingsOf(1940), between }),
    '1 request that failed on one account came, identical, from another 1.9 s later, between ana and bo.',
  )
  assert.equal(
    failoverHop.sentence({ sharings: sharingsOf(90_000, 1000, 12_400), between }),
    '3 requests that failed on one account came, identical, from another (in the median 12 s later), between ana and bo.',
  )
})
