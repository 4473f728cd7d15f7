// Accounts that fill a template in turn have one scheduler; people who fill it when they please do not, whatever their number.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Random } from '@stillhunt/core/statistics'
import { call, chat, eventsIn, type Line, prose, sharingsOf } from '../signal.fixture.ts'
import { tieTurns, turnTakingSignal } from './signal.ts'

const daySeconds = 86_400
const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `acct${i}`)

/** `who` fills the template, with a slot of its own. */
const fills = (theme: string, index: number, who: string, second: number): Line => {
  const text = `${prose(`${theme}t`, 7)}.\n${prose(`${theme}slot${index}`, 9)}`
  return call(`${theme}${String(index).padStart(4, '0')}`, who, chat(text), { second })
}

/** Fills the template call by call, at the seconds given, in ascending order. */
const inTime = (theme: string, calls: readonly (readonly [who: string, second: number])[]): Line[] =>
  calls.toSorted((x, y) => x[1] - y[1]).map(([who, second], index) => fills(theme, index, who, Math.round(second)))

/** Moments at which a queue has work: no rhythm of anybody's. */
const moments = (seed: number, count: number, days: number): number[] => {
  const random = new Random(seed)
  return Array.from({ length: count }, () => random.unit() * days * daySeconds).sort((a, b) => a - b)
}

/** A relay that hands calls out by `next`, which is told when each account was last used. */
function scheduled(
  seed: number,
  accounts: number,
  calls: number,
  next: (last: readonly number[], at: number) => number,
) {
  const last = Array.from({ length: accounts }, () => -1)
  return moments(seed, calls, 3).map((second, at) => {
    const account = next(last, at)
    last[account] = at
    return [`acct${account}`, second] as const
  })
}
const oldest = (last: readonly number[]): number => last.indexOf(Math.min(...last))

/** People come in bursts: each some times, with a few calls a minute or two apart. */
function people(seed: number, count: number, sessions: number) {
  const random = new Random(seed)
  return names(count).flatMap((who) =>
    Array.from({ length: 1 + Math.floor(sessions * random.unit() ** 2) }, () => random.unit() * 3 * daySeconds).flatMap(
      (begin) =>
        Array.from({ length: 1 + random.below(5) }, (_, i) => [who, begin + i * 90 * (1 + random.unit())] as const),
    ),
  )
}

const random = new Random(11)
const negatives = {
  'a class that works when it pleases': inTime('class', people(1, 14, 5)),
  'a viral prompt, with favourites and bursts': inTime('viral', people(2, 40, 2)),
  'four accounts in turn, which friends who loop at one pace also are': inTime(
    'four',
    scheduled(3, 4, 60, (_, at) => at % 4),
  ),
  'one question that accounts ask word for word in turn': scheduled(4, 6, 90, (_, at) => at % 6).map(
    ([who, second], i) =>
      call(`q${i}`, who, chat(`${prose('quizt', 7)}.\n${prose('quizslot', 9)}`), { second: Math.round(second) }),
  ),
  'programs that run at fixed hours': inTime(
    'cron',
    Array.from({ length: 12 }, (_, day) =>
      names(7).map((who, i) => [who, day * daySeconds + i * 3000 + random.below(100)] as const),
    ).flat(),
  ),
  'an operator that keeps a template per account (evasion)': scheduled(5, 6, 90, (_, at) => at % 6).map(
    ([who, second], i) => fills(`own${'abcdef'[i % 6]}`, i, who, Math.round(second)),
  ),
  'a pool that is used at random, which keeps no order (evasion)': inTime(
    'chance',
    scheduled(13, 8, 160, () => random.below(8)),
  ),
  'an operator that lets each account have sessions like a person (evasion)': inTime('rhythm', people(6, 8, 6)),
}

