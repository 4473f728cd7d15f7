// An inspection says everything behind a claim, and its numbers are those that the claim was made with.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { type AccountInspection, type CampaignInspection, type Finding, renderInspection } from '../report.ts'
import { hunt, lines, operatorAccounts, put, world } from './hunt.fixture.ts'
import { inspect } from './inspection.ts'

const folder = mkdtempSync(join(tmpdir(), 'stillhunt-test-'))
const data = join(folder, 'data')
let finding: Finding
let campaign: CampaignInspection

before(async () => {
  const accounts = put(folder, 'accounts.jsonl', world.accounts.map((line) => JSON.stringify(line)).join('\n'))
  finding = await hunt([put(folder, 'a.jsonl', lines.join('\n'))], { data, accounts, keepText: true })
  campaign = (await inspected(finding.report.campaigns[0]!.id)) as CampaignInspection
})
after(() => rmSync(folder, { recursive: true, force: true }))

async function inspected(name: string): Promise<CampaignInspection | AccountInspection> {
  const answer = await inspect(data, name)
  assert.ok(answer.ok)
  return answer.inspection
}

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((total, one) => total + one, 0)
const near = (actual: number, expected: number): void =>
  assert.ok(Math.abs(actual - expected) <= 0.35, `${actual} is not about ${expected}`)

test('a campaign is inspected as it was reported', () => {
  assert.deepEqual(campaign.claim, finding.report.campaigns[0])
  assert.deepEqual(campaign.members.map(({ account }) => account).toSorted(), operatorAccounts)
  assert.deepEqual(campaign.counter, finding.pictures[0]!.counter)
})

test('every test says its value, its threshold and its outcome, on all three axes', () => {
  assert.deepEqual([...new Set(campaign.tests.map(({ axis }) => axis))], ['control', 'extraction', 'deception'])
  for (const { statement, threshold, must, passed, value } of campaign.tests) {
    assert.ok(statement.endsWith('.') && !/NaN|undefined|Infinity/.test(statement), statement)
    if (threshold === null) assert.equal(passed, null)
    else assert.equal(passed, must === 'reach' ? value >= threshold : value < threshold, statement)
    if (threshold !== null) assert.match(statement, / asks for (at least|less than) .*: (holds|fails)\.$/)
  }
  assert.ok(campaign.tests.filter(({ axis }) => axis !== 'deception').every(({ passed }) => passed !== false))
})

test('of every group, the tests come to the claim that is made on it', async () => {
  const answer = await inspect(data, 'nobody')
  const ids = answer.ok ? [] : answer.names.filter((name) => name.startsWith('c-'))
  assert.ok(ids.includes(campaign.id))
  for (const id of ids.slice(0, 5)) {
    const { tests, claim } = (await inspected(id)) as CampaignInspection
    const fails = (what: string): boolean => tests.some(({ asked_by, passed }) => asked_by === what && passed === false)
    const kind = fails('any claim')
      ? undefined
      : fails('extraction')
        ? fails('resale')
          ? 'coordinated'
          : 'resale'
        : 'extraction'
    assert.equal(claim?.kind, kind, id)
  }
})

test('the membership threshold is the prior and odds of 99 to 1', () => {
  const { threshold_nats, prior_nats, odds_nats } = campaign.membership
  near(threshold_nats, prior_nats + odds_nats)
  near(odds_nats, Math.log(99))
  near(prior_nats, Math.log(finding.report.data.accounts / operatorAccounts.length))
})

test("a member's nats are its families and what it lacks, and its probability follows from them", () => {
  for (const { nats, by_family, lack_nats, margin_nats, probability } of campaign.members) {
    near(nats, sum(Object.values(by_family)) + lack_nats)
    near(margin_nats, nats - campaign.membership.threshold_nats)
    const expected = 1 / (1 + Math.exp(campaign.membership.prior_nats - nats))
    assert.ok(Math.abs(probability - Math.min(0.9999, expected)) < 0.01)
  }
})

