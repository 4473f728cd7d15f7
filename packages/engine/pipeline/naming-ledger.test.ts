// The ledger keeps who was named when: first namings by kind, releases, what leaked, and who came closest.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Claim } from '@stillhunt/core/campaign'
import type { CampaignKind } from '../report.ts'
import type { Analysis } from './analysis.ts'
import type { FoundGroup } from './judgement.ts'
import type { ClaimedGroup } from './campaign-entry.ts'
import type { Directory } from './directory.ts'
import { NamingLedger } from './naming-ledger.ts'
import { nearMisses } from './near-miss.ts'
import type { UsageLog } from './usage-log.ts'

/** Records of accounts 0, 1, 2 …, each at ten, twenty, … so many times. */
const recordsOf = [5, 3, 2, 4]
const timesOf = (account: number): number[] => Array.from({ length: recordsOf[account] ?? 0 }, (_, i) => 10 * (i + 1))
const log = {
  timesOf,
  countBefore: (accounts: Iterable<number>, beforeMs: number) =>
    [...accounts].flatMap(timesOf).filter((timeMs) => timeMs < beforeMs).length,
} as unknown as UsageLog
const directory = {
  name: (account: number) => ['ana', 'bo', 'cy', 'di'][account],
} as unknown as Directory

/** A group whose members stand so many nats beside a threshold of ten, and who of them is named as what. */
const found = (
  id: string,
  nats: Readonly<Record<number, number>>,
  kind: CampaignKind | null,
  named: readonly number[] = [],
): FoundGroup =>
  ({
    id,
    claim: kind === null ? null : ({ kind, named } as unknown as Claim),
    whole: {
      members: Object.entries(nats).map(([account, own]) => ({ account: Number(account), nats: own })),
      profile: { values: new Map() },
      thresholdNats: 10,
    },
  }) as unknown as FoundGroup
const claim = (id: string, kind: CampaignKind, ...named: readonly number[]): ClaimedGroup =>
  found(id, {}, kind, named) as ClaimedGroup

test('the first naming counts, for each kind by itself', () => {
  const ledger = new NamingLedger(4)
  ledger.note([claim('c-1', 'coordinated', 0)], 10)
  ledger.note([claim('c-1', 'extraction', 0, 1)], 20)
  ledger.note([claim('c-1', 'resale', 0)], 30)
  ledger.note([claim('c-1', 'extraction', 0, 1)], 40)
  const firsts = (['coordinated', 'extraction', 'resale'] as const).map((kind) => ledger.firstNamedMs(0, kind))
  assert.deepEqual(firsts, [10, 20, 30])
  assert.deepEqual([ledger.firstNamedMs(1, 'extraction'), ledger.firstNamedMs(1, 'resale')], [20, undefined])
  assert.equal(ledger.firstNamedMs(3, 'extraction'), undefined)
})

test('being named as coordinated accuses nobody, and leaving that is no release', () => {
  const ledger = new NamingLedger(4)
  ledger.note([claim('c-1', 'coordinated', 0)], 10)
  ledger.note([], 20)
  assert.equal(ledger.wasAccused(0), false)
  assert.deepEqual(ledger.released(log, directory), [])
  assert.deepEqual(ledger.leakage(log), [])
})

test('who is named no more is released, from the first step without it, with the records in between', () => {
  const ledger = new NamingLedger(4)
  ledger.note([claim('c-1', 'extraction', 0, 1)], 15)
  ledger.note([claim('c-2', 'resale', 0)], 25)
  ledger.note([], 45)
  ledger.note([], 55)
  const [first, second, ...others] = ledger.released(log, directory)
  assert.deepEqual(others, [])
  assert.deepEqual(first, {
    account: 'ana',
    campaign: 'c-2',
    kind: 'resale',
    namedMs: 15,
    releasedMs: 45,
    interactionsBetween: 3,
  })
  assert.deepEqual([second?.account, second?.campaign, second?.releasedMs], ['bo', 'c-1', 25])
  assert.equal(second?.interactionsBetween, 1)
})

test('who is named again is not released', () => {
  const ledger = new NamingLedger(4)
  ledger.note([claim('c-1', 'extraction', 0)], 15)
  ledger.note([], 25)
  ledger.note([claim('c-1', 'extraction', 0)], 35)
  assert.deepEqual(ledger.released(log, directory), [])
  assert.equal(ledger.firstNamedMs(0, 'extraction'), 15)
})

test('leakage counts records of those accused at the end: those before the naming leaked, the others are contained', () => {
  const ledger = new NamingLedger(4)
  ledger.note([claim('c-1', 'extraction', 0, 2), claim('c-2', 'coordinated', 3)], 25)
  ledger.note([claim('c-1', 'extraction', 0, 1), claim('c-2', 'coordinated', 3)], 30)
  const points = ledger.leakage(log)
  // Account 0 has five records, three of them after 25; account 1 three, one of them at 30, when it was named.
  assert.deepEqual(points.at(-1), { atMs: 50, seen: 8, contained: 4 })
  assert.deepEqual(
    points.map(({ seen }) => seen),
    [1, 2, 3, 4, 5, 6, 7, 8],
  )
  assert.ok(points.every(({ seen, contained }) => contained <= seen))
})

/** What is said of those who came close; nobody shares telling things with a group. */
const missesOf = (ledger: NamingLedger): ReturnType<typeof nearMisses> =>
  nearMisses(ledger, { groups: [], directory } as unknown as Analysis, 99)

test('who comes closest to a claimed group is told first, with what was lacking', () => {
  const ledger = new NamingLedger(4)
  ledger.noteNear(found('c-1', { 0: 20, 1: 8.5, 2: 12 }, 'extraction', [0]), 10)
  assert.deepEqual(
    missesOf(ledger).map(({ account, campaign, atMs, statement }) => [account, campaign, atMs, statement]),
    [
      [
        'cy',
        'c-1',
        10,
        'Fits the extraction group of 3, but was not seen handing work over, and does not fill its templates as the pool does.',
      ],
      ['bo', 'c-1', 10, '1.5 nats short of membership in the extraction group of 3.'],
    ],
  )
})

test('the closest moment is kept, and groups that nobody accused are none to be close to', () => {
  const ledger = new NamingLedger(4)
  ledger.noteNear(found('c-1', { 1: 8 }, 'resale', [0]), 10)
  ledger.noteNear(found('c-1', { 1: 9 }, 'resale', [0]), 20)
  ledger.noteNear(found('c-1', { 1: 7 }, 'resale', [0]), 30)
  ledger.noteNear(found('c-2', { 2: 11 }, null), 30)
  assert.deepEqual(
    missesOf(ledger).map(({ account, atMs, nats }) => [account, atMs, nats]),
    [['bo', 20, 9]],
  )
})

test('whoever was ever accused is no near miss, released or not', () => {
  const ledger = new NamingLedger(4)
  ledger.note([claim('c-1', 'extraction', 1)], 10)
  ledger.note([], 20)
  ledger.noteNear(found('c-1', { 1: 9, 2: 9 }, 'extraction', [0]), 30)
  assert.deepEqual(
    missesOf(ledger).map(({ account }) => account),
    ['cy'],
  )
})