/** Twenty in turn for two rounds; fourteen are banned, and the rest have ten more. */
const left = names(20).filter((_, i) => i % 3 === 0)
const order = [...names(20), ...names(20), ...Array.from({ length: 10 }, () => left).flat()]
const queue = moments(14, order.length, 3)
const dwindling = order.map((who, at) => [who, queue[at]!] as const)
const bans = names(20)
  .filter((who) => !left.includes(who))
  .map((who) => call(`ban${who}`, who, chat(prose('banned', 9)), { second: Math.floor(queue[40]!) - 1, status: 403 }))

const seen = await eventsIn(turnTakingSignal, {
  ...negatives,
  round: inTime(
    'round',
    scheduled(7, 6, 90, (_, at) => at % 6),
  ),
  oldest: inTime(
    'oldest',
    scheduled(8, 9, 140, (last, at) => (at % 5 === 3 ? (oldest(last) + 1) % 9 : oldest(last))),
  ),
  stranger: inTime('mixed', [
    ...scheduled(9, 7, 120, (_, at) => at % 7),
    ...people(9, 1, 9).map(([, second]) => ['visitor', second] as const),
  ]),
  dwindling: inTime('shrink', dwindling),
  banned: [...inTime('banned', dwindling), ...bans],
  failing: inTime(
    'failed',
    scheduled(10, 6, 90, (_, at) => at % 6),
  ).map((line) => ({ ...line, status: 500 })),
  gateway: inTime(
    'gate',
    scheduled(12, 6, 90, (_, at) => at % 6),
  ).map((line) => ({ ...line, org: 'acme' })),
})
const accountsIn = (scene: Parameters<typeof seen.of>[0]): string[] =>
  [...new Set(seen.of(scene).flatMap(({ accounts }) => accounts))].sort()

for (const what of Object.keys(negatives) as (keyof typeof negatives)[])
  test(`nothing is said of ${what}`, () => assert.deepEqual(seen.of(what), []))

for (const [what, scene, count] of [
  ['round and round', 'round', 6],
  ['the one longest unused, now and then the next', 'oldest', 9],
] as const)
  test(`accounts that are used ${what} are tied, all of them, and linked`, () => {
    assert.deepEqual(accountsIn(scene), names(count))
    const links = seen.links(scene)
    assert.ok(links.length >= count - 1 && links.every(({ suffices }) => suffices))
  })

test('a customer who fills the template when he pleases is not tied to those who take turns', () =>
  assert.deepEqual(accountsIn('stranger'), names(7)))

test('those who are left of a round take turns, where the others are known to be banned', () => {
  const nats = (scene: 'banned' | 'dwindling'): number => Math.max(...seen.of(scene).map(({ bonusNats }) => bonusNats))
  assert.ok(nats('banned') > nats('dwindling') + 5, `${nats('banned')} ${nats('dwindling')}`)
})

test('what was not answered begins no conversation', () => assert.deepEqual(seen.of('failing'), []))

test("one declared organisation's gateway is seen and not linked", () => {
  assert.ok(seen.of('gateway').length > 0)
  assert.deepEqual(seen.links('gateway'), [])
})

test('each event names a record of either account', () => {
  for (const { accounts, records } of seen.of('round')) assert.equal(new Set(records).size, accounts.length)
})

test('an account is tied to the two that showed before it, as a schedule, from the moment it shows', () => {
  const ties = tieTurns([8, 3, 5, 1], 2, 'x', 77, 14, ['r8', 'r3', 'r5', 'r1'])
  const pairs = [
    [5, 8],
    [3, 5],
    [1, 3],
    [1, 5],
  ]
  assert.deepEqual(
    ties.map(({ accounts }) => accounts),
    pairs,
  )
  for (const { isSchedule, sinceMs, bonusNats } of ties)
    assert.deepEqual([isSchedule, sinceMs, bonusNats], [true, [77, 77], 14])
})

test('the sentence counts the sequences', () => {
  const sentence = turnTakingSignal.sentence({ sharings: sharingsOf(1, 2), between: '6 of 7 accounts' })
  assert.match(sentence, /^In 2 sequences of conversations accounts take turns .*, between 6 of 7 accounts\.$/)
})
