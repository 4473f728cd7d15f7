/**
 * ClickHouse's Native format, written: a block is its column count, row count, and per column name, type and values
 * (ClickHouse documentation, "Native format"). Columns are typed arrays already, so a block costs a copy, not a parse.
 */
import { Buffer } from 'node:buffer'

/** A column under construction. */
export interface Column {
  /** ClickHouse's name of the type. */
  readonly type: string
  /** The values so far, encoded, in one or more pieces, which are good until the column changes. */
  encode(): Uint8Array[]
  clear(): void
}

type Integers = Uint8Array | Uint16Array | Uint32Array

/** Integers of at most 32 bits, and times as 64-bit ticks, are numbers in JavaScript. */
export class IntegerColumn implements Column {
  readonly type: string
  private readonly make: (length: number) => Integers
  private readonly valueMax: number
  private values: Integers
  private length = 0
  constructor(bits: 8 | 16 | 32) {
    this.type = `UInt${bits}`
    this.valueMax = 2 ** bits - 1
    this.make = (length) =>
      bits === 8 ? new Uint8Array(length) : bits === 16 ? new Uint16Array(length) : new Uint32Array(length)
    this.values = this.make(1024)
  }
  /** Values beyond the type's range are clamped: counts saturate rather than wrap. */
  push(value: number): void {
    if (this.length === this.values.length) {
      const grown = this.make(this.length * 2)
      grown.set(this.values)
      this.values = grown
    }
    this.values[this.length] = value < 0 ? 0 : Math.min(value, this.valueMax)
    this.length += 1
  }
  encode(): Uint8Array[] {
    return [bytesOf(this.values.subarray(0, this.length))]
  }
  clear(): void {
    this.length = 0
  }
}

/** 64-bit values given as bigints, such as hashes; `type` may name another type of the same width. */
export class WideColumn implements Column {
  readonly type: string
  private values = new BigUint64Array(1024)
  private length = 0
  constructor(type = 'UInt64') {
    this.type = type
  }
  push(value: bigint): void {
    if (this.length === this.values.length) {
      const grown = new BigUint64Array(this.length * 2)
      grown.set(this.values)
      this.values = grown
    }
    this.values[this.length] = value
    this.length += 1
  }
  encode(): Uint8Array[] {
    return [bytesOf(this.values.subarray(0, this.length))]
  }
  clear(): void {
    this.length = 0
  }
}

/** Lists of 32- or 64-bit values, given as whole little-endian arrays. */
export class ListColumn implements Column {
  readonly type: string
  private readonly wordsPerValue: number
  /** Where each list ends, as pairs of halves: a list has hardly ever a value, and a bigint costs more than a few. */
  private ends = new Uint32Array(2048)
  private rows = 0
  private words = new Uint32Array(4096)
  private length = 0
  constructor(bits: 32 | 64) {
    this.type = `Array(UInt${bits})`
    this.wordsPerValue = bits / 32
  }
  push(values: Int32Array | Uint32Array): void {
    const needed = this.length + values.length
    if (needed > this.words.length) {
      const grown = new Uint32Array(Math.max(needed, this.words.length * 2))
      grown.set(this.words)
      this.words = grown
    }
    for (let i = 0; i < values.length; i += 1) this.words[this.length + i] = values[i]!
    this.length = needed
    if (this.rows * 2 === this.ends.length) {
      const grown = new Uint32Array(this.ends.length * 2)
      grown.set(this.ends)
      this.ends = grown
    }
    const end = needed / this.wordsPerValue
    this.ends[this.rows * 2] = end
    this.ends[this.rows * 2 + 1] = end / 2 ** 32
    this.rows += 1
  }
  encode(): Uint8Array[] {
    return [bytesOf(this.ends.subarray(0, this.rows * 2)), bytesOf(this.words.subarray(0, this.length))]
  }
  clear(): void {
    this.length = 0
    this.rows = 0
  }
}

/** Strings, length-prefixed UTF-8. */
export class TextColumn implements Column {
  readonly type = 'String'
  private bytes = Buffer.allocUnsafe(16_384)
  private length = 0
  push(text: string): void {
    const room = text.length * 3 + 5
    if (this.length + room > this.bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(this.length + room, this.bytes.length * 2))
      this.bytes.copy(grown, 0, 0, this.length)
      this.bytes = grown
    }
    const size = Buffer.byteLength(text)
    this.length = writeVarint(this.bytes, this.length, size)
    this.length += this.bytes.write(text, this.length, 'utf8')
  }
  encode(): Uint8Array[] {
    return [this.bytes.subarray(0, this.length)]
  }
  clear(): void {
    this.length = 0
  }
}

/** One block of `rows` rows; every column must hold as many. */
export function encodeBlock(columns: Readonly<Record<string, Column>>, rows: number): Uint8Array {
  const head = Buffer.allocUnsafe(20)
  let at = writeVarint(head, 0, Object.keys(columns).length)
  at = writeVarint(head, at, rows)
  const pieces: Uint8Array[] = [head.subarray(0, at)]
  for (const [name, column] of Object.entries(columns)) pieces.push(label(name), label(column.type), ...column.encode())
  let size = 0
  for (const piece of pieces) size += piece.length
  const block = new Uint8Array(size)
  let offset = 0
  for (const piece of pieces) {
    block.set(piece, offset)
    offset += piece.length
  }
  return block
}

function label(text: string): Uint8Array {
  const buffer = Buffer.allocUnsafe(text.length + 5)
  const at = writeVarint(buffer, 0, text.length)
  return buffer.subarray(0, at + buffer.write(text, at, 'latin1'))
}

function writeVarint(buffer: Buffer, at: number, value: number): number {
  let rest = value
  let offset = at
  while (rest > 127) {
    buffer[offset] = (rest & 127) | 128
    rest = Math.floor(rest / 128)
    offset += 1
  }
  buffer[offset] = rest
  return offset + 1
}

function bytesOf(array: Integers | BigUint64Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
}
