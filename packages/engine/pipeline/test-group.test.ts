// Tests are asked of what a scan kept: the operator of the small world shows, its strangers do not.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { testSignals } from '../signal.ts'
import { openEmbeddedStore, type Store } from '../store.ts'
import { readClasses } from './account-class.ts'
import type { Directory } from './directory.ts'
import { readView } from './view.ts'
import { hunt, lines, operatorAccounts, put, scratch, world } from './hunt.fixture.ts'
import { type GroupToTest, readGroup, testGroup } from './test-group.ts'

interface Kept {
  readonly store: Store
  readonly directory: Directory
  group(names: readonly string[], more?: Partial<GroupToTest>): Promise<GroupToTest>
}

/** Scans the small world and does something with what was kept. */
async function kept<T>(folder: string, use: (kept: Kept) => Promise<T>): Promise<T> {
  const data = join(folder, 'data')
  const accounts = put(folder, 'accounts.jsonl', world.accounts.map((line) => JSON.stringify(line)).join('\n'))
  await hunt([put(folder, 'a.jsonl', lines.join('\n'))], { data, accounts })
  const store = await openEmbeddedStore(data, true)
  try {
    const directory = await readView(store)
    const indexOf = new Map(directory.names().map((name, index) => [name, index]))
    const grouped = new Set(operatorAccounts.flatMap((name) => indexOf.get(name) ?? []))
    const group = async (names: readonly string[], more: Partial<GroupToTest> = {}): Promise<GroupToTest> => ({
      members: names.flatMap((name) => indexOf.get(name) ?? []),
      grouped,
      templates: { skeletons: [], systems: [] },
      classes: await readClasses(store, directory, more.untilMs),
      ...more,
    })
    return await use({ store, directory, group })
  } finally {
    await store.close()
  }
}

const strangers = world.labels
  .filter(({ campaign, archetype }) => campaign === null && archetype === 'consumer_chat')
  .map(({ account }) => account)

test('of a scan', async (t) => {
  await kept(scratch(t), async ({ store, group }) => {
    const operator = await group(operatorAccounts)
    await t.test('the operator takes turns, in sentences with numbers', async () => {
      const entries = await testGroup(store, operator)
      const turns = entries.find(({ signal }) => signal === 'dealt-turns')!
      assert.ok(turns.outcome.pValue < 1e-3, `${turns.outcome.pValue}`)
      assert.match(turns.statement, /^\d+ conversations begin in turn on \d+ accounts/)
      assert.equal(turns.axis, 'control')
      for (const { outcome, statement } of entries) {
        assert.ok(outcome.pValue >= 0 && outcome.pValue <= 1)
        assert.match(statement, /^\p{Lu}?.*\d.*\.$|^It makes no difference/u)
        assert.doesNotMatch(statement, /NaN|undefined|Infinity/)
      }
    })
    await t.test('people among strangers do not', async () => {
      const entries = await testGroup(store, await group(strangers.slice(0, 50)))
      assert.ok(entries.length >= 3, `only ${entries.length} tests had enough to judge by`)
      const told = entries.filter(({ outcome }) => outcome.pValue < 0.01).map(({ signal }) => signal)
      assert.deepEqual(told, [])
    })
    await t.test('the same group has the same answers, in whatever order its members are given', async () => {
      const backwards = { ...operator, members: operator.members.toReversed() }
      assert.deepEqual(await testGroup(store, backwards), await testGroup(store, operator))
    })
    await t.test('the reference holds no member, nobody of another group and nobody declared', async () => {
      const { reference } = await readGroup(store, await group(strangers.slice(0, 12)))
      assert.ok(reference.accounts.length > 0)
      for (const { name } of [...reference.accounts, ...reference.peers]) {
        assert.ok(!operatorAccounts.includes(name) && !strangers.slice(0, 12).includes(name))
        assert.ok(!world.accounts.some((line) => line.account === name && (line.org !== undefined || line.reseller)))
      }
    })
    await t.test('what comes later is not looked at', async () => {
      const { group: all } = await readGroup(store, operator)
      const untilMs = all.timeMs[Math.floor(all.rows / 2)]!
      const { group: early } = await readGroup(store, await group(operatorAccounts, { untilMs }))
      assert.deepEqual(
        early.timeMs,
        all.timeMs.filter((ms) => ms < untilMs),
      )
    })
  })
})

test('an empty group says nothing', async (t) => {
  await kept(scratch(t), async ({ store, group }) => assert.deepEqual(await testGroup(store, await group([])), []))
})

test('every test says what it needs in SQL that the store understands', async (t) => {
  await kept(scratch(t), async ({ store }) => {
    for (const { needs, name } of testSignals) {
      const [row] = await store.query<{ n: number }>(`SELECT toFloat64(${needs.count}) AS n FROM interaction`)
      assert.ok(row !== undefined && row.n >= 0, name)
      assert.ok(needs.without.includes(name), name)
    }
  })
})
