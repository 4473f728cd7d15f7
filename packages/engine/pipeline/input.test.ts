// The same records give the same report, byte for byte, however they are packed, split, ordered and ended.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { assertSameReport, hunt, lines, membersOf, operatorAccounts, put, reportOf, scratch } from './hunt.fixture.ts'
import { SourceError } from './source.ts'

const whole = `${lines.join('\n')}\n`
const mark = '\ufeff'

/** Pieces that are cut in the middle of lines and characters. */
function cut(pieces: number): Buffer[] {
  const bytes = Buffer.from(whole)
  const size = Math.ceil(bytes.length / pieces)
  return Array.from({ length: pieces }, (_, index) => bytes.subarray(index * size, (index + 1) * size))
}

/** In another order, the same on every run. */
function shuffled(): string[] {
  return lines
    .map((line, index) => ({ line, key: (index * 7919) % 1009 }))
    .sort((a, b) => a.key - b.key)
    .map(({ line }) => line)
}

/** A frame that says nothing (RFC 8878 §3.1.2). */
const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3])

const packings: Readonly<Record<string, (folder: string) => readonly string[]>> = {
  gzip: (folder) => [put(folder, 'a.jsonl.gz', gzipSync(whole))],
  zstd: (folder) => [put(folder, 'a.jsonl.zst', zstdCompressSync(whole))],
  'compressed under a plain name': (folder) => [put(folder, 'a.jsonl', gzipSync(whole))],
  'gzip members one after another': (folder) => [
    put(folder, 'a.gz', Buffer.concat(cut(5).map((piece) => gzipSync(piece)))),
  ],
  'zstd frames one after another, the first one skippable': (folder) => [
    put(folder, 'a.zst', Buffer.concat([skippable, ...cut(5).map((piece) => zstdCompressSync(piece))])),
  ],
  'a folder of files, packed and plain, some deeper': (folder) => {
    mkdirSync(join(folder, 'june'))
    put(folder, 'a.jsonl', lines.slice(0, 100).join('\n'))
    put(folder, 'june/b.ndjson.gz', gzipSync(lines.slice(100, 200).join('\n')))
    put(folder, 'june/c.jsonl.zstd', zstdCompressSync(lines.slice(200).join('\n')))
    put(folder, 'accounts.jsonl', '{"account":"not a log"}\n')
    put(folder, 'notes.txt', 'not a log either\n')
    return [folder]
  },
  'a glob, and a file of it named again': (folder) => {
    put(folder, 'day-1.log', lines.slice(0, 300).join('\n'))
    put(folder, 'day-2.log', lines.slice(300).join('\n'))
    return [join(folder, 'day-*.log'), join(folder, 'day-2.log')]
  },
  'lines shuffled and split over three files': (folder) => {
    const order = shuffled()
    return [0, 1, 2].map((part) =>
      put(folder, `${'cab'[part]}.jsonl`, order.filter((_, index) => index % 3 === part).join('\n')),
    )
  },
  'carriage returns before the line feeds': (folder) => [put(folder, 'a.jsonl', whole.replaceAll('\n', '\r\n'))],
  'blank lines, also of spaces': (folder) => [put(folder, 'a.jsonl', `\n\n${lines.join('\n\r\n  \t\n')}\n\n`)],
  'a byte order mark': (folder) => [put(folder, 'a.jsonl', mark + whole)],
  'gzip members that each begin with a byte order mark': (folder) => [
    put(
      folder,
      'a.gz',
      Buffer.concat([lines.slice(0, 50), lines.slice(50)].map((part) => gzipSync(`${mark}${part.join('\n')}\n`))),
    ),
  ],
  'no line feed at the end': (folder) => [put(folder, 'a.jsonl', lines.join('\n'))],
  'an empty file beside it': (folder) => [put(folder, 'a.jsonl', whole), put(folder, 'b.jsonl', '')],
}

test('packing, splitting, order and line ends do not show in the report', async (t) => {
  const plain = await hunt([put(scratch(t), 'a.jsonl', whole)])
  assert.deepEqual(membersOf(plain, 'extraction'), [operatorAccounts])
  assert.equal(plain.report.data.interactions, lines.length)
  const expected = await reportOf([put(scratch(t), 'a.jsonl', whole)])
  for (const [name, pack] of Object.entries(packings))
    await t.test(name, async (inner) => {
      assertSameReport(await reportOf(pack(scratch(inner))), expected)
    })
})

test('a name that means nothing is told before anything is read', async (t) => {
  const folder = scratch(t)
  const rejects = (logs: string[], accounts: string | undefined, pattern: RegExp): Promise<void> =>
    assert.rejects(hunt(logs, accounts === undefined ? {} : { accounts }), (cause) => {
      assert.ok(cause instanceof SourceError)
      assert.match(cause.message, pattern)
      return true
    })
  const log = put(folder, 'a.jsonl', whole)
  await rejects([join(folder, 'nothing.jsonl')], undefined, /not found/)
  await rejects([join(folder, '*.csv')], undefined, /not found/)
  mkdirSync(join(folder, 'empty'))
  await rejects([join(folder, 'empty')], undefined, /nothing to read/)
  await rejects([log], join(folder, 'accounts.jsonl'), /not found/)
  await rejects([log], folder, /is a folder; name a file in it/)
  put(folder, 'b.jsonl', whole)
  await rejects([log], join(folder, '*.jsonl'), /means 2 files; name one/)
})
