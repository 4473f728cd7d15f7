/** Many trait rows, in columns: as they are read there are some for every account, and nothing is made for each. */
import { giveBack, withRoom } from './column.ts'
import { TextList } from './text-list.ts'
import type { TraitRow } from './trait.ts'

/** See the file's header. Rows are put in in any order and come out by kind and holders, as often as it is asked. */
export class TraitList implements Iterable<TraitRow> {
  length = 0
  private kind = new Uint8Array(0)
  private readonly keys = new TextList()
  /** Empty where a row has none. */
  private readonly origins = new TextList()
  /** The entries of a row are from one of these up to the next. */
  private from = new Int32Array(1)
  private accounts = new Int32Array(0)
  private uses = new Int32Array(0)
  private sinceMs = new Float64Array(0)

  push({ kind, key, accounts, uses, sinceMs, origin = '' }: TraitRow): void {
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
    const order = Uint32Array.from({ length: this.length }, (_, row) => row).sort((x, y) => this.compare(x, y))
    for (const row of order) yield this.at(row)
  }

  /** Gives its memory back at once; nothing may be asked of it afterwards. */
  end(): void {
    giveBack(this.kind, this.from, this.accounts, this.uses, this.sinceMs)
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
