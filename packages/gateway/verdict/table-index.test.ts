// What is in force against somebody is what a reading of the whole table says, at every moment; the innocent share one answer.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  ladder,
  type Measure,
  type Subject,
  userScopeId,
  type Verdict,
  type VerdictTable,
} from '@stillhunt/core/policy'
import { combine, nothing } from './combine.ts'
import type { Asker, Enforcement } from './enforcement.ts'
import { indexTable } from './table-index.ts'

let made = 0
const verdict = (subject: Subject, measure: Measure, more: Partial<Verdict> = {}): Verdict => ({
  id: `v-${(made += 1)}`,
  subject,
  measure,
  because: 'Why.',
  ...(measure.step === 'terminate' ? {} : { expiresMs: 1000 }),
  ...more,
})
const account: Subject = { kind: 'account', id: 'a' }
const against = (verdicts: readonly Verdict[], asker: Asker = { account: 'a' }, nowMs = 500): Enforcement =>
  indexTable({ version: 1, sequence: 1, issuedMs: 0, verdicts, campaigns: { c: ['a', 'b'], d: ['a'] } }, 1).of(
    asker,
    nowMs,
  )

test('the innocent have one frozen answer, with or without a table', () => {
  const suspended = verdict(account, { step: 'suspend' })
  assert.equal(against([suspended], { account: 'b', key: 'k', user: 'u', org: 'o' }), nothing)
  assert.equal(against([], { account: 'a' }), nothing)
  assert.equal(against([suspended], { account: 'a' }, 1000), nothing)
  assert.ok(Object.isFrozen(nothing) && Object.isFrozen(nothing.labels))
})

test('a verdict holds from its time, or the issue, until its expiry', () => {
  const later = verdict(account, { step: 'suspend' }, { notBeforeMs: 100, expiresMs: 200 })
  const refusalAt = (nowMs: number): Verdict | undefined => against([later], { account: 'a' }, nowMs).refusal
  assert.deepEqual([99, 100, 199, 200].map(refusalAt), [undefined, later, later, undefined])
  const issued = verdict(account, { step: 'suspend' })
  assert.equal(against([issued], { account: 'a' }, -1), nothing)
  const forGood = verdict(account, { step: 'terminate' })
  assert.equal(against([forGood], { account: 'a' }, 1e15).refusal, forGood)
})

test('every kind of subject is found by its own id alone', () => {
  const subjects: readonly (readonly [Subject, Asker])[] = [
    [
      { kind: 'key', id: 'x' },
      { account: '-', key: 'x' },
    ],
    [
      { kind: 'user', id: 'x', account: 'y' },
      { account: 'y', user: 'x' },
    ],
    [account, { account: 'a' }],
    [
      { kind: 'org', id: 'x' },
      { account: '-', org: 'x' },
    ],
    [{ kind: 'campaign', id: 'd' }, { account: 'a' }],
  ]
  for (const [subject, asker] of subjects) {
    const one = verdict(subject, { step: 'label', label: 'l' })
    const found = against([one], asker)
    assert.deepEqual([found.applied, found.labels], [[one.id], ['l']])
    assert.deepEqual(found.campaigns, subject.kind === 'campaign' ? ['d'] : [])
    assert.equal(against([one], { account: 'x', key: 'a', user: 'y', org: 'a' }), nothing)
  }
})

test('a verdict about a user hits no user of that name at another account, and nobody without an account', () => {
  const user = verdict({ kind: 'user', id: 'x', account: 'y' }, { step: 'suspend' })
  assert.equal(against([user], { account: 'z', user: 'x' }), nothing)
  const nobodys = verdict({ kind: 'user', id: 'x' }, { step: 'suspend' })
  assert.equal(against([nobodys], { account: 'y', user: 'x' }), nothing)
})

test('labels and restrictions add up, hardening is the strongest, limits the tightest of each scope', () => {
  const campaign: Subject = { kind: 'campaign', id: 'c' }
  const user: Subject = { kind: 'user', id: 'u', account: 'a' }
  const tools = verdict(campaign, { step: 'restrict', tools: 'none' })
  const models = verdict(account, { step: 'restrict', models: ['small'] })
  const found = against(
    [
      verdict(account, { step: 'label', label: 'one' }),
      verdict(campaign, { step: 'label', label: 'two' }),
      verdict(campaign, { step: 'label', label: 'one' }),
      verdict(account, { step: 'harden', logprobs: 'strip', choicesMax: 4 }),
      verdict(campaign, { step: 'harden', choicesMax: 2 }),
      verdict(account, { step: 'shape', limits: { requestsPerMinute: 10, tokensPerDay: 5 } }),
      verdict(account, { step: 'shape', limits: { requestsPerMinute: 20, concurrentStreams: 0 } }),
      verdict(campaign, { step: 'shape', limits: { requestsPerMinute: 1 } }),
      verdict(user, { step: 'shape', limits: { requestsPerMinute: 2 } }),
      tools,
      models,
    ],
    { account: 'a', user: 'u' },
  )
  assert.deepEqual(found.labels, ['one', 'two'])
  assert.deepEqual([found.stripsLogprobs, found.dropsReasoning, found.choicesMax], [true, false, 2])
  assert.deepEqual(found.shapes, [
    { kind: 'user', id: userScopeId('a', 'u'), limits: { requestsPerMinute: 2 } },
    { kind: 'account', id: 'a', limits: { requestsPerMinute: 10, tokensPerDay: 5, concurrentStreams: 0 } },
    { kind: 'campaign', id: 'c', limits: { requestsPerMinute: 1 } },
  ])
  assert.deepEqual(found.restrictions, [models, tools])
  assert.equal(found.refusal, undefined)
  assert.equal(found.applied.length, 11)
})

