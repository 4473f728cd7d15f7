/** Many trait rows, in columns: as they are read there are some for every account, and nothing is made for each. */
import { giveBack, withRoom } from './column.ts'
import { TextList } from './text-list.ts'
import type { TraitRow } from './trait.ts'

/** Entries that there is room for: 16 bytes each here, and three times as much in what is made of them. */
const entriesMaxDefault = 2_000_000
/** What is too much by this factor is cleared away. */
const slack = 1.25

/**
 * See the file's header. Rows are put in in any order and come out by kind and holders, as often as it is asked. Where
 * their entries are more than there is room for, values that most accounts have are left out, which tell least: the same
 * ones in whatever order they come.
 */
export class TraitList implements Iterable<TraitRow> {
  length = 0
  /** Values with more holders are left out. */
  private holdersMax = Infinity
  private readonly entriesMax: number
  /** How many entries there are of rows with so many holders, up to {@link holdersMax}; and of all of them. */
  private readonly entriesWith: number[] = []
  private entries = 0
  private kind = new Uint8Array(0)
  private keys = new TextList()
  /** Empty where a row has none. */
  private origins = new TextList()
  /** The entries of a row are from one of these up to the next. */
  private from = new Int32Array(1)
  private accounts = new Int32Array(0)
  private uses = new Int32Array(0)
  private sinceMs = new Float64Array(0)

  constructor(entriesMax: number = entriesMaxDefault) {
    this.entriesMax = entriesMax
  }

  push(row: TraitRow): void {
    const holders = row.accounts.length
    if (holders > this.holdersMax) return
    this.append(row)
    while (this.entriesWith.length <= holders) this.entriesWith.push(0)
    this.entriesWith[holders]! += holders
    this.entries += holders
    while (this.entries > this.entriesMax) {
      this.entries -= this.entriesWith.pop()!
      this.holdersMax = this.entriesWith.length - 1
    }
    if (this.from[this.length]! > slack * this.entriesMax) this.clear()
  }

  private append({ kind, key, accounts, uses, sinceMs, origin = '' }: TraitRow): void {
    const at = this.from[this.length]!
    const end = at + accounts.length
    this.length += 1
    this.kind = withRoom(this.kind, this.length)
    this.from = withRoom(this.from, this.length + 1)
    this.accounts = withRoom(this.accounts, end)
    this.uses = withRoom(this.uses, end)
    this.sinceMs = withRoom(this.sinceMs, end)
    this.kind[this.length - 1] = kind
    this.from[this.length] = end
    this.accounts.set(accounts, at)
    this.uses.set(uses, at)
    // What was there from the beginning is as old as anything.
    if (sinceMs === undefined) this.sinceMs.fill(0, at, end)
    else this.sinceMs.set(sinceMs, at)
    this.keys.push(key)
    this.origins.push(origin)
  }

  /** Each row is good until another one is put in. O(rows log rows). */
  *[Symbol.iterator](): Generator<TraitRow> {
    this.clear()
    const order = Uint32Array.from({ length: this.length }, (_, row) => row).sort((x, y) => this.compare(x, y))
    for (const row of order) yield this.at(row)
  }

  /** Gives its memory back at once; nothing may be asked of it afterwards. */
  end(): void {
    giveBack(this.kind, this.from, this.accounts, this.uses, this.sinceMs)
  }

  /** Clears away what was left out after it had been put in. */
  private clear(): void {
    const stored = this.from[this.length]!
    if (stored === this.entries) return
    const rows = this.length
    const [keys, origins, from] = [this.keys, this.origins, this.from.slice()]
    this.keys = new TextList()
    this.origins = new TextList()
    this.length = 0
    for (let row = 0; row < rows; row += 1) {
      const holders = from[row + 1]! - from[row]!
      if (holders > this.holdersMax) continue
      const at = this.from[this.length]!
      this.kind[this.length] = this.kind[row]!
      this.keys.push(keys.at(row))
      this.origins.push(origins.at(row))
      for (const column of [this.accounts, this.uses, this.sinceMs]) column.copyWithin(at, from[row]!, from[row + 1]!)
      this.length += 1
      this.from[this.length] = at + holders
    }
  }

  private at(row: number): TraitRow {
    const [from, to] = [this.from[row]!, this.from[row + 1]!]
    const origin = this.origins.at(row)
    return {
      kind: this.kind[row]!,
      key: this.keys.at(row),
      accounts: this.accounts.subarray(from, to),
      uses: this.uses.subarray(from, to),
      sinceMs: this.sinceMs.subarray(from, to),
      ...(origin === '' ? {} : { origin }),
    }
  }

  /** By kind and holders; values with equal holders stand for each other, so between them their hashes may decide. */
  private compare(x: number, y: number): number {
    if (this.kind[x] !== this.kind[y]) return this.kind[x]! - this.kind[y]!
    const [one, other] = [this.from[x]!, this.from[y]!]
    const count = this.from[x + 1]! - one
    const difference = count - (this.from[y + 1]! - other)
    if (difference !== 0) return difference
    for (const column of [this.accounts, this.uses])
      for (let i = 0; i < count; i += 1)
        if (column[one + i] !== column[other + i]) return column[one + i]! - column[other + i]!
    return this.keys.at(x) < this.keys.at(y) ? -1 : 1
  }
}
