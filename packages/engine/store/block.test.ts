// A block reads as it was written, and what an answer's columns say is what its rows say.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Block } from './block.ts'
import { openEmbeddedStore } from './embedded.ts'
import { encodeBlock, IntegerColumn, ListColumn, TextColumn, WideColumn } from './native.ts'

const texts = ['', 'a', 'ünï', 'x'.repeat(300)]

test('a block that is written reads as the same, also after another', () => {
  const columns = {
    few: new IntegerColumn(16),
    hash: new WideColumn(),
    text: new TextColumn(),
    list: new ListColumn(32),
  }
  for (const [at, text] of texts.entries()) {
    columns.few.push(at * 1000)
    columns.hash.push(2n ** 64n - BigInt(at) - 1n)
    columns.text.push(text)
    columns.list.push(Uint32Array.from({ length: at }, (_, i) => i + at))
  }
  const bytes = encodeBlock(columns, texts.length)
  const blocks = [...Block.read(Uint8Array.from([...bytes, ...bytes]))]
  assert.equal(blocks.length, 2)
  for (const block of blocks) {
    assert.equal(block.rows, texts.length)
    assert.deepEqual([...block.numbers('few')], [0, 1000, 2000, 3000])
    assert.equal(block.wides('hash')[1], 2n ** 64n - 2n)
    assert.deepEqual(block.texts('text'), texts)
    assert.deepEqual([...block.lists('list').from], [0, 0, 1, 3, 6])
    assert.deepEqual([...block.lists('list').values], [1, 2, 3, 3, 4, 5])
  }
})

test('a column that is not there, or is something else, is a fault of ours', () => {
  const column = new IntegerColumn(8)
  column.push(1)
  const [block] = Block.read(encodeBlock({ one: column }, 1))
  assert.throws(() => block!.numbers('other'), /no plain column other/)
  assert.throws(() => block!.wides('one'), /one is not UInt64/)
  assert.throws(() => block!.texts('one'), /one is not String/)
  assert.throws(() => block!.lists('one'), /one holds no lists/)
})

test('columns of an answer say what its rows say, however many blocks it comes in; other types are refused', async () => {
  const store = await openEmbeddedStore()
  const sql = `SELECT cityHash64(number) AS hash, toString(number) AS text, toFloat64(number) / 8 AS part,
    arrayMap(x -> toUInt8(x), range(number % 5)) AS list FROM numbers({count:UInt32}) ORDER BY number`
  try {
    const rows = await store.query<{ hash: string; text: string; part: number }>(sql, { count: 50_000 })
    let at = 0
    for await (const block of store.blocks(sql, { count: 50_000 }))
      for (let row = 0; row < block.rows; row += 1, at += 1) {
        const { hash, text, part } = rows[at]!
        assert.equal(String(block.wides('hash')[row]), hash)
        assert.equal(block.texts('text')[row], text)
        assert.equal(block.numbers('part')[row], part)
        const { from } = block.lists('list')
        assert.equal(from[row + 1]! - from[row]!, at % 5)
      }
    assert.equal(at, rows.length)
    await assert.rejects(async () => {
      for await (const _ of store.blocks("SELECT toDate('2026-01-01') AS day")) assert.fail('read')
    }, /Date/)
  } finally {
    await store.close()
  }
})

test('what is asked for at once is answered, whole, whoever is first', async () => {
  const store = await openEmbeddedStore()
  try {
    const counts = await Promise.all(
      [30_000, 7, 20_000, 0, 1].map((count) => store.query('SELECT number FROM numbers({count:UInt32})', { count })),
    )
    assert.deepEqual(
      counts.map((rows) => rows.length),
      [30_000, 7, 20_000, 0, 1],
    )
    await store.set({ max_block_size: 1000 })
    const sizes = await Promise.all(
      [1, 2, 3, 4].map(() => store.query<{ size: string }>("SELECT getSetting('max_block_size') AS size")),
    )
    assert.deepEqual([...new Set(sizes.map(([row]) => Number(row!.size)))], [1000])
  } finally {
    await store.close()
  }
})
