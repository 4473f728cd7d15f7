/**
 * ClickHouse's Native format, read: an answer's blocks, column by column (see `native.ts` for the format). Columns become
 * typed arrays by a copy; nothing is made per row but strings.
 */
import { Buffer } from 'node:buffer'

/** Numbers of one column. */
export type Numbers = Uint8Array | Uint16Array | Uint32Array | Float64Array
/** Lists of one column: row r has the values from `from[r]` up to `from[r + 1]`. */
export interface Lists<T> {
  readonly from: Uint32Array
  readonly values: T
}

type Values = Numbers | BigUint64Array | readonly string[]
type Lined = Lists<Values>

/** Some rows of an answer. Asking for a column that is not there, or as what it is not, is a mistake of ours and throws. */
export class Block {
  readonly rows: number
  private readonly columns = new Map<string, Values | Lined>()

  private constructor(rows: number) {
    this.rows = rows
  }

  /** The blocks that `bytes` hold, whole ones. */
  static *read(bytes: Uint8Array): Generator<Block> {
    const cursor = new Cursor(bytes)
    while (!cursor.isAtEnd()) {
      const columns = cursor.varint()
      const block = new Block(cursor.varint())
      for (let column = 0; column < columns; column += 1) {
        const name = cursor.text()
        block.columns.set(name, cursor.column(cursor.text(), block.rows))
      }
      yield block
    }
  }

  /** Integers of at most 32 bits, or Float64. */
  numbers(name: string): Numbers {
    const values = this.values(name)
    if (Array.isArray(values) || values instanceof BigUint64Array) throw new TypeError(`${name} holds no numbers`)
    return values as Numbers
  }

  /** UInt64, such as hashes. */
  wides(name: string): BigUint64Array {
    const values = this.values(name)
    if (!(values instanceof BigUint64Array)) throw new TypeError(`${name} is not UInt64`)
    return values
  }

  /** String. */
  texts(name: string): readonly string[] {
    const values = this.values(name)
    if (!Array.isArray(values)) throw new TypeError(`${name} is not String`)
    return values as readonly string[]
  }

  /** Array of integers of at most 32 bits, or of UInt64 where `T` says so. */
  lists<T extends Numbers | BigUint64Array = Numbers>(name: string): Lists<T> {
    const lists = this.columns.get(name)
    if (lists === undefined || !('from' in lists)) throw new TypeError(`${name} holds no lists`)
    return lists as Lists<T>
  }

  private values(name: string): Values {
    const values = this.columns.get(name)
    if (values === undefined || 'from' in values) throw new TypeError(`there is no plain column ${name}`)
    return values
  }
}

const arrays = {
  UInt8: Uint8Array,
  UInt16: Uint16Array,
  UInt32: Uint32Array,
  UInt64: BigUint64Array,
  Float64: Float64Array,
} as const

class Cursor {
  private readonly buffer: Buffer
  private at = 0

  constructor(bytes: Uint8Array) {
    this.buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  isAtEnd(): boolean {
    return this.at >= this.buffer.length
  }

  varint(): number {
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      const byte = this.buffer[this.at]!
      this.at += 1
      value += (byte & 127) * scale
      if (byte < 128) return value
    }
  }

  text(): string {
    const size = this.varint()
    this.at += size
    return this.buffer.toString('utf8', this.at - size, this.at)
  }

  column(type: string, rows: number): Values | Lined {
    const of = /^Array\((\w+)\)$/.exec(type)?.[1]
    if (of === undefined) return this.plain(type, rows)
    const from = new Uint32Array(rows + 1)
    for (const [row, end] of (this.plain('UInt64', rows) as BigUint64Array).entries()) from[row + 1] = Number(end)
    return { from, values: this.plain(of, from[rows]!) }
  }

  private plain(type: string, length: number): Values {
    if (type === 'String') return Array.from({ length }, () => this.text())
    const make = arrays[type as keyof typeof arrays]
    if (make === undefined) throw new TypeError(`columns of type ${type} are not read`)
    const bytes = length * make.BYTES_PER_ELEMENT
    // A copy, since values stand at any offset.
    const copy = Uint8Array.from(this.buffer.subarray(this.at, this.at + bytes))
    this.at += bytes
    return new make(copy.buffer, 0, length)
  }
}
