// Likeness alone accuses nobody; a pool that fills templates like a queue is extraction, one that does not is resale.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Links, type Population } from '../link.ts'
import { claimLimits, type Claim, judge, measure, queueLikeness, type UsageShape } from './claim.ts'
import type { Group } from './group.ts'
import type { PromptShare } from './naming.ts'
import type { Pool } from './pool.ts'

const population: Population = { size: 100, org: new Int32Array(100).fill(-1), reseller: new Uint8Array(100) }
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i)

const pool = (size: number, more: Partial<Pool> = {}): Pool => ({
  accounts: new Set(range(0, size)),
  pairs: size * 2,
  partnered: size,
  hubShare: 0.5,
  unseen: 0,
  scheduled: 0,
  circleSize: size,
  turnNats: 0,
  timesOf: new Map(),
  ...more,
})
const group = (members: number, has: Pool): Group => ({
  members: range(0, members).map((account) => ({
    account,
    byFamily: { handoff: 0, content: 9, identity: 0, network: 0 },
    nats: 20,
    common: { shared: 10, telling: 10 },
    probability: 0.999,
  })),
  profile: { values: new Map(), features: [], sharedMedian: 0 },
  pool: has,
  thresholdNats: 10,
  links: Links.of([]),
  sharings: [],
})
const queue: UsageShape = {
  prompts: 400,
  templated: 360,
  slots: 360,
  slotUsesMedian: 1,
  productive: 300,
  eliciting: 0,
  gradingPrompts: 0,
}
const genuine: UsageShape = {
  prompts: 400,
  templated: 20,
  slots: 18,
  slotUsesMedian: 1,
  productive: 0,
  eliciting: 0,
  gradingPrompts: 0,
}
const alike = { prompts: 10, templated: 9, fillings: 9, firstMs: 0, lastMs: 1000 }

interface Case {
  readonly members?: number
  readonly pool: Pool
  readonly usage: UsageShape
  readonly openness?: number
  readonly outsider?: Partial<PromptShare>
  readonly insider?: Partial<PromptShare>
}
const claimOf = ({ members = 12, pool: has, usage, openness = 0, insider, outsider }: Case): Claim | null => {
  const judged = group(members, has)
  const measures = measure(judged, usage, population, openness)
  return judge(judged, measures, (account) => ({ ...alike, ...(has.accounts.has(account) ? insider : outsider) }))
}

const kinds: readonly (readonly [what: string, given: Case, kind: Claim['kind'] | null])[] = [
  ['likeness without a pool is nothing', { pool: pool(0), usage: queue }, null],
  ['one account that all others fall back on is no pool', { pool: pool(8, { partnered: 1 }), usage: queue }, null],
  ['a pool that fills templates like a queue is extraction', { pool: pool(10), usage: queue }, 'extraction'],
  ['a pool with genuine demand is resale', { pool: pool(10), usage: genuine }, 'resale'],
  [
    'templates in half of the prompts, seldom in any one of them, are what customers say',
    { pool: pool(10), usage: { ...queue, templated: 220, slots: 220, productive: 20 } },
    'resale',
  ],
  [
    '… but a young pool has not had the time to fill them often',
    { pool: pool(10), usage: { ...queue, prompts: 140, templated: 75, slots: 75, productive: 0 } },
    'extraction',
  ],
  [
    'a tenth of the prompts in templates that are filled again and again is a factory behind customers',
    { pool: pool(10), usage: { ...queue, prompts: 700, templated: 90, slots: 90, productive: 70 } },
    'extraction',
  ],
  [
    '… and a twentieth is not',
    { pool: pool(10), usage: { ...queue, prompts: 1400, templated: 90, slots: 90, productive: 70 } },
    'resale',
  ],
  ['a household of three is told, not accused', { members: 3, pool: pool(3), usage: queue }, 'coordinated'],
  [
    'a team under its own domain is told, not accused',
    { members: 9, pool: pool(9), usage: queue, openness: 1 },
    'coordinated',
  ],
  [
    'more than a team under one domain that harvest are extraction',
    { pool: pool(10), usage: queue, openness: 1 },
    'extraction',
  ],
  ['a hub and its users are told, not accused', { pool: pool(10, { hubShare: 0.95 }), usage: queue }, 'coordinated'],
]
for (const [what, given, kind] of kinds) test(what, () => assert.equal(claimOf(given)?.kind ?? null, kind))

