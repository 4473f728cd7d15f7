// Accounts that sign up in waves and show nothing in common tell a script from a course.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Random } from '@stillhunt/core/statistics'
import { activityOf, activityWithoutRows, factsFor, hourMs, pOf } from '../activity.fixture.ts'
import type { AccountFacts } from '../activity.ts'
import { signUpCluster } from './signal.ts'

const random = new Random(6)
const yearMs = 365 * 24 * hourMs
const signedUp = (count: number, factsOf: (index: number) => Partial<AccountFacts>): AccountFacts[] =>
  Array.from({ length: count }, (_, index) => ({ ...factsFor([], `a${index}`), ...factsOf(index) }))
const anyTime = (): number => random.unit() * yearMs
/** Six waves, a few minutes between sign-ups. */
const inWaves = (index: number): number => (index % 6) * 20 * 24 * hourMs + index * 0.05 * hourMs

const peers = signedUp(300, () => ({ createdMs: anyTime(), emailDomain: 'mail.example' }))
const reference = activityOf(1, () => [], { peers })
const p = (accounts: readonly AccountFacts[]): number =>
  pOf(signUpCluster.test(activityWithoutRows(accounts), reference))
const unrelated = (index: number): Partial<AccountFacts> => ({
  payment: `card${index}`,
  signupPrefix: `net${index}`,
  emailDomain: 'mail.example',
})

test('waves of unrelated accounts show', () => {
  const outcome = signUpCluster.test(
    activityWithoutRows(signedUp(30, (i) => ({ ...unrelated(i), createdMs: inWaves(i) }))),
    reference,
  )!
  assert.equal(outcome.pValue, 0.001)
  assert.match(signUpCluster.sentence(outcome), /^24 of 30 accounts signed up within 2 hours of another one/)
})

const innocent: Readonly<Record<string, AccountFacts[]>> = {
  'people who sign up when they please': signedUp(30, (i) => ({ ...unrelated(i), createdMs: anyTime() })),
  'a course on one network': signedUp(30, (i) => ({
    ...unrelated(i),
    signupPrefix: 'campus',
    createdMs: i * 0.05 * hourMs,
  })),
  'a company of one domain': signedUp(30, (i) => ({
    ...unrelated(i),
    emailDomain: 'firm.example',
    createdMs: i * 0.05 * hourMs,
  })),
  'an event with one referral': signedUp(30, (i) => ({
    ...unrelated(i),
    referral: 'hack',
    createdMs: i * 0.05 * hourMs,
  })),
  'an operator that takes its time (evasion)': signedUp(30, (i) => ({
    ...unrelated(i),
    createdMs: i * 12 * 24 * hourMs,
  })),
}
for (const [what, accounts] of Object.entries(innocent))
  test(`nothing is made of ${what}`, () => assert.ok(p(accounts) > 0.02, `${p(accounts)}`))

test('without dates nothing is said', () => assert.ok(Number.isNaN(p(signedUp(30, unrelated)))))
