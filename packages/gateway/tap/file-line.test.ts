/** Shows that lines are counted as they are read, compressed or not. */
import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { zstdCompressSync } from 'node:zlib'
import { countLines, linesOf } from './file-line.ts'
import { folderFor } from './spool.fixture.ts'

test('as many lines are counted as are read, from wherever it begins and however it ends', async (t) => {
  const folder = folderFor(t)
  mkdirSync(folder, { recursive: true })
  const long = 'x'.repeat(1_500_000)
  for (const text of ['', '\n', 'a\n', 'a', 'a\n\nb\n', 'a\nbroken off', `a\n${long}\nb\n${long}`])
    for (const name of ['plain.jsonl', 'packed.jsonl.zst']) {
      const path = join(folder, name)
      writeFileSync(path, name.endsWith('.zst') ? zstdCompressSync(text) : text)
      for (const from of [0, 2]) {
        if (from > text.length) continue
        let read = 0
        for await (const lines of linesOf(path, from)) read += lines.length
        assert.equal(await countLines(path, from), read, `${name} ${text.slice(0, 20)} from ${from}`)
      }
    }
  await assert.rejects(countLines(join(folder, 'none.jsonl'), 0), /ENOENT/)
})
