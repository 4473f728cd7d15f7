// Groups grow by what their members have in common, lose who does not fit, and depend on nothing but the evidence.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Evidence, type Population, type Sharing, Sharings, type TraitRow, Traits } from '../link.ts'
import { Detector } from './detector.ts'
import type { Group } from './group.ts'

const size = 2000
const operator = Array.from({ length: 16 }, (_, i) => 10 + i)
const quiet = operator.slice(12)
const crowd = Array.from({ length: 30 }, (_, i) => 200 + i)

const kinds = [
  { signal: 'skeleton-sharing', aspect: 'prompt skeleton', family: 'content', weight: 1, opensPairs: false },
  { signal: 'shared-client', aspect: 'header tuple', family: 'network', weight: 0.5, opensPairs: false },
] as const

/** The operator's accounts use most of twelve templates of its own, from one client; the crowd uses four others. */
const templates: TraitRow[] = [
  ...Array.from({ length: 12 }, (_, t) => operator.filter((account) => (account + t) % 3 !== 0)),
  ...Array.from({ length: 4 }, (_, t) => crowd.filter((account) => (account + t) % 4 !== 0)),
  operator,
].map((accounts, key) => ({ kind: key < 16 ? 0 : 1, key: String(key), accounts, uses: accounts.map(() => 3) }))

/** Work goes around among the `busy`: from each to those so many places on. */
function handovers(busy: readonly number[], steps: readonly number[]): Sharing[] {
  return busy.flatMap((account, i) =>
    steps.map((step) => ({
      signal: 'failover-hop',
      family: 'handoff' as const,
      item: `${account} ${step}`,
      accounts: [account, busy[(i + step) % busy.length]!].sort((a, b) => a - b),
      holders: 2,
      bonusNats: 7,
      records: [],
    })),
  )
}
const busy = operator.slice(0, 12)
const amongBusy = handovers(busy, [1, 5])

function evidenceOf(
  rename: (account: number) => number,
  orgs: ReadonlySet<number> = new Set(),
  handed: readonly Sharing[] = amongBusy,
): Evidence {
  const population: Population = {
    size,
    org: Int32Array.from({ length: size }, (_, account) => (orgs.has(account) ? 1 : -1)),
    reseller: new Uint8Array(size),
  }
  const renamed = (accounts: ArrayLike<number>): number[] => Array.from(accounts, rename).sort((a, b) => a - b)
  const traits = new Traits(
    kinds,
    templates.map((row) => ({ ...row, accounts: renamed(row.accounts) })),
    size,
  )
  const sharings = handed.map((one) => ({ ...one, accounts: renamed(one.accounts) }))
  return new Evidence({ population, sharings: new Sharings(sharings), traits })
}
function groupsOf(...asked: Parameters<typeof evidenceOf>): Group[] {
  const detector = new Detector(evidenceOf(...asked))
  detector.look()
  return detector.groups()
}
const membersOf = (group: Group | undefined): number[] => (group?.members ?? []).map(({ account }) => account)
const withOperator = (groups: readonly Group[], rename = (account: number): number => account): Group | undefined =>
  groups.find((group) => membersOf(group).includes(rename(operator[0]!)))

test('the accounts of one operator are one group, those never seen to hand over among them', () => {
  const group = withOperator(groupsOf((account) => account))
  assert.deepEqual(membersOf(group), operator)
  assert.ok(quiet.every((account) => !group!.pool.accounts.has(account)))
})

test('a crowd that is alike has no pool', () => {
  const group = groupsOf((account) => account).find((one) => membersOf(one).includes(crowd[0]!))
  assert.equal(group?.pool.accounts.size ?? 0, 0)
})

test('renaming accounts changes nothing but the names', () => {
  const rename = (account: number): number => (account * 7 + 3) % size
  const expected = operator.map(rename).sort((a, b) => a - b)
  assert.deepEqual(membersOf(withOperator(groupsOf(rename), rename)), expected)
})

test('nobody is a member for being like the others who is declared by an organisation', () => {
  const group = withOperator(groupsOf((account) => account, new Set(quiet)))
  assert.deepEqual(membersOf(group), operator.slice(0, 12))
})

test("accounts that one organisation declares are in nobody's pool", () => {
  const groups = groupsOf((account) => account, new Set(operator))
  assert.ok(groups.every((group) => group.pool.accounts.size === 0))
})

test('who hands over to each other only may be of a pool of few hand-overs, and is not of a dense one', () => {
  const own = handovers(quiet.slice(0, 2), [1])
  const members = (steps: readonly number[]): number[] =>
    membersOf(withOperator(groupsOf((account) => account, new Set(), [...handovers(busy, steps), ...own])))
  assert.deepEqual(members([1]), operator)
  assert.deepEqual(members([1, 2, 3, 4, 5]), [...busy, ...quiet.slice(2)])
})

test('every member stands with more nats than the threshold asks for', () => {
  for (const { members, thresholdNats, pool } of groupsOf((account) => account))
    if (pool.accounts.size > 0) for (const { nats } of members) assert.ok(nats >= thresholdNats)
})

/** A detector that saw a pool with sixty events inside, and how it takes one more between two accounts. */
function seenPool(): { readonly group: () => Group; readonly tell: (x: number, y: number, isSchedule?: true) => void } {
  const evidence = evidenceOf((account) => account, new Set(), handovers(busy, [1, 2, 3, 4, 5]))
  const detector = new Detector(evidence)
  detector.look()
  return {
    group: () => withOperator(detector.groups())!,
    tell(x, y, isSchedule) {
      const [one] = handovers([x, y], [1])
      const event = { ...one!, item: `${x} ${y} once more`, ...(isSchedule && { isSchedule }) }
      evidence.add(event)
      detector.look({ ties: [{ accounts: event.accounts, came: x, event }], alike: [] })
    },
  }
}

test('one more event inside a pool leaves the group as it is; several, and it is made anew', () => {
  const { group, tell } = seenPool()
  const before = group()
  tell(busy[0]!, busy[1]!)
  assert.equal(group(), before)
  tell(busy[2]!, busy[4]!)
  assert.notEqual(group(), before)
  assert.equal(group().sharings.length, before.sharings.length + 2)
})

test('an event with somebody outside the pool, or that shows a scheduler, concerns the group at once', () => {
  const [outside, scheduled] = [seenPool(), seenPool()]
  const before = [outside.group(), scheduled.group()]
  outside.tell(busy[0]!, quiet[0]!)
  assert.notEqual(outside.group(), before[0])
  scheduled.tell(busy[0]!, busy[1]!, true)
  assert.notEqual(scheduled.group(), before[1])
})
