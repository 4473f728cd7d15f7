/** Pairs of accounts that something suggests to compare: an event between them, or a rare thing that both have. */
import { withRoom } from './column.ts'
import { isDeclared, type Population } from './population.ts'

/** Larger groups of holders are not taken apart into pairs: their rarity says little and their pairs are many. */
export const pairHoldersMax = 60

const none = -1

/**
 * Pairs by number, in columns: about 60 bytes each, and 8 for each event. Pairs that declared relations explain are left
 * out. A pair of which nothing is left keeps its number and is not answered any more.
 */
export class Pairs {
  private readonly population: Population
  private length = 0
  private lesser = new Int32Array(0)
  private greater = new Int32Array(0)
  /** How many rare things that both have suggest a pair beside the events. */
  private rare = new Int32Array(0)
  /** The events of a pair are a list: its first and last cell, and of each cell the event and the next one. */
  private first = new Int32Array(0)
  private last = new Int32Array(0)
  private cells = 0
  private event = new Int32Array(0)
  private next = new Int32Array(0)
  /** The pairs of an account are a list, too, through either end. */
  private readonly firstOf: Int32Array
  private nextOfLesser = new Int32Array(0)
  private nextOfGreater = new Int32Array(0)
  /** Where pairs are found by their accounts: open addressing, at most half full. */
  private slots = new Int32Array(1024).fill(none)

  constructor(population: Population) {
    this.population = population
    this.firstOf = new Int32Array(population.org.length).fill(none)
  }

  /** Numbers of pairs are below this. */
  get size(): number {
    return this.length
  }
  /** The accounts of a pair, the lesser first. */
  a(pair: number): number {
    return this.lesser[pair]!
  }
  b(pair: number): number {
    return this.greater[pair]!
  }

  /** Compares `accounts` with each other; `sharing` is the index of the event between them, −1 for none. */
  note(accounts: ArrayLike<number>, sharing: number): void {
    if (accounts.length > pairHoldersMax) return
    for (let i = 0; i < accounts.length; i += 1)
      for (let j = i + 1; j < accounts.length; j += 1) this.noteOne(accounts[i]!, accounts[j]!, sharing)
  }

  /**
   * As {@link note}, for `account`, which came to `others` last and may be among them. What has grown too large by it
   * is no reason any more to compare those who had it before.
   */
  noteWith(account: number, others: ArrayLike<number>, sharing: number): void {
    if (others.length === pairHoldersMax + 1) this.forget(account, others, sharing)
    if (others.length > pairHoldersMax) return
    for (let i = 0; i < others.length; i += 1) if (others[i] !== account) this.noteOne(account, others[i]!, sharing)
  }

  /** Whether an account has a pair. O(pairs of the account). */
  has(account: number): boolean {
    for (let pair = this.firstOf[account]!; pair !== none; pair = this.nextOf(pair, account))
      if (!this.isEmpty(pair)) return true
    return false
  }

  /** Every pair. */
  all(): Int32Array {
    return Int32Array.from({ length: this.length }, (_, pair) => pair).filter((pair) => !this.isEmpty(pair))
  }
  /** Every pair with both accounts among `accounts`, once. O(pairs of the accounts). */
  among(accounts: ReadonlySet<number>): Int32Array {
    return this.ofAccounts(accounts, (pair, account) => this.a(pair) === account && accounts.has(this.b(pair)))
  }
  /** Every pair with an account among `accounts`, once. O(pairs of the accounts). */
  touching(accounts: ReadonlySet<number>): Int32Array {
    return this.ofAccounts(accounts, (pair, account) => this.a(pair) === account || !accounts.has(this.a(pair)))
  }

  /** Puts the indices of the sharings between the two into `into`, in the order in which they were seen. */
  sharingsOf(pair: number, into: number[]): void {
    for (let cell = this.first[pair]!; cell !== none; cell = this.next[cell]!) into.push(this.event[cell]!)
  }

