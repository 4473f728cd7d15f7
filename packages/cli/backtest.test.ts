// `stillhunt backtest` as scripts and people use it: like scan, and about time.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { checkReport, type Report } from '@stillhunt/engine/report'
import { accounts, folder, logs, operatorAccounts, put, stillhunt, world } from './hunt.fixture.ts'

/** What takes a busy machine more than five seconds says how far it is. */
const onlyProgress = /^(step \d+ of \d+.*\n|.*records.*\n)*$/

test('--json - writes pure JSON that keeps the contract, the same every time', async () => {
  const words = ['backtest', logs, '--accounts', accounts, '--step', '1d', '--json', '-']
  const { status, stdout, stderr } = await stillhunt(words)
  assert.equal(status, 0)
  assert.match(stderr, onlyProgress)
  const report = JSON.parse(stdout) as Report
  assert.equal(checkReport(report), null)
  const members = report.campaigns.find(({ kind }) => kind === 'extraction')!.accounts.map(({ account }) => account)
  assert.deepEqual(members.toSorted(), operatorAccounts)
  assert.equal((await stillhunt(words)).stdout, stdout)
})

test('who is named was named within the data, and what came after is what a recount of the lines says', async () => {
  const { stdout } = await stillhunt([
    'backtest',
    logs,
    '--accounts',
    accounts,
    '--step',
    '12h',
    '--quiet',
    '--json',
    '-',
  ])
  const { data, campaigns } = JSON.parse(stdout) as Report
  const timesOf = Map.groupBy(world.records, ({ account }) => account)
  // The last step ends with or after the last record, but less than a step after it.
  const untilMs = Date.parse(data.to!) + 12 * 3_600_000
  assert.ok(campaigns.length > 0)
  for (const campaign of campaigns) {
    const detections = campaign.accounts.map(({ detected_at }) => detected_at).sort()
    assert.equal(campaign.detected_at, detections[0])
    assert.ok(detections[0]! > data.from! && Date.parse(detections.at(-1)!) <= untilMs)
    for (const { account, detected_at, interactions, interactions_after } of campaign.accounts) {
      const own = timesOf.get(account)!
      assert.equal(interactions, own.length)
      const after = own.filter(({ ts }) => Date.parse(ts) >= Date.parse(detected_at))
      assert.equal(interactions_after, after.length, `${account}, named at ${detected_at}`)
    }
  }
  assert.ok(campaigns.some((campaign) => campaign.accounts.some((one) => one.interactions_after > 0)))
})

test('the page says how soon, has no escapes in a pipe and keeps to 80 columns, or to COLUMNS', async () => {
  const wide = await stillhunt(['backtest', logs, '--step', '1d'])
  assert.equal(wide.status, 0)
  assert.match(wide.stderr, onlyProgress)
  assert.match(wide.stdout, /^Replayed {4}2026-06-01 /m)
  assert.match(wide.stdout, /^How soon each campaign was named\n.*\n {2}c-[0-9a-f]{8} /m)
  const narrow = await stillhunt(['backtest', logs, '--step', '1d'], { env: { COLUMNS: '50' } })
  for (const [text, columns] of [
    [wide.stdout, 80],
    [narrow.stdout, 50],
  ] as const) {
    assert.ok(!text.includes('\u001b'))
    assert.ok(text.split('\n').every((line) => [...line].length <= columns))
  }
})

test('--fail-on answers 3 when such a campaign is claimed, and 0 otherwise', async () => {
  const status = async (kind: string, path = logs): Promise<number | null> =>
    (await stillhunt(['backtest', path, '--step', '2d', '--quiet', '--fail-on', kind])).status
  assert.equal(await status('extraction'), 3)
  const few = put('few.jsonl', readFileSync(logs, 'utf8').split('\n').slice(0, 20).join('\n'))
  assert.equal(await status('any', few), 0)
})

test('--quiet says nothing, and both reports are written whole', async () => {
  const json = join(folder, 'backtest.json')
  const html = join(folder, 'backtest.html')
  const run = await stillhunt(['backtest', logs, '--step', '2d', '--quiet', '--json', json, '--html', html])
  assert.deepEqual(run, { status: 0, signal: null, stdout: '', stderr: '' })
  assert.equal(checkReport(JSON.parse(readFileSync(json, 'utf8'))), null)
  assert.match(readFileSync(html, 'utf8'), /^<!doctype html>[^]*<span>backtest<\/span>[^]*<\/html>\s*$/i)
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith('.tmp')),
    [],
  )
})

test('nothing to read is told as such', async () => {
  const { status, stdout } = await stillhunt(['backtest', put('none.jsonl', ''), '--step', '1d'])
  assert.equal(status, 0)
  assert.match(stdout, /Nothing was read/)
  assert.doesNotMatch(stdout, /Replayed|1970|NaN|undefined/)
})
