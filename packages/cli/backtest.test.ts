// `stillhunt backtest` as scripts and people use it: like scan, and about time.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { checkReport, type Report } from '@stillhunt/engine/report'
import { accounts, folder, logs, operatorAccounts, put, stillhunt } from './hunt.fixture.ts'

test('--json - writes pure JSON that keeps the contract, the same every time', async () => {
  const words = ['backtest', logs, '--accounts', accounts, '--step', '1d', '--json', '-']
  const { status, stdout, stderr } = await stillhunt(words)
  assert.deepEqual([status, stderr], [0, ''])
  const report = JSON.parse(stdout) as Report
  assert.equal(checkReport(report), null)
  const members = report.campaigns.find(({ kind }) => kind === 'extraction')!.accounts.map(({ account }) => account)
  assert.deepEqual(members.toSorted(), operatorAccounts)
  assert.equal((await stillhunt(words)).stdout, stdout)
})

test('the page says how soon, has no escapes in a pipe and keeps to 80 columns, or to COLUMNS', async () => {
  const wide = await stillhunt(['backtest', logs, '--step', '1d'])
  assert.deepEqual([wide.status, wide.stderr], [0, ''])
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
