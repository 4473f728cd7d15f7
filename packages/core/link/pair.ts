/** Pairs of accounts that something suggests to compare: an event between them, or a rare thing that both have. */
import type { Link } from './link.ts'
import { isDeclared, type Population } from './population.ts'

/** Larger groups of holders are not taken apart into pairs: their rarity says little and their pairs are many. */
export const pairHoldersMax = 60

/** Two accounts, the lesser first, and what is to be weighed between them. */
export interface Pair {
  readonly a: number
  readonly b: number
  /** Indices of the sharings between the two, in the order in which they were seen: see {@link sharingsNow}. */
  sharings: readonly number[]
  /** What it weighed when it was last weighed, and as of which state of the evidence. */
  link: Link | null
  weighedAt: number
}

/**
 * Up to so many sharings a pair has a list as long as it must be, and another one once there are more: nearly all pairs have
 * a few, and a list that grows keeps room for seventeen. A longer one grows in place.
 */
const shortMax = 16

/** The sharings of a pair as they are now, in a list that does not change. */
export function sharingsNow({ sharings }: Pair): readonly number[] {
  return sharings.length <= shortMax ? sharings : sharings.slice()
}

/** A pair, and how many rare things that both have suggest it beside the events. */
interface NotedPair extends Pair {
  rare: number
}

/** Pairs by either account. Pairs that declared relations explain are left out. */
export class Pairs {
  private readonly population: Population
  private readonly byAccount = new Map<number, Map<number, NotedPair>>()

  constructor(population: Population) {
    this.population = population
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

  /** The pairs of an account, by the other one. */
  of(account: number): ReadonlyMap<number, Pair> {
    return this.byAccount.get(account) ?? none
  }

  /** Every pair with both accounts among `accounts`, once. O(pairs of the accounts). */
  *among(accounts: ReadonlySet<number>): Generator<Pair> {
    for (const account of accounts)
      for (const [other, pair] of this.of(account)) if (pair.a === account && accounts.has(other)) yield pair
  }

  /** Every pair with an account among `accounts`, once. O(pairs of the accounts). */
  *touching(accounts: ReadonlySet<number>): Generator<Pair> {
    for (const account of accounts)
      for (const [other, pair] of this.of(account)) if (pair.a === account || !accounts.has(other)) yield pair
  }

  /** The accounts that have pairs. */
  accounts(): Iterable<number> {
    return this.byAccount.keys()
  }

  private noteOne(x: number, y: number, sharing: number): void {
    const known = this.byAccount.get(x)?.get(y)
    if (known !== undefined) {
      if (sharing < 0) known.rare += 1
      else if (known.sharings.at(-1) === sharing) return
      else if (known.sharings.length <= shortMax) known.sharings = known.sharings.concat(sharing)
      else (known.sharings as number[]).push(sharing)
      return
    }
    if (isDeclared(this.population, x, y)) return
    const pair = {
      a: Math.min(x, y),
      b: Math.max(x, y),
      sharings: sharing < 0 ? [] : [sharing],
      rare: sharing < 0 ? 1 : 0,
      link: null,
      weighedAt: -1,
    }
    this.rowOf(x).set(y, pair)
    this.rowOf(y).set(x, pair)
  }

  /** Takes back what was noted of `accounts` but the `last` of them. */
  private forget(last: number, accounts: ArrayLike<number>, sharing: number): void {
    const before = Array.from(accounts).filter((account) => account !== last)
    for (const [i, x] of before.entries()) for (const y of before.slice(i + 1)) this.forgetOne(x, y, sharing)
  }

  private forgetOne(x: number, y: number, sharing: number): void {
    const known = this.byAccount.get(x)?.get(y)
    if (known === undefined) return
    if (sharing < 0) known.rare -= 1
    else known.sharings = known.sharings.filter((one) => one !== sharing)
    if (known.rare > 0 || known.sharings.length > 0) return
    this.byAccount.get(x)!.delete(y)
    this.byAccount.get(y)!.delete(x)
  }

  private rowOf(account: number): Map<number, NotedPair> {
    let row = this.byAccount.get(account)
    if (row === undefined) this.byAccount.set(account, (row = new Map()))
    return row
  }
}

const none: ReadonlyMap<number, Pair> = new Map()
