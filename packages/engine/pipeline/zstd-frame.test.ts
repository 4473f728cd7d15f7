// A zstd stream of any number of frames, cut anywhere, is cut again at the ends of its frames and loses nothing.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { constants, zstdCompressSync } from 'node:zlib'
import { zstdFrames } from './zstd-frame.ts'

const checksum = { params: { [constants.ZSTD_c_checksumFlag]: 1 } }
const skippable = Buffer.from([0x5a, 0x2a, 0x4d, 0x18, 5, 0, 0, 0, 1, 2, 3, 4, 5])
const random = Buffer.from(Array.from({ length: 150_000 }, (_, index) => (index * index * 2654435761) >>> 24))

const contents: readonly Buffer[] = [
  Buffer.from('short'),
  Buffer.alloc(0),
  Buffer.alloc(400_000, 'a'),
  random,
  Buffer.from('one line\n'.repeat(50_000)),
]
const frames = contents.flatMap((content) => [zstdCompressSync(content), zstdCompressSync(content, checksum)])

async function cut(stream: Uint8Array, bytes: number): Promise<Uint8Array[]> {
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < stream.length; at += bytes) yield stream.subarray(at, at + bytes)
  }
  const chunks: Uint8Array[] = []
  for await (const chunk of zstdFrames(pieces())) chunks.push(chunk)
  return chunks
}

/** The chunks of each frame joined: a chunk that begins like a frame begins one. */
function joined(chunks: readonly Uint8Array[]): Buffer[] {
  const found: Uint8Array[][] = []
  for (const chunk of chunks) {
    const isStart = Buffer.from(chunk)
      .subarray(0, 4)
      .equals(Buffer.from([0x28, 0xb5, 0x2f, 0xfd]))
    if (isStart) found.push([chunk])
    else found.at(-1)!.push(chunk)
  }
  return found.map((parts) => Buffer.concat(parts))
}

test('every frame comes out by itself, whatever the pieces that went in', async () => {
  const check = async (chosen: readonly Buffer[], bytes: number): Promise<void> => {
    const stream = Buffer.concat([skippable, ...chosen.flatMap((frame) => [frame, skippable, skippable])])
    assert.deepEqual(joined(await cut(stream, bytes)), chosen, `pieces of ${bytes}`)
  }
  for (const bytes of [1000, 65_536, 10_000_000]) await check(frames, bytes)
  const small = frames.filter(({ length }) => length < 1000)
  assert.ok(small.length >= 6)
  for (const bytes of [1, 2, 3, 7, 11]) await check(small, bytes)
})

test('a stream that breaks off is passed on as far as it goes', async () => {
  for (const length of [1, 3, 5, 9, 20, 1000]) {
    const stream = Buffer.concat([frames[0]!, frames[6]!.subarray(0, length)])
    assert.deepEqual(Buffer.concat(await cut(stream, 4096)), stream)
  }
})

test('what follows the last frame and is none is told, after what came before it', async () => {
  const seen: Uint8Array[] = []
  const read = async (): Promise<void> => {
    async function* pieces(): AsyncGenerator<Uint8Array> {
      yield Buffer.concat([frames[0]!, Buffer.from('no frame at all')])
    }
    for await (const chunk of zstdFrames(pieces())) seen.push(chunk)
  }
  await assert.rejects(read(), { code: 'ZSTD_error_prefix_unknown' })
  assert.deepEqual(Buffer.concat(seen), frames[0])
})
