// `stillhunt scan` as scripts and people use it: pipes, exit statuses, terminals, and nothing but the report on standard output.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { checkReport, type Report } from '@stillhunt/engine/report'
import { accounts, folder, logs, operatorAccounts, put, stillhunt } from './hunt.fixture.ts'

const hasEscape = (text: string): boolean => text.includes('\u001b')

test('--json - writes pure JSON that keeps the contract, and the same bytes from a file and from standard input', async () => {
  const fromFile = await stillhunt(['scan', logs, '--accounts', accounts, '--json', '-'])
  assert.deepEqual([fromFile.status, fromFile.stderr], [0, ''])
  const report = JSON.parse(fromFile.stdout) as Report
  assert.equal(checkReport(report), null)
  const members = report.campaigns.find(({ kind }) => kind === 'extraction')!.accounts.map(({ account }) => account)
  assert.deepEqual(members.toSorted(), operatorAccounts)
  const whole = readFileSync(logs)
  for (const input of [whole, gzipSync(whole)]) {
    const piped = await stillhunt(['scan', '-', '--accounts', accounts, '--json', '-'], { input })
    assert.ok(piped.stdout === fromFile.stdout)
  }
})

test('in a pipe the page has no escapes and keeps to 80 columns, or to COLUMNS', async () => {
  const plain = await stillhunt(['scan', logs])
  assert.equal(plain.status, 0)
  assert.match(plain.stdout, /^EXTRACTION c-[0-9a-f]{8} ─+$/m)
  assert.ok(!hasEscape(plain.stdout))
  assert.ok(plain.stdout.split('\n').every((line) => [...line].length <= 80))
  const narrow = await stillhunt(['scan', logs], { env: { COLUMNS: '60' } })
  assert.ok(narrow.stdout.split('\n').every((line) => [...line].length <= 60))
})

test('FORCE_COLOR colours, NO_COLOR and TERM=dumb do not, and a plain locale gets plain letters', async () => {
  const run = async (env: Record<string, string>): Promise<string> => (await stillhunt(['scan', logs], { env })).stdout
  assert.ok(hasEscape(await run({ FORCE_COLOR: '1' })))
  assert.ok(!hasEscape(await run({ FORCE_COLOR: '1', NO_COLOR: '1' })))
  assert.match(await run({ TERM: 'dumb', LC_ALL: 'C' }), /^[\n -~]+$/)
})

test('--fail-on answers 3 when such a campaign is claimed, and 0 otherwise', async () => {
  const status = async (kind: string, path = logs): Promise<number | null> =>
    (await stillhunt(['scan', path, '--quiet', '--fail-on', kind])).status
  assert.deepEqual([await status('extraction'), await status('any')], [3, 3])
  const few = put('few.jsonl', readFileSync(logs, 'utf8').split('\n').slice(0, 20).join('\n'))
  assert.equal(await status('any', few), 0)
})

test('--quiet says nothing, and both reports are written whole', async () => {
  const json = join(folder, 'report.json')
  const html = join(folder, 'report.html')
  const run = await stillhunt(['scan', logs, '--quiet', '--json', json, '--html', html])
  assert.deepEqual(run, { status: 0, signal: null, stdout: '', stderr: '' })
  assert.equal(checkReport(JSON.parse(readFileSync(json, 'utf8'))), null)
  assert.match(readFileSync(html, 'utf8'), /^<!doctype html>[^]*<\/html>\s*$/i)
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith('.tmp')),
    [],
  )
})

test('the hint names the folder that keeps what was read, or asks for one', async () => {
  const data = join(folder, 'the hunt')
  const kept = (await stillhunt(['scan', logs, '--data', data])).stdout.replaceAll(/\s+/g, ' ')
  assert.match(kept, /`stillhunt explain c-[0-9a-f]{8} --data '[^']+the hunt'` prints every link/)
  const gone = (await stillhunt(['scan', logs])).stdout.replaceAll(/\s+/g, ' ')
  assert.match(gone, /`stillhunt scan … --data DIR` keeps the fingerprints/)
  assert.doesNotMatch(kept + gone, /backtest/)
})

test('what cannot be written is found out before anything is read', async () => {
  const data = join(folder, 'untouched')
  const outputs = [
    ['--json', join(folder, 'no/such/folder/report.json')],
    ['--html', folder],
  ]
  for (const output of outputs) {
    const { status, stdout, stderr } = await stillhunt(['scan', logs, '--data', data, ...output])
    assert.deepEqual([status, stdout], [1, ''])
    assert.match(stderr, /^stillhunt: cannot write .*(make it first|name a file in it)\n$/)
  }
  assert.ok(!existsSync(data))
})

test('the reader may leave early, and a device is written to rather than replaced', async () => {
  const unread = await stillhunt(['scan', logs], { isUnread: true })
  assert.deepEqual([unread.status, unread.stderr], [0, ''])
  const full = await stillhunt(['scan', logs, '--quiet', '--json', '/dev/full'])
  assert.deepEqual(
    [full.status, full.stderr],
    [1, 'stillhunt: cannot write /dev/full: ENOSPC: no space left on device, write\n'],
  )
  const none = await stillhunt(['scan', logs, '--quiet', '--json', '/dev/null'])
  assert.deepEqual([none.status, none.stderr], [0, ''])
})

test('broken and refused input is told on standard error, in one line each', async () => {
  mkdirSync(join(folder, 'broken'), { recursive: true })
  put('broken/a.jsonl.gz', gzipSync(readFileSync(logs)).subarray(0, 30_000))
  const { status, stdout, stderr } = await stillhunt(['scan', join(folder, 'broken'), '--json', '-'])
  assert.equal(status, 0)
  assert.equal(checkReport(JSON.parse(stdout)), null)
  assert.match(stderr, /^stillhunt: .*a\.jsonl\.gz: truncated: [^\n]+\n$/)
})

test('inputs without a single record in them are a failure, empty ones and a single good line are none', async () => {
  const run = async (...names: string[]): Promise<[number | null, string]> => {
    const { status, stderr, stdout } = await stillhunt(['scan', ...names, '--json', '-'])
    assert.equal(checkReport(JSON.parse(stdout)), null)
    return [status, stderr]
  }
  const noise = put(
    'noise.jsonl.gz',
    Buffer.from(Array.from({ length: 40_000 }, (_, i) => (i * i * 31 + (i >> 3)) & 255)),
  )
  const [status, said] = await run(noise)
  assert.equal(status, 1)
  assert.match(
    said,
    /^stillhunt: not one line is a record \(refused: \d+, mostly as "not UTF-8"\); name logs [^\n]+\n$/,
  )
  const cut = put('cut.jsonl.gz', gzipSync('{}').subarray(0, 10))
  const [cutStatus, saidOfCut] = await run(cut)
  assert.equal(cutStatus, 1)
  assert.match(saidOfCut, /cut\.jsonl\.gz: truncated: [^\n]+\nstillhunt: not one record could be read; [^\n]+\n$/)
  const line = put('line.jsonl', readFileSync(logs, 'utf8').split('\n')[0]!)
  assert.deepEqual(await run(noise, line), [0, ''])
  assert.deepEqual(await run(put('empty.jsonl', ''), put('empty.jsonl.gz', gzipSync('\n\n'))), [0, ''])
})
