// One task answered several times, each time on another account within minutes, ties them; what many ask does not.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { closenessNats } from '../failover-hop/signal.ts'
import { assertNats, call, chat, eventsIn, type Line, prose, sharingsOf } from '../signal.fixture.ts'
import { rollout } from './signal.ts'

const task = (theme: string): string => prose(theme, 12)

/** The task is answered on one account after the other, so many seconds in between. */
const tries = (theme: string, accounts: readonly string[], gapSeconds: number, more: Line = {}): Line[] =>
  accounts.map((who, i) => call(`${theme}${i}`, who, chat(task(theme)), { second: i * gapSeconds, ...more }))

const people = (count: number): string[] => Array.from({ length: count }, (_, i) => `user${String(i).padStart(2, '0')}`)

const negatives = {
  'tries on one account': tries('own', ['ana', 'ana', 'ana', 'ana'], 20),
  'a task that two accounts had once each, as friends do': tries('once', ['ana', 'bo'], 20),
  'tries that failed, which is another signal': tries('failed', ['ana', 'bo', 'cy'], 20, { status: 500 }),
  'a few words, which recur by chance': ['ana', 'bo', 'cy'].map((who, i) =>
    call(`w${i}`, who, chat('Tell me a short joke please'), { second: i * 20 }),
  ),
  'an exercise that more than twelve have': tries('exam', people(13), 30),
  'two laboratories on one benchmark, hours apart': tries('bench', ['ana', 'bo', 'ana', 'bo'], 3600),
  'an operator that words the task anew for each try (evasion)': ['ana', 'bo', 'cy'].map((who, i) =>
    call(`n${i}`, who, chat(`${task('anew')} once${i} more`), { second: i * 20 }),
  ),
  'an operator that waits between tries (evasion)': tries('wait', ['ana', 'bo', 'cy'], 601),
}

const seen = await eventsIn(rollout, {
  ...negatives,
  best: [...tries('best', ['ana', 'bo', 'cy'], 10), ...tries('next', ['ana', 'bo', 'cy'], 10)],
  edge: tries('edge', ['ana', 'bo', 'cy'], 600),
  class: tries('class', people(12), 40),
  gateway: tries('gate', ['ana', 'bo', 'cy'], 10, { org: 'acme' }),
})

for (const what of Object.keys(negatives) as (keyof typeof negatives)[])
  test(`nothing is said of ${what}`, () => assert.deepEqual(seen.of(what), []))

test('each try is tied to the one before it, by the rarity of the task and by closeness', () => {
  const [first, ...others] = seen.of('best')
  assert.equal(others.length, 3)
  assert.deepEqual([first?.accounts, first?.records, first?.delayMs], [['ana', 'bo'], ['best0', 'best1'], 10_000])
  assert.equal(first?.holders, 3)
  assertNats(first.bonusNats, closenessNats(10_000, 0))
  assertNats(first.nats, Math.log(seen.size / 3) + closenessNats(10_000, 0))
})

test('two tasks tried so link those accounts', () =>
  assert.ok(seen.links('best').some(({ pair, suffices }) => pair === 'ana–bo' && suffices)))

test('ten minutes is the last delay that counts', () => {
  assert.deepEqual(
    seen.of('edge').map(({ delayMs }) => delayMs),
    [600_000, 600_000],
  )
})

test('at an exercise that twelve work on at once, nobody is linked: many holders, many rivals', () => {
  assert.ok(seen.of('class').length > 0)
  assert.deepEqual(
    seen.links('class').filter(({ suffices }) => suffices),
    [],
  )
})

test("one declared organisation's evaluation is seen and not linked", () => {
  assert.equal(seen.of('gateway').length, 2)
  assert.deepEqual(seen.links('gateway'), [])
})

test('the sentence counts tasks, not tries', () => {
  const [one, two] = sharingsOf(1000, 2000)
  const sentence = (items: readonly string[]): string =>
    rollout.sentence({ sharings: items.map((item) => ({ ...(one ?? two!), item })), between: 'ana and bo' })
  assert.match(sentence(['x', 'x', 'x']), /^1 task answered again and again, .*, between ana and bo\.$/)
  assert.match(sentence(['x', 'y']), /^2 tasks answered/)
})