test('of refusals the hardest counts, of two alike the one that lasts longer', () => {
  const stepUp = verdict(account, { step: 'step-up', link: 'https://x' })
  const short = verdict(account, { step: 'suspend' })
  const long = verdict(account, { step: 'suspend' }, { expiresMs: 2000 })
  const end = verdict(account, { step: 'terminate' })
  const cases: readonly (readonly [readonly Verdict[], Verdict])[] = [
    [[stepUp], stepUp],
    [[short, stepUp], short],
    [[short, long], long],
    [[long, short], long],
    [[long, end, stepUp], end],
  ]
  for (const [verdicts, refusal] of cases) assert.equal(against(verdicts).refusal, refusal)
})

test('what is in shadow mode does nothing and is told', () => {
  const measures: readonly Measure[] = [
    { step: 'label', label: 'x' },
    { step: 'shape', limits: { tokensPerDay: 1 } },
    { step: 'harden', logprobs: 'strip', reasoning: 'drop', choicesMax: 1 },
    { step: 'step-up', link: 'https://x' },
    { step: 'restrict', tools: 'none' },
    { step: 'suspend' },
    { step: 'terminate' },
  ]
  assert.deepEqual(
    measures.map(({ step }) => step),
    ladder,
  )
  const verdicts = measures.map((measure) => verdict(account, measure, { shadow: true }))
  assert.deepEqual(against(verdicts), { ...nothing, shadow: verdicts })
})

test('the index answers what reading the whole table does', () => {
  let state = 11
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  const name = (): string => ['a', 'b', 'c', 'd', '__proto__', 'constructor'][next(6)]!
  const measures: readonly Measure[] = [
    { step: 'suspend' },
    { step: 'terminate' },
    { step: 'harden', choicesMax: 3 },
    { step: 'label', label: 'x' },
  ]
  const kinds = ['key', 'user', 'account', 'org', 'campaign'] as const
  for (let turn = 0; turn < 300; turn += 1) {
    const campaigns = Object.fromEntries(
      ['a', 'b', 'c', 'd', '__proto__', 'constructor'].map((id) => [
        id,
        [...new Set(Array.from({ length: next(4) }, name))],
      ]),
    )
    const verdicts = Array.from({ length: next(12) }, (): Verdict => {
      const kind = kinds[next(5)]!
      const subject: Subject = kind === 'user' ? { kind, id: name(), account: name() } : { kind, id: name() }
      const notBeforeMs = next(2) === 0 ? { notBeforeMs: next(10) } : {}
      return verdict(subject, measures[next(4)]!, {
        ...notBeforeMs,
        expiresMs: next(20),
        ...(next(3) === 0 ? { shadow: true } : {}),
      })
    })
    const table: VerdictTable = { version: 1, sequence: 1, issuedMs: 5, verdicts, campaigns }
    const index = indexTable(table, turn)
    const asker: Required<Asker> = { account: name(), key: name(), user: name(), org: name() }
    const nowMs = next(20)
    assert.deepEqual(sorted(index.of(asker, nowMs)), sorted(slowly(table, asker, nowMs)))
  }
})

function slowly({ verdicts, campaigns, issuedMs }: VerdictTable, asker: Required<Asker>, nowMs: number): Enforcement {
  const isAbout = ({ kind, id, account: owner }: Subject): boolean =>
    kind === 'campaign'
      ? Object.entries(campaigns).some(([campaign, members]) => campaign === id && members.includes(asker.account))
      : asker[kind] === id && (kind !== 'user' || owner === asker.account)
  const found = verdicts.filter(
    ({ subject, notBeforeMs = issuedMs, expiresMs = Infinity }) =>
      isAbout(subject) && notBeforeMs <= nowMs && nowMs < expiresMs,
  )
  const concerned = found.flatMap(({ subject }) => (subject.kind === 'campaign' ? [subject.id] : []))
  return combine(found, [...new Set(concerned)])
}

/** Which of several verdicts alike is the refusal depends on their order, which the slow way has from the table. */
function sorted({ applied, steps, shadow, campaigns, restrictions, refusal, ...rest }: Enforcement): object {
  return {
    ...rest,
    applied: applied.toSorted(),
    steps: steps.toSorted(),
    shadow: shadow.map(({ id }) => id).toSorted(),
    campaigns: campaigns.toSorted(),
    restrictions: restrictions.map(({ id }) => id).toSorted(),
    refusal: [refusal?.measure.step, refusal?.expiresMs],
  }
}