test('a member outside the pool is named when it fills the templates as the pool does', () =>
  assert.deepEqual(claimOf({ members: 12, pool: pool(10), usage: queue })?.named, range(0, 12)))

test('a pool that is scheduled together has no others but those too new for that to show', () => {
  const scheduled = { pool: pool(10, { scheduled: 9 }), usage: queue }
  assert.deepEqual(claimOf(scheduled)?.named, range(0, 10))
  assert.deepEqual(claimOf({ ...scheduled, outsider: { prompts: 3, templated: 3 } })?.named, range(0, 12))
  const partly = { pool: pool(10, { scheduled: 7 }), usage: queue }
  assert.deepEqual(claimOf(partly)?.named, range(0, 12))
})

test('… and not where customers speak through the pool', () => {
  const mixed = { pool: pool(10, { scheduled: 9 }), usage: queue, insider: { prompts: 10, templated: 4 } }
  assert.deepEqual(claimOf({ ...mixed, outsider: { prompts: 3, templated: 3 } })?.named, range(0, 10))
})

test('… and not when it fills them less than half as much', () =>
  assert.deepEqual(
    claimOf({ pool: pool(10), usage: queue, outsider: { prompts: 10, templated: 4 } })?.named,
    range(0, 10),
  ))

test('… and not when it fills fewer of them at once: the exercises are public, what is said around them is not', () => {
  const whole = { pool: pool(10), usage: queue, insider: { fillings: 90 } }
  assert.deepEqual(claimOf({ ...whole, outsider: { fillings: 60 } })?.named, range(0, 12))
  assert.deepEqual(claimOf({ ...whole, outsider: { fillings: 18 } })?.named, range(0, 10))
})

test('… and not when it handed nothing over for longer than the pool ever goes without', () => {
  const handing = pool(10, { timesOf: new Map(range(0, 10).map((account) => [account, account < 4 ? 2 : 40])) })
  const named = (prompts: number): readonly number[] =>
    claimOf({ pool: handing, usage: queue, outsider: { prompts, templated: prompts, fillings: prompts } })!.named
  assert.deepEqual(named(12), range(0, 12))
  assert.deepEqual(named(25), range(0, 10))
})

test('when the pool was seen whole, a crowd of others alike is somebody else', () =>
  assert.deepEqual(claimOf({ members: 60, pool: pool(10), usage: queue })?.named, range(0, 10)))

test('when much of the pool must be unseen, those alike are named', () =>
  assert.equal(claimOf({ members: 60, pool: pool(10, { unseen: 6 }), usage: queue })?.named.length, 60))

test('resale names the pool alone', () =>
  assert.deepEqual(claimOf({ members: 30, pool: pool(10), usage: genuine })?.named, range(0, 10)))

test('a queue uses every filling as often as every other: once, or a fixed number of rollouts', () => {
  assert.equal(queueLikeness(queue), 1)
  assert.equal(queueLikeness({ ...queue, templated: 400, slots: 100, slotUsesMedian: 4 }), 1)
})

test('few fillings tell a queue when each was used as often as the others, again and again', () => {
  assert.equal(queueLikeness({ ...queue, templated: 60, slots: 15, slotUsesMedian: 4 }), 1)
  assert.ok(queueLikeness({ ...queue, templated: 60, slots: 15, slotUsesMedian: 2 }) < claimLimits.queueMin)
  assert.equal(queueLikeness({ ...queue, templated: 15, slots: 15 }), 0)
  assert.equal(queueLikeness({ ...queue, templated: 40, slots: 5, slotUsesMedian: 8 }), 0)
})

test('demand with favourites is no queue, and few fillings tell nothing', () => {
  assert.ok(queueLikeness({ ...queue, templated: 380, slots: 150 }) < claimLimits.queueMin)
  assert.equal(queueLikeness({ ...queue, templated: 10, slots: 10 }), 0)
})
