/** What trait signals say: what accounts have, in bulk, and since when. */
import type { Family } from './family.ts'
import { TextList } from './text-list.ts'

/** What the traits of one signal are worth. */
export interface TraitKind {
  readonly signal: string
  /** What is held in common, as a noun: "payment instrument". */
  readonly aspect: string
  readonly family: Family
  /** The part of log(N/df) that counts: 1 for what is chosen freely, less for what clusters by itself. */
  readonly weight: number
  /** Whether holding it in common is reason enough to compare two accounts at all. */
  readonly opensPairs: boolean
}

/** One value with its holders; `kind` indexes the kinds. */
export interface TraitRow {
  readonly kind: number
  readonly key: string
  /** Ascending. */
  readonly accounts: ArrayLike<number>
  readonly uses: ArrayLike<number>
  /** When each of {@link accounts} first showed it, in milliseconds; absent: from the beginning. */
  readonly sinceMs?: ArrayLike<number>
  /** The record that showed it first: what came up together is one thing. Absent: it is a thing of its own. */
  readonly origin?: string
}

/**
 * Which accounts have which values. Compressed rows in both directions; no object per value. All holders are seen at
 * first; {@link withhold} hides them, {@link admit} shows them again one by one, as a replay comes to them.
 */
export class Traits {
  readonly kinds: readonly TraitKind[]
  readonly size: number
  /** Accounts that there are, with values or without. */
  readonly accounts: number
  /** When each entry began, in the order of values and of their holders by index. */
  readonly sinceMs: Float64Array
  /** Another number whenever what is seen is something else. */
  state = 0
  private readonly kindOf: Uint8Array
  private readonly keys = new TextList()
  private readonly thing: Int32Array
  private readonly useCount: Int32Array
  private readonly holdersOf: Rows
  private readonly valuesHeld: Rows
  private readonly contentHeld: Int32Array

  /** `rows` are gone through twice. */
  constructor(kinds: readonly TraitKind[], rows: Iterable<TraitRow>, accounts: number) {
    this.kinds = kinds
    this.accounts = accounts
    this.holdersOf = new Rows(Array.from(rows, (row) => row.accounts.length))
    this.size = this.holdersOf.length
    this.kindOf = new Uint8Array(this.size)
    this.useCount = new Int32Array(this.holdersOf.entries)
    this.sinceMs = new Float64Array(this.holdersOf.entries)
    const things = new Things()
    this.thing = new Int32Array(this.size)
    const counts = new Int32Array(accounts)
    let value = 0
    for (const row of rows) {
      this.kindOf[value] = row.kind
      this.keys.push(row.key)
      this.thing[value] = things.numberOf(kinds[row.kind]!.family, row.origin)
      this.useCount.set(row.uses, this.holdersOf.start[value])
      if (row.sinceMs !== undefined) this.sinceMs.set(row.sinceMs, this.holdersOf.start[value])
      for (let i = 0; i < row.accounts.length; i += 1) {
        this.holdersOf.append(value, row.accounts[i]!)
        counts[row.accounts[i]!]! += 1
      }
      value += 1
    }
    this.valuesHeld = new Rows(counts)
    this.contentHeld = new Int32Array(accounts)
    for (value = 0; value < this.size; value += 1)
      for (const account of this.holders(value)) {
        this.valuesHeld.append(account, value)
        if (this.kind(value).family === 'content') this.contentHeld[account]! += 1
      }
  }

  /** The index of the value's kind. */
  kindIndex(value: number): number {
    return this.kindOf[value]!
  }
  kind(value: number): TraitKind {
    return this.kinds[this.kindOf[value]!]!
  }
  /** What the store knows the value by. */
  key(value: number): string {
    return this.keys.at(value)
  }
  /** Values of one family that came up in one record are one thing, and have one number here. */
  thingOf(value: number): number {
    return this.thing[value]!
  }
  /** Accounts that are seen to have the value, ascending. */
  holders(value: number): Int32Array {
    return this.holdersOf.row(value)
  }
  /** How many accounts are seen to have the value. */
  holderCount(value: number): number {
    return this.holdersOf.count(value)
  }
  /** How often each of {@link holders} showed it; meaningful while none is withheld. */
  uses(value: number): Int32Array {
    return this.useCount.subarray(this.holdersOf.start[value]!, this.holdersOf.start[value + 1]!)
  }
  /** Values that the account is seen to have, ascending. */
  valuesOf(account: number): Int32Array {
    return this.valuesHeld.row(account)
  }
  /** How many of {@link valuesOf} are of content. */
  contentCount(account: number): number {
    return this.contentHeld[account]!
  }

  /** Every entry as value and holder, in the order of {@link sinceMs}; meaningful while none is withheld. */
  entries(): { readonly value: Int32Array; readonly holder: Int32Array } {
    const value = new Int32Array(this.holdersOf.entries)
    for (let i = 0; i < this.size; i += 1) value.fill(i, this.holdersOf.start[i], this.holdersOf.start[i + 1])
    return { value, holder: this.holdersOf.cells.slice() }
  }
  /** Hides everything. */
  withhold(): void {
    this.holdersOf.clear()
    this.valuesHeld.clear()
    this.contentHeld.fill(0)
    this.state += 1
  }
  /** Shows that `account` has `value`, once. O(holders of the value + values of the account). */
  admit(value: number, account: number): void {
    this.holdersOf.insert(value, account)
    this.valuesHeld.insert(account, value)
    if (this.kind(value).family === 'content') this.contentHeld[account]! += 1
    this.state += 1
  }
}

/** Rows of ascending numbers with room for so many each. */
class Rows {
  readonly start: Int32Array
  readonly cells: Int32Array
  private readonly filled: Int32Array

  constructor(room: ArrayLike<number>) {
    this.start = new Int32Array(room.length + 1)
    for (let i = 0; i < room.length; i += 1) this.start[i + 1] = this.start[i]! + room[i]!
    this.cells = new Int32Array(this.entries)
    this.filled = new Int32Array(room.length)
  }

  get length(): number {
    return this.filled.length
  }
  get entries(): number {
    return this.start.at(-1)!
  }
  row(index: number): Int32Array {
    return this.cells.subarray(this.start[index]!, this.start[index]! + this.filled[index]!)
  }
  count(index: number): number {
    return this.filled[index]!
  }
  clear(): void {
    this.filled.fill(0)
  }
  append(index: number, cell: number): void {
    this.cells[this.start[index]! + this.filled[index]!] = cell
    this.filled[index]! += 1
  }
  insert(index: number, cell: number): void {
    const from = this.start[index]!
    let at = from + this.filled[index]!
    while (at > from && this.cells[at - 1]! > cell) at -= 1
    this.cells.copyWithin(at + 1, at, from + this.filled[index]!)
    this.cells[at] = cell
    this.filled[index]! += 1
  }
}

/** Numbers of things: of one family those that came up in one record are one. */
class Things {
  private readonly numbers = new Map<string, number>()
  private next = 0

  numberOf(family: Family, origin: string | undefined): number {
    const name = `${family} ${origin}`
    const known = origin === undefined ? undefined : this.numbers.get(name)
    if (known !== undefined) return known
    if (origin !== undefined) this.numbers.set(name, this.next)
    this.next += 1
    return this.next - 1
  }
}
