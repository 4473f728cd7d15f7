// Bad lines, broken files and repeated ids are counted where they are, and harm nothing else.
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { gunzipSync, gzipSync, constants, zstdCompressSync } from 'node:zlib'
import { parseRecord, recordBytesMax, type RejectReason } from '@stillhunt/core/interaction'
import {
  assertSameReport,
  hunt,
  lines,
  operatorAccounts,
  membersOf,
  put,
  reportOf,
  scratch,
  world,
} from './hunt.fixture.ts'

const first = world.records[0]!
const variant = (fields: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ ...first, id: 'bad', ...fields })

/** One line for each reason that there is to refuse one. */
const faults: Readonly<Record<RejectReason, string | Uint8Array>> = {
  truncated: lines[0]!.slice(0, -40),
  'not UTF-8': Buffer.concat([Buffer.from('{"id":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]),
  'not JSON': 'Jun  1 00:00:00 gateway restarted',
  'not an object': '[1, 2, 3]',
  'missing field': variant({ account: undefined }),
  'wrong type': variant({ status: '200' }),
  'too long': variant({ padding: 'x'.repeat(recordBytesMax) }),
  'nested too deep': `{"id":"deep","request":${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
  'lone surrogate': variant({ model: '?' }).replace('"?"', '"\\ud800"'),
  'time out of range': variant({ ts: '2026-02-30T00:00:00Z' }),
  'unknown dialect': variant({ dialect: 'carrier.pigeon' }),
  'unsupported version': variant({ v: 2 }),
}

test('a bad line of every kind is counted at its line, and the rest is as if it were not there', async (t) => {
  const folder = scratch(t)
  const mixed: (string | Uint8Array)[] = []
  const expected = Object.entries(faults).map(([reason, line], index) => {
    mixed.push(...lines.slice(index * 40, (index + 1) * 40), line, line)
    return { reason, count: 2, first_line: mixed.length - 1 }
  })
  mixed.push(...lines.slice(expected.length * 40))
  const bytes = Buffer.concat(mixed.flatMap((line) => [Buffer.from(line), Buffer.from('\n')]))
  const { report } = await hunt([put(folder, 'mixed.jsonl', bytes)])
  const plain = await hunt([put(folder, 'plain.jsonl', lines.join('\n'))])
  assert.deepEqual(
    report.data.rejected,
    expected.toSorted((a, b) => (a.reason < b.reason ? -1 : 1)),
  )
  assert.deepEqual({ ...report, data: { ...report.data, rejected: [] } }, plain.report)
  assert.deepEqual(membersOf(plain, 'extraction'), [operatorAccounts])
})

test('a file of nothing but bad lines is read to its end and claims nothing', async (t) => {
  const bytes = Buffer.concat(Object.values(faults).flatMap((line) => [Buffer.from(line), Buffer.from('\n')]))
  const { report } = await hunt([put(scratch(t), 'bad.jsonl', bytes)])
  assert.equal(report.data.rejected.length, Object.keys(faults).length)
  assert.deepEqual([report.data.interactions, report.data.from, report.campaigns.length], [0, null, 0])
})

test('of a compressed file that breaks off, what was readable is kept, and it is told', async (t) => {
  const whole = Buffer.from(`${lines.join('\n')}\n`)
  const zipped = gzipSync(whole).subarray(0, 60_000)
  const readable = gunzipSync(zipped, { finishFlush: constants.Z_SYNC_FLUSH }).toString('latin1').split('\n').length - 1
  assert.ok(readable > 100 && readable < lines.length)
  const gz = await hunt([put(scratch(t), 'a.jsonl.gz', zipped)])
  assert.equal(gz.report.data.interactions, readable)
  assert.match(
    gz.notes[0]!.note,
    /truncated: the compressed data ends too early; what could be read before it was kept/,
  )

  const frames = [lines.slice(0, 200), lines.slice(200)].map((part) => zstdCompressSync(`${part.join('\n')}\n`))
  const zst = await hunt([put(scratch(t), 'a.zst', Buffer.concat(frames).subarray(0, -100))])
  assert.ok(zst.report.data.interactions >= 200)
  assert.match(zst.notes[0]!.note, /truncated/)

  const damaged = await hunt([put(scratch(t), 'a.zst', Buffer.concat([frames[0]!, Buffer.from('no frame at all')]))])
  assert.equal(damaged.report.data.interactions, 200)
  assert.match(damaged.notes[0]!.note, /damaged/)
})

test('a file that breaks off does not keep the next one from being read', async (t) => {
  const folder = scratch(t)
  put(folder, 'a.jsonl.gz', gzipSync(lines.slice(0, 300).join('\n')).subarray(0, 2000))
  put(folder, 'b.jsonl', lines.join('\n'))
  const { report, notes } = await hunt([folder])
  assert.equal(report.data.interactions, lines.length)
  assert.deepEqual(
    notes.map(({ source }) => source),
    [join(folder, 'a.jsonl.gz')],
  )
})

test('a record counts once, repeated in one file, over two files, or in two', async (t) => {
  const folder = scratch(t)
  const plain = put(folder, 'a.jsonl', lines.join('\n'))
  const expected = await hunt([plain])
  const repeated = await hunt([put(folder, 'b.jsonl', [...lines, ...lines.slice(0, 50)].join('\n'))])
  const twice = await hunt([plain, put(folder, 'c.jsonl', lines.slice(0, 50).join('\n'))])
  for (const { report } of [repeated, twice])
    assert.deepEqual(report, { ...expected.report, data: { ...expected.report.data, duplicates: 50 } })
})

test('of two different records with one id the same one counts, whichever came first', async (t) => {
  const folder = scratch(t)
  const other = JSON.stringify({ ...first, account: world.records.at(-1)!.account, status: 500, response: undefined })
  assert.ok(parseRecord(other).ok)
  const before = await reportOf([put(folder, 'a.jsonl', [other, ...lines].join('\n'))])
  const after = await reportOf([put(folder, 'b.jsonl', [...lines, other].join('\n'))])
  assertSameReport(before, after)
  assert.match(before, /"duplicates": 1,/)
})

test('a registry with faults is used as far as it goes, and they are told', async (t) => {
  const folder = scratch(t)
  const log = put(folder, 'a.jsonl', lines.join('\n'))
  const good = world.accounts.map((line) => JSON.stringify(line))
  const clean = await hunt([log], { accounts: put(folder, 'accounts.jsonl', `\ufeff${good.join('\r\n')}`) })
  assert.deepEqual(clean.report.data.rejected, [])
  const mixed = ['not json', ...good, '{"plan":"free"}', '{"account":"cut', '']
  const { report } = await hunt([log], { accounts: put(folder, 'mixed.jsonl', mixed.join('\n')) })
  assert.deepEqual(report.data.rejected, [
    { reason: 'not JSON (accounts)', count: 1, first_line: 1 },
    { reason: 'missing field (accounts)', count: 1, first_line: good.length + 2 },
    { reason: 'truncated (accounts)', count: 1, first_line: good.length + 3 },
  ])
  assert.deepEqual(report.campaigns, clean.report.campaigns)
  const broken = gzipSync(good.join('\n')).subarray(0, -200)
  const { notes } = await hunt([log], { accounts: put(folder, 'accounts.jsonl.gz', broken) })
  assert.match(notes[0]!.note, /truncated/)
})