  private ofAccounts(accounts: ReadonlySet<number>, isWanted: (pair: number, account: number) => boolean): Int32Array {
    let found = new Int32Array(0)
    let count = 0
    for (const account of accounts)
      for (let pair = this.firstOf[account]!; pair !== none; pair = this.nextOf(pair, account)) {
        if (this.isEmpty(pair) || !isWanted(pair, account)) continue
        found = withRoom(found, count + 1)
        found[count] = pair
        count += 1
      }
    return found.subarray(0, count)
  }

  private nextOf(pair: number, account: number): number {
    return this.lesser[pair] === account ? this.nextOfLesser[pair]! : this.nextOfGreater[pair]!
  }

  private isEmpty(pair: number): boolean {
    return this.first[pair] === none && this.rare[pair] === 0
  }

  private noteOne(x: number, y: number, sharing: number): void {
    const [a, b] = x < y ? [x, y] : [y, x]
    let slot = this.slotOf(a, b)
    if (this.slots[slot] === none) {
      if (isDeclared(this.population, a, b)) return
      slot = this.put(a, b, slot)
    }
    const pair = this.slots[slot]!
    if (sharing < 0) this.rare[pair]! += 1
    else this.append(pair, sharing)
  }

  private append(pair: number, sharing: number): void {
    const last = this.last[pair]!
    if (last !== none && this.event[last] === sharing) return
    const cell = this.cells
    this.cells += 1
    this.event = withRoom(this.event, this.cells)
    this.next = withRoom(this.next, this.cells)
    this.event[cell] = sharing
    this.next[cell] = none
    if (last === none) this.first[pair] = cell
    else this.next[last] = cell
    this.last[pair] = cell
  }

  /** Takes back what was noted of `accounts` but the `last` of them. */
  private forget(last: number, accounts: ArrayLike<number>, sharing: number): void {
    const before = Array.from(accounts).filter((account) => account !== last)
    for (const [i, x] of before.entries())
      for (const y of before.slice(i + 1)) {
        const pair = this.slots[this.slotOf(Math.min(x, y), Math.max(x, y))]!
        if (pair === none) continue
        if (sharing < 0) this.rare[pair]! -= 1
        else this.remove(pair, sharing)
      }
  }

  private remove(pair: number, sharing: number): void {
    const left: number[] = []
    this.sharingsOf(pair, left)
    this.first[pair] = this.last[pair] = none
    for (const one of left) if (one !== sharing) this.append(pair, one)
  }

  /** Puts a pair in at an empty slot, and answers where it is found from then on. */
  private put(a: number, b: number, slot: number): number {
    const pair = this.length
    this.length += 1
    for (const name of pairColumns) this[name] = withRoom(this[name], this.length)
    this.lesser[pair] = a
    this.greater[pair] = b
    this.first[pair] = this.last[pair] = none
    this.nextOfLesser[pair] = this.firstOf[a]!
    this.nextOfGreater[pair] = this.firstOf[b]!
    this.firstOf[a] = this.firstOf[b] = pair
    this.slots[slot] = pair
    if (2 * this.length < this.slots.length) return slot
    this.slots = new Int32Array(2 * this.slots.length).fill(none)
    for (let one = 0; one < this.length; one += 1) this.slots[this.slotOf(this.a(one), this.b(one))] = one
    return this.slotOf(a, b)
  }

  /** Where a pair is, or could be put. */
  private slotOf(a: number, b: number): number {
    const mask = this.slots.length - 1
    let slot = Math.imul(Math.imul(a, 0x9e3779b1) ^ b, 0x85ebca6b)
    for (slot = (slot ^ (slot >>> 15)) & mask; ; slot = (slot + 1) & mask) {
      const pair = this.slots[slot]!
      if (pair === none || (this.lesser[pair] === a && this.greater[pair] === b)) return slot
    }
  }
}

const pairColumns = ['lesser', 'greater', 'rare', 'first', 'last', 'nextOfLesser', 'nextOfGreater'] as const
