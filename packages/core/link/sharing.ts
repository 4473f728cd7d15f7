/** What signals say: events that tie accounts together, and traits that accounts have. */
import type { Family } from './family.ts'

/** What so many accounts or more have part in is a crowd's: a published transcript, a course's exercise, a benchmark's task. */
export const crowdMin = 4

/**
 * Something that happened between accounts: a conversation handed over, a request repeated elsewhere after an error.
 * The same `item` under one family is one cause and counts once per pair.
 */
export interface Sharing {
  readonly signal: string
  readonly family: Family
  readonly item: string
  /** Account indices, ascending, at least two. */
  readonly accounts: readonly number[]
  /** Accounts in the population that the rarity is counted over; at least `accounts.length`. */
  readonly holders: number
  /** What speaks for one operator beyond rarity, such as closeness in time. */
  readonly bonusNats: number
  /** From the first to the second account, for events that have a delay. */
  readonly delayMs?: number
  /** Ids of records to check it with, a few. */
  readonly records: readonly string[]
}

/**
 * The item of an event over `item` that so many accounts have part in. What crowds share comes together, exercise after
 * exercise: events of about as many holders (within a factor of √2) are one cause.
 */
export function causeOf(item: string, holders: number): string {
  return holders < crowdMin ? item : `crowd ${Math.round(2 * Math.log2(holders))}`
}

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

/** Traits in bulk: which accounts have which values. Compressed rows in both directions; no object per value. */
export class Traits {
  readonly kinds: readonly TraitKind[]
  /** Per value: its kind, the accounts that have it, how often each showed it. */
  private readonly kindOf: Uint8Array
  private readonly start: Int32Array
  private readonly holder: Int32Array
  private readonly useCount: Int32Array
  private readonly accountStart: Int32Array
  private readonly accountValue: Int32Array
  private readonly keys: readonly string[]
  readonly size: number

  constructor(kinds: readonly TraitKind[], rows: readonly TraitRow[], accounts: number) {
    this.kinds = kinds
    this.size = rows.length
    this.keys = rows.map(({ key }) => key)
    this.kindOf = new Uint8Array(rows.length)
    this.start = new Int32Array(rows.length + 1)
    for (const [value, row] of rows.entries()) {
      this.kindOf[value] = row.kind
      this.start[value + 1] = this.start[value]! + row.accounts.length
    }
    const entries = this.start[rows.length]!
    this.holder = new Int32Array(entries)
    this.useCount = new Int32Array(entries)
    this.accountStart = new Int32Array(accounts + 1)
    for (const [value, row] of rows.entries()) {
      this.holder.set(row.accounts, this.start[value])
      this.useCount.set(row.uses, this.start[value])
      for (const account of row.accounts) this.accountStart[account + 1]! += 1
    }
    for (let i = 0; i < accounts; i += 1) this.accountStart[i + 1]! += this.accountStart[i]!
    this.accountValue = new Int32Array(entries)
    const next = this.accountStart.slice()
    for (let value = 0; value < rows.length; value += 1)
      for (let i = this.start[value]!; i < this.start[value + 1]!; i += 1) {
        const account = this.holder[i]!
        this.accountValue[next[account]!] = value
        next[account]! += 1
      }
  }

  kind(value: number): TraitKind {
    return this.kinds[this.kindOf[value]!]!
  }
  /** What the store knows the value by. */
  key(value: number): string {
    return this.keys[value]!
  }
  /** Accounts that have the value. */
  holders(value: number): Int32Array {
    return this.holder.subarray(this.start[value]!, this.start[value + 1]!)
  }
  /** How often each of {@link holders} showed it. */
  uses(value: number): Int32Array {
    return this.useCount.subarray(this.start[value]!, this.start[value + 1]!)
  }
  /** Values that the account has, ascending. */
  valuesOf(account: number): Int32Array {
    return this.accountValue.subarray(this.accountStart[account]!, this.accountStart[account + 1]!)
  }
}

/** One value with its holders; `kind` indexes the kinds. */
export interface TraitRow {
  readonly kind: number
  readonly key: string
  readonly accounts: readonly number[]
  readonly uses: readonly number[]
}
