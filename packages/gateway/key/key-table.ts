/**
 * All keys of a file, for millions of them: the file's own bytes, the hashes side by side, and an index of ids. A grant is
 * read from its line when it is asked for, which costs a few microseconds; nothing is held as an object.
 */
import { isUtf8 } from 'node:buffer'
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { setImmediate as yieldToOthers } from 'node:timers/promises'
import { faultText, NameTable } from '@stillhunt/core/policy'
import { FileError } from '../file.ts'
import { keyHashBytes } from './key-text.ts'
import { keyLineBytesMax, type KeyRecord, readKeyLine } from './key-line.ts'

/** Most keys of one file. */
export const keysMax = 2_000_000

/** Longest file, in bytes. */
export const keyFileBytesMax: number = 1024 ** 3

/** Keys are read for so long at a stretch, in ms, before requests have their turn. */
const stretchMs = 4

/** Looking at the clock costs as much as some lines that have not changed. */
const linesPerLook = 32

const newline = 10
const hashWordCount = keyHashBytes / 4
const idPrefix = 'shk_'

/** A hash that no key has: what unknown ids are compared with, so that they take as long as known ones. */
const decoy: Buffer = randomBytes(keyHashBytes)

/** Records that are kept as objects beside their lines. */
const recentMax = 10_000

/** Keys by row, a row being a line. Does not change. */
export class KeyTable {
  readonly bytes: Buffer
  private readonly ends: Uint32Array<ArrayBuffer>
  private readonly hashes: Uint8Array<ArrayBuffer>
  /** The same memory, four bytes at a time. */
  private readonly hashWords: Uint32Array<ArrayBuffer>
  private readonly names: NameTable

  private readonly recent = new Map<number, KeyRecord>()

  private constructor(bytes: Buffer, count: number) {
    this.bytes = bytes
    this.ends = new Uint32Array(count)
    this.hashes = new Uint8Array(count * keyHashBytes)
    this.hashWords = new Uint32Array(this.hashes.buffer)
    this.names = NameTable.empty(count, randomBytes(4).readUInt32LE())
  }

  /** A table without keys. */
  static empty(): KeyTable {
    return new KeyTable(Buffer.alloc(0), 0)
  }

  /**
   * Reads a file's bytes, a few milliseconds at a time. Lines that `before` has as they are cost a fraction of the others.
   * Throws {@link FileError} with the first line that is not as it must be; `path` is for its message.
   */
  static async read(path: string, bytes: Buffer, before: KeyTable = KeyTable.empty()): Promise<KeyTable> {
    const table = new KeyTable(bytes, await countLines(path, bytes))
    const pace = new Pace()
    // The line of `before` that this one should be, were nothing changed: behind the last that was found again.
    let likely = 0
    for (let row = 0, from = 0; row < table.ends.length; row += 1) {
      const end = bytes.indexOf(newline, from)
      if (before.hasLine(likely, bytes, from, end)) table.take(path, row, end, before, likely)
      else {
        const name = table.parse(path, row, from, end)
        const known = before.names.rowOf(name)
        likely = known === -1 ? likely - 1 : known
      }
      likely += 1
      from = end + 1
      if (row % linesPerLook === 0) await pace.keep()
    }
    return table
  }

  get count(): number {
    return this.ends.length
  }

  /** The row of an id, or -1. */
  rowOf(id: string): number {
    return this.names.rowOf(id.slice(idPrefix.length))
  }

  /** Whether `hash` is that of the key in a row; takes as long for a row of -1, which is nobody's. */
  isHashOf(row: number, hash: Uint8Array): boolean {
    const at = row * keyHashBytes
    const stored = row < 0 ? decoy : this.hashes.subarray(at, at + keyHashBytes)
    return timingSafeEqual(hash, stored) && row >= 0
  }

  /** Where a row's line begins and ends, in bytes, its newline left out. */
  stretchOf(row: number): readonly [from: number, end: number] {
    return [row === 0 ? 0 : this.ends[row - 1]! + 1, this.ends[row]!]
  }

  /** What is known of the key in a row. */
  recordOf(row: number): KeyRecord {
    const known = this.recent.get(row)
    if (known !== undefined) return known
    const read = readKeyLine(this.bytes.toString('utf8', ...this.stretchOf(row)))
    if (!read.ok) throw new Error('a line that was read is not what it was')
    // A key that was just used is used again: its line is read once. All at once are forgotten, which costs nothing to keep.
    if (this.recent.size === recentMax) this.recent.clear()
    this.recent.set(row, read.value)
    return read.value
  }

  private hasLine(row: number, bytes: Buffer, from: number, end: number): boolean {
    if (row >= this.ends.length) return false
    const [ownFrom, ownEnd] = this.stretchOf(row)
    return ownEnd - ownFrom === end - from && this.bytes.compare(bytes, from, end, ownFrom, ownEnd) === 0
  }

  private take(path: string, row: number, end: number, before: KeyTable, oldRow: number): void {
    for (let word = 0; word < hashWordCount; word += 1)
      this.hashWords[row * hashWordCount + word] = before.hashWords[oldRow * hashWordCount + word]!
    this.put(path, row, end, before.names.nameOf(oldRow))
  }

  /** Reads a line into its row; answers the name in its id. */
  private parse(path: string, row: number, from: number, end: number): string {
    const fault = (message: string): FileError => new FileError('malformed', path, message, { line: row + 1 })
    if (end - from > keyLineBytesMax)
      throw fault(`has ${end - from} bytes, at most ${keyLineBytesMax}; is this a file of keys?`)
    const line = this.bytes.subarray(from, end)
    if (!isUtf8(line)) throw fault('is no UTF-8; save the file as UTF-8')
    const read = readKeyLine(line.toString())
    if (!read.ok) throw fault(faultText(read.faults[0]!))
    const name = read.value.grant.id.slice(idPrefix.length)
    this.hashes.set(Buffer.from(read.value.sha256, 'hex'), row * keyHashBytes)
    this.put(path, row, end, name)
    return name
  }

  private put(path: string, row: number, end: number, name: string): void {
    this.ends[row] = end
    const given = this.names.add(name)
    if (given === row) return
    const why = `has the id ${idPrefix}${name}, as line ${given + 1}; remove one of them`
    throw new FileError('malformed', path, why, { line: row + 1 })
  }
}

async function countLines(path: string, bytes: Buffer): Promise<number> {
  const pace = new Pace()
  let count = 0
  let from = 0
  for (;;) {
    const end = bytes.indexOf(newline, from)
    if (end === -1) break
    count += 1
    from = end + 1
    if (count % linesPerLook === 0) await pace.keep()
  }
  if (count > keysMax)
    throw new FileError('too large', path, `it has ${count} keys, at most ${keysMax}; remove expired and revoked ones`)
  if (from < bytes.length) {
    const why = 'does not end with a newline, so it may be cut off; write the file whole, or add the newline'
    throw new FileError('malformed', path, why, { line: count + 1 })
  }
  return count
}

/** Lets others have their turn after a while. */
class Pace {
  private sinceMs = performance.now()

  async keep(): Promise<void> {
    if (performance.now() - this.sinceMs < stretchMs) return
    await yieldToOthers()
    this.sinceMs = performance.now()
  }
}
