// `stillhunt explain` says everything behind a campaign or an account, from the data folder alone.
import assert from 'node:assert/strict'
import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { before, test } from 'node:test'
import type { AccountInspection, CampaignInspection } from '@stillhunt/engine/report'
import { accounts, folder, logs, operatorAccounts, put, stillhunt, world } from './hunt.fixture.ts'

const data = join(folder, 'hunt')
let campaign = ''

before(async () => {
  const { stdout } = await stillhunt(['scan', logs, '--accounts', accounts, '--data', data])
  campaign = /EXTRACTION (c-[0-9a-f]{8})/.exec(stdout)![1]!
  // From here on there are no logs to read.
  renameSync(logs, `${logs}.gone`)
})

test('a campaign: tests, threshold, features, members, links and counter-evidence', async () => {
  const { status, stdout, stderr } = await stillhunt(['explain', campaign, '--data', data])
  assert.deepEqual([status, stderr], [0, ''])
  assert.match(stdout, new RegExp(`^EXTRACTION ${campaign} `))
  for (const part of [
    'Tests',
    'Evidence',
    'What members have in common',
    'Membership',
    'Members',
    'Links between members',
  ])
    assert.match(stdout, new RegExp(`^  ${part}`, 'm'))
  for (const name of operatorAccounts) assert.ok(stdout.includes(name))
  assert.ok(!stdout.includes('\u001b'))
  assert.ok(stdout.split('\n').every((line) => [...line].length <= 80))
})

test('an account: its place and all its links; one that is in no campaign is said to be in none', async () => {
  const member = await stillhunt(['explain', operatorAccounts[0]!, '--data', data])
  assert.match(member.stdout, new RegExp(`^ACCOUNT ${operatorAccounts[0]} `))
  assert.match(member.stdout.replaceAll(/\s+/g, ' '), new RegExp(`is named in the extraction campaign ${campaign}`))
  const outsider = world.labels.find((label) => label.archetype === 'consumer_chat')!.account
  const other = await stillhunt(['explain', outsider, '--data', data])
  assert.equal(other.status, 0)
  assert.match(other.stdout.replaceAll(/\s+/g, ' '), /is in no campaign/)
})

test('--json prints the same as pure JSON', async () => {
  const { stdout } = await stillhunt(['explain', campaign, '--data', data, '--json'])
  const inspection = JSON.parse(stdout) as CampaignInspection
  assert.deepEqual([inspection.version, inspection.subject, inspection.id], [1, 'campaign', campaign])
  assert.deepEqual(inspection.members.map(({ account }) => account).toSorted(), operatorAccounts)
  const account = await stillhunt(['explain', '--json', '--data', data, '--', operatorAccounts[0]!])
  assert.equal((JSON.parse(account.stdout) as AccountInspection).place?.id, campaign)
})

test('a name that nobody has is answered with those that are like it, and 2', async () => {
  const name = operatorAccounts[0]!
  const typo = `${name.slice(0, -2)}${name.at(-1)}${name.at(-2)}`
  const cases = [
    [typo, new RegExp(`no campaign or account "${typo}"; did you mean ${name}\\?`)],
    [campaign.slice(0, -1), new RegExp(`did you mean ${campaign}\\?`)],
    [name.toUpperCase(), new RegExp(`did you mean ${name}\\?`)],
    ['nobody at all', /names are matched exactly/],
  ] as const
  for (const [asked, message] of cases) {
    const { status, stdout, stderr } = await stillhunt(['explain', asked, '--data', data])
    assert.deepEqual([status, stdout], [2, ''])
    assert.match(stderr, message)
    assert.equal(stderr.split('\n').length, 2)
  }
})

test('a folder that is no store, or not there, is told, and 1; none at all is a wrong call, and 2', async () => {
  const fails = async (words: readonly string[], status: number, message: RegExp): Promise<void> => {
    const run = await stillhunt(['explain', ...words])
    assert.deepEqual([run.status, run.stdout], [status, ''])
    assert.match(run.stderr, message)
  }
  await fails([campaign, '--data', join(folder, 'nowhere')], 1, /^stillhunt: \[no store\] .*there is no such folder/)
  await fails([campaign, '--data', folder], 1, /^stillhunt: \[no store\] .*holds no Stillhunt store/)
  await fails([campaign, '--data', put('file', '')], 1, /^stillhunt: \[disk\] .*is a file, not a folder/)
  await fails([campaign], 2, /explain needs --data DIR/)
  await fails(['--data', data], 2, /explain needs a campaign id or an account name/)
  await fails([campaign, campaign, '--data', data], 2, /explain takes one name/)
})
