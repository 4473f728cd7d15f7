/** What an import does with a chunk: whole lines in, blocks of fingerprints and the reasons for refused lines out. */
import { Buffer, isUtf8 } from 'node:buffer'
import { Fingerprinter } from '@stillhunt/core/fingerprint'
import { parseRecord, recordBytesMax, type RejectReason } from '@stillhunt/core/interaction'
import { type Blocks, InteractionBlock } from './interaction-block.ts'
import { isBlank, textEnd, textStart } from './line.ts'

/** How chunks are read. */
export interface ReadOptions {
  readonly secret: Uint8Array
  /** Whether the records themselves are kept. */
  readonly keepText: boolean
}

/** Lines to read. */
export interface Work {
  readonly sequence: number
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** Lines refused for one reason in one chunk. */
export interface RejectCount {
  readonly reason: RejectReason
  count: number
  /** Index of the first such line in the chunk. */
  readonly firstLine: number
  readonly detail: string
}

/** What came of one {@link Work}. */
export interface WorkDone {
  readonly sequence: number
  readonly lines: number
  readonly records: number
  readonly rejects: readonly RejectCount[]
  readonly blocks: Blocks
  /** The memory that the lines came in, given back. */
  readonly spare: ArrayBuffer
}

const lineFeed = 10

/** Counts refusals by reason, keeping the first. */
class Rejects {
  readonly byReason: Map<RejectReason, RejectCount> = new Map()
  add(reason: RejectReason, line: number, detail: string): void {
    const known = this.byReason.get(reason)
    if (known === undefined) this.byReason.set(reason, { reason, count: 1, firstLine: line, detail })
    else known.count += 1
  }
}

/** Reads chunks, one at a time. Holds buffers: one per thread. Equal chunks give equal blocks but for names sent before. */
export class ChunkReader {
  private readonly fingerprinter: Fingerprinter
  private readonly keepText: boolean
  private readonly block = new InteractionBlock()

  constructor({ secret, keepText }: ReadOptions) {
    this.fingerprinter = new Fingerprinter(secret)
    this.keepText = keepText
  }

  /** See the file's header. Never throws, whatever the bytes are. */
  read({ sequence, bytes }: Work): WorkDone {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const checkUtf8 = !isUtf8(buffer)
    const rejects = new Rejects()
    let lines = 0
    for (let from = 0; from < buffer.length; lines += 1) {
      const feed = buffer.indexOf(lineFeed, from)
      const to = feed < 0 ? buffer.length : feed
      this.readLine(buffer, from, to, checkUtf8, lines, rejects)
      from = to + 1
    }
    const records = this.block.rows
    return {
      sequence,
      lines,
      records,
      rejects: [...rejects.byReason.values()],
      blocks: this.block.take(),
      spare: bytes.buffer,
    }
  }

  private readLine(buffer: Buffer, from: number, to: number, checkUtf8: boolean, line: number, rejects: Rejects): void {
    const start = textStart(buffer, from, to)
    const end = textEnd(buffer, start, to)
    if (end === start) return
    if (end - start > recordBytesMax) return rejects.add('too long', line, `${end - start} bytes`)
    if (checkUtf8 && !isUtf8(buffer.subarray(start, end))) return rejects.add('not UTF-8', line, '')
    const text = buffer.toString('utf8', start, end)
    const parsed = parseRecord(text)
    if (parsed.ok) this.block.push(parsed.value, this.fingerprinter.read(parsed.value), this.keepText ? text : null)
    else if (!isBlank(text)) rejects.add(parsed.reason, line, parsed.detail)
  }
}
