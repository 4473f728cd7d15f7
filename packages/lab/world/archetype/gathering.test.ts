/** Innocents who are many and alike: what each group shares, and what it does not. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  batchVendor,
  course,
  cronFleet,
  evaluationLab,
  friendsPasting,
  generateWorld,
  hackathon,
  healthCheck,
  learner,
  onboarding,
  openTeam,
  redTeam,
  supportDesk,
  twoAccounts,
  viralPrompt,
  type Part,
  type RecordLine,
  type World,
} from '../../world.ts'

function play(part: Part, errorShare = 0): World {
  return generateWorld({
    seed: 31,
    from: '2026-06-01T00:00:00Z',
    days: 7,
    errorShare,
    incidents: errorShare > 0 ? [{ fromHour: 40, hours: 3, errorShare: 0.7 }] : [],
    parts: [part],
  })
}

function distinct<T>(items: Iterable<T | undefined>): number {
  return new Set([...items].filter((item) => item !== undefined)).size
}

function body({ request }: RecordLine): string {
  return JSON.stringify(request['messages'] ?? request['input'])
}

function holdersOf({ records }: World, pattern: RegExp): Map<string, number> {
  const holders = new Map<string, Set<string>>()
  for (const record of records)
    for (const [, found = ''] of body(record).matchAll(pattern))
      holders.set(found, (holders.get(found) ?? new Set()).add(record.account))
  return new Map([...holders].map(([found, accounts]) => [found, accounts.size]))
}

test('all are benign and hard, and groups are null groups', () => {
  const parts = [
    [hackathon({ name: 'g' }), 'g'],
    [onboarding({ name: 'g' }), 'g'],
    [openTeam({ name: 'g' }), 'g'],
    [course({ name: 'g' }), 'g'],
    [supportDesk({ name: 'g' }), 'g'],
    [evaluationLab(), null],
    [learner(), null],
    [redTeam(), null],
    [batchVendor(), null],
    [cronFleet(), null],
    [healthCheck(), null],
    [friendsPasting(), null],
  ] as const
  for (const [part, expected] of parts) {
    const { labels, records } = play(part)
    assert.ok(labels.every(({ kind, hard, group }) => kind === 'benign' && hard && group === expected))
    assert.ok(records.length > 0)
  }
})

test('a hackathon signs up within hours at one place and begins with one tutorial', () => {
  const { accounts, records } = play(hackathon({ accounts: 12 }))
  const made = accounts.flatMap(({ created }) => created ?? []).map((time) => Date.parse(time))
  assert.ok(Math.max(...made) - Math.min(...made) < 4 * 3_600_000)
  const first = [...Map.groupBy(records, ({ account }) => account).values()].map(([record]) => record)
  assert.ok(first.filter((record) => record !== undefined && /lighthouse keeper/.test(body(record))).length >= 8)
})

test('a company and a support desk show one domain and one office, but no organisation', () => {
  for (const part of [onboarding({ accounts: 10 }), supportDesk({ accounts: 10 }), openTeam({ accounts: 6 })]) {
    const { accounts, records } = play(part)
    assert.equal(distinct(accounts.map(({ email_domain: domain }) => domain)), 1)
    assert.ok(accounts.every(({ org }) => org === undefined))
    assert.ok(distinct(records.map(({ client }) => client?.ip)) <= 8)
  }
})

test('an open team hands work over as a relay does', () => {
  const { records } = play(openTeam({ accounts: 6, requestsPerDay: 20 }))
  const talks = Map.groupBy(records, (record) => body(record).slice(0, 60))
  const moved = [...talks.values()].filter((talk) => distinct(talk.map(({ account }) => account)) > 1)
  assert.ok(moved.length > 10, String(moved.length))
})

test('evaluators run the same public tasks, each from the first to the last', () => {
  const world = play(evaluationLab({ accounts: 6, requestsPerDay: 40, tasks: 50 }))
  const tasks = holdersOf(world, /((?:A tank|Find all|In how many|Two trains)[^\\"]*)/g)
  assert.ok([...tasks.values()].filter((holders) => holders >= 4).length > 5)
  const networks = distinct(world.records.map(({ client }) => client?.ip))
  assert.ok(networks >= 6)
})

test('students of a course ask the same questions in the same order, each as far as they come', () => {
  const holders = [...holdersOf(play(course({ accounts: 12, requestsPerDay: 6 })), /(Unit \d+, prompt \d+)/g).values()]
  assert.ok(holders.length >= 15)
  assert.ok(holders.filter((count) => count >= 6).length >= 10, holders.join())
})

test('each owner in a cron fleet calls exactly so often a day', () => {
  const { records } = play(cronFleet({ accounts: 8, requestsPerDay: 5 }))
  const days = Map.groupBy(records, ({ account, ts }) => `${account} ${ts.slice(0, 10)}`)
  assert.deepEqual(new Set([...days.values()].map(({ length }) => length)), new Set([5]))
})

test('in an incident monitors send what failed for others just before', () => {
  const { records } = play(healthCheck({ accounts: 12, requestsPerDay: 200 }), 0.01)
  const alike = [...Map.groupBy(records, (record) => JSON.stringify(record.request)).values()]
  const hops = alike.flatMap((own) =>
    own.filter((record, index) => {
      const before = own[index - 1]
      return (
        before !== undefined &&
        before.status !== 200 &&
        before.account !== record.account &&
        Date.parse(record.ts) - Date.parse(before.ts) < 60_000
      )
    }),
  )
  assert.ok(hops.length >= 3, String(hops.length))
})

test('friends paste answers that others of their circle were given', () => {
  const { records } = play(friendsPasting({ accounts: 3, requestsPerDay: 8 }))
  const pasted = records.filter((record) => /A friend got this|shorter please|Is that right/.test(body(record)))
  assert.ok(pasted.length >= 5, String(pasted.length))
})

test('fans fill a viral prompt with few words that all share, or with words that nobody shares', () => {
  const slots = (slot: 'short' | 'free'): Map<string, number> =>
    holdersOf(
      play(viralPrompt({ accounts: 30, slot, requestsPerDay: 3 })),
      /(?:My topic is|The thing is): ([^"]{1,80})/g,
    )
  const short = [...slots('short').values()]
  assert.ok(short.length <= 12 && Math.max(...short) >= 4)
  assert.ok([...slots('free').values()].every((holders) => holders === 1))
})

test('a person of four accounts goes to another one after an error', () => {
  const { accounts, records } = play(twoAccounts({ accounts: 8, accountsPerPerson: 4, requestsPerDay: 3 }), 0.05)
  assert.equal(accounts.length, 8)
  const tries = [...Map.groupBy(records, ({ request }) => JSON.stringify(request)).values()]
  assert.ok(tries.some((own) => distinct(own.map(({ account }) => account)) > 1))
})

test('vendors are one organisation, or one account that declares nothing', () => {
  const declared = play(batchVendor({ trade: 'labelling', accounts: 3 }))
  assert.equal(distinct(declared.accounts.map(({ org }) => org)), 1)
  const undeclared = play(batchVendor({ trade: 'documents', isDeclared: false }))
  assert.equal(undeclared.accounts.length, 1)
  assert.ok([...undeclared.accounts, ...undeclared.records].every(({ org }) => org === undefined))
})
