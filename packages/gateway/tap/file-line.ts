/** The lines of a file of the spool, compressed or not. */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { createZstdDecompress } from 'node:zlib'
import { recordBytesMax } from '@stillhunt/core/interaction'

/** One line. */
export interface FileLine {
  /** Without its line feed. */
  readonly bytes: Uint8Array
  /** Where it begins, in bytes of the file before compression. */
  readonly from: number
  /** A line feed follows. False for the end of a file that breaks off, and for pieces of a line that is too long. */
  readonly isWhole: boolean
}

const lineFeed = 10
const pieceBytes = 1024 * 1024

/**
 * The lines from byte `from` on, where a line must begin, in blocks of about 1 MiB, up to where the file ends at the
 * time. A line longer than a record can be comes in pieces that are not whole. Throws when the file cannot be read.
 */
export async function* linesOf(path: string, from = 0): AsyncGenerator<readonly FileLine[]> {
  let at = from
  let carry: Uint8Array<ArrayBufferLike> = new Uint8Array()
  for await (const piece of piecesOf(path, from)) {
    const bytes: Uint8Array = carry.length === 0 ? piece : Buffer.concat([carry, piece])
    const lines: FileLine[] = []
    let start = 0
    for (let feed = bytes.indexOf(lineFeed, carry.length); feed >= 0; feed = bytes.indexOf(lineFeed, start)) {
      lines.push({ bytes: bytes.subarray(start, feed), from: at + start, isWhole: true })
      start = feed + 1
    }
    if (bytes.length - start > recordBytesMax) {
      lines.push({ bytes: bytes.subarray(start), from: at + start, isWhole: false })
      start = bytes.length
    }
    carry = bytes.subarray(start)
    at += start
    if (lines.length > 0) yield lines
  }
  if (carry.length > 0) yield [{ bytes: carry, from: at, isWhole: false }]
}

async function* piecesOf(path: string, from: number): AsyncGenerator<Uint8Array> {
  if (!path.endsWith('.zst')) {
    yield* createReadStream(path, { start: from, highWaterMark: pieceBytes })
    return
  }
  let skip = from
  // Its callback has nothing to add: a failure of either side comes out of the iteration.
  const decompress = createZstdDecompress({ chunkSize: pieceBytes })
  pipeline(createReadStream(path, { highWaterMark: pieceBytes }), decompress, () => undefined)
  for await (const piece of decompress as AsyncIterable<Uint8Array>) {
    if (skip < piece.length) yield skip === 0 ? piece : piece.subarray(skip)
    skip = Math.max(0, skip - piece.length)
  }
}

/** How many lines there are from byte `from` on, one that breaks off at the end of the file among them. Reads the file. */
export async function countLines(path: string, from: number): Promise<number> {
  let count = 0
  if (path.endsWith('.zst')) {
    for await (const lines of linesOf(path, from)) count += lines.length
    return count
  }
  // One buffer for all of it: a stream makes one for each piece, and the process would keep room for a hundred.
  const buffer = Buffer.allocUnsafe(pieceBytes)
  const file = await open(path)
  try {
    let last = lineFeed
    for (let at = from; ;) {
      const { bytesRead } = await file.read(buffer, 0, pieceBytes, at)
      if (bytesRead === 0) return last === lineFeed ? count : count + 1
      const piece = buffer.subarray(0, bytesRead)
      for (let feed = piece.indexOf(lineFeed); feed >= 0; feed = piece.indexOf(lineFeed, feed + 1)) count += 1
      last = piece[bytesRead - 1]!
      at += bytesRead
    }
  } finally {
    await file.close()
  }
}