test('all links between members are told, strongest first, with evidence that adds up to them or more', () => {
  const { links } = campaign
  assert.equal(links.length, campaign.links_total)
  assert.ok(links.length >= operatorAccounts.length - 1)
  assert.deepEqual(
    links.map(({ nats }) => nats),
    links.map(({ nats }) => nats).toSorted((a, b) => b - a),
  )
  for (const { accounts, nats, by_family, evidence } of links) {
    assert.ok(accounts.every((account) => operatorAccounts.includes(account)))
    near(nats, sum(Object.values(by_family)))
    assert.ok(sum(evidence.map((entry) => entry.nats)) >= nats - 0.35)
  }
})

test('records named with evidence are of the accounts that it is about', () => {
  const accountOf = new Map(world.records.map(({ id, account }) => [id, account]))
  for (const { accounts, evidence } of campaign.links)
    for (const { signal, records } of evidence) {
      // An event is named with all that had part in it.
      if (!/shared|skeleton/.test(signal)) continue
      assert.ok(records.every((record) => accounts.includes(accountOf.get(record)!)))
      if (signal !== 'shared-identity') assert.ok(records.length >= 2)
    }
})

test('where records are kept, one line of what the user said last stands with them', () => {
  assert.ok(campaign.excerpts.length > 10)
  const known = new Map(world.records.map((record) => [record.id, JSON.stringify(record.request)]))
  for (const { record, text } of campaign.excerpts) {
    assert.doesNotMatch(text, /[\p{Cc}]/u)
    assert.ok(
      known
        .get(record)!
        .replaceAll(/\\n|\s+/g, ' ')
        .includes(JSON.stringify(text.slice(0, 20)).slice(1, -1)),
    )
  }
})

test('a member knows its campaign, its place in it, its links and what speaks against it', async () => {
  const account = (await inspected(operatorAccounts[0]!)) as AccountInspection
  const member = campaign.members.find((one) => one.account === operatorAccounts[0])!
  assert.deepEqual(account.place?.standing, member)
  assert.deepEqual([account.place.id, account.place.kind, account.place.named], [campaign.id, 'extraction', true])
  assert.ok(account.links.some(({ other, group }) => operatorAccounts.includes(other) && group === campaign.id))
  assert.ok(account.place.features.length > 0 && account.place.evidence.length > 0)
  assert.match(account.verdict, /is named in the extraction campaign c-/)
})

test('an account in no campaign is plainly said to be in none, with how far it is from one', async () => {
  const outsiders = world.accounts.map((line) => line.account).filter((name) => !operatorAccounts.includes(name))
  for (const name of outsiders.slice(0, 4)) {
    const account = (await inspected(name)) as AccountInspection
    assert.match(account.verdict, /is in no campaign/)
    assert.ok(account.place === null || (account.place.kind === null && account.place.failed.length > 0))
    assert.ok(
      account.near.every(({ margin_nats, statement }) => margin_nats >= 0 || /short of membership/.test(statement)),
    )
    assert.ok(account.counter.length > 0)
  }
})

test('a group that was not claimed is inspected by its id, with the test that it failed', async () => {
  const { near: nearest, place } = (await inspected(
    world.labels.find(({ archetype }) => archetype === 'two_accounts')!.account,
  )) as AccountInspection
  const id = place?.id ?? nearest.find(({ kind }) => kind === null)?.id
  if (id === undefined) return
  const group = (await inspected(id)) as CampaignInspection
  assert.equal(group.claim, null)
  assert.match(group.verdict, /No claim is made on these .* failed on pool/)
})

test('a name that nobody has is answered with the names that there are', async () => {
  const answer = await inspect(data, 'acct-nobody')
  assert.ok(!answer.ok)
  assert.equal(
    answer.names.length,
    finding.report.data.accounts + answer.names.filter((name) => name.startsWith('c-')).length,
  )
})

test('the page keeps to its width, says everything, and holds no escape without colour', async () => {
  for (const inspection of [campaign, await inspected(operatorAccounts[0]!)])
    for (const columns of [40, 80, 120]) {
      const text = renderInspection(inspection, { columns, color: false })
      assert.ok(text.split('\n').every((line) => [...line].length <= columns))
      assert.doesNotMatch(text, /[^\P{C}\n]/u)
      assert.doesNotMatch(text, /NaN|undefined|null|Infinity/)
    }
  const page = renderInspection(campaign, { columns: 80, color: false })
  for (const name of operatorAccounts) assert.ok(page.includes(name))
  assert.match(renderInspection(campaign, { columns: 80, color: false, unicode: false }), /^[\n -~]+$/)
})
