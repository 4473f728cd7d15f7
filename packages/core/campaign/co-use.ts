/**
 * Co-use: which accounts use several rare templates together (Pacheco et al., "Uncovering Coordinated Networks on Social
 * Media", 2021, weighted by rarity instead of cut at a percentile).
 *
 * The sentences of one template come up together, in the record that used it first; they are one thing, of which the best
 * counts ({@link Traits.thingOf}).
 */
import { isDeclared, type Population, rarityNats, type Traits } from '../link.ts'
import { EdgeLog, EdgeRows } from './edge-rows.ts'
import { Encounters, type Users } from './encounter.ts'
import type { Graph } from './graph.ts'

/** Co-use: so many different templates, of users no more than this share of the population, weighing so much together. */
const thingsMin = 3
const natsMin = 9
const holdersShareMax = 0.2
/** Where accounts are few, that many users are still few. */
const holdersFew = 12
/**
 * Of templates with more users, pairs are only made with some of them, their anchors: those that come first in an order
 * that is the same for all templates and has nothing to do with the accounts (a bottom-k sample; Cohen and Kaplan,
 * "Summarizing Data using Bottom-k Sketches", 2007). So templates with the same users have the same anchors, and two
 * accounts that share several still show it. An anchor stands for as many users as there are per anchor: what the
 * template weighs counts so often, which leaves the pull of a community what it would be over all pairs, on average.
 */
const holdersMax = 400
/** Anchors of one template. A community is seen by its share of them, with a standard error of 1 in 16 at most. */
const anchorsMax = 64
/** Anchors are drawn anew once the users grew by this share. */
const anchorGrowthMin = 0.1

/**
 * Whom accounts use templates together with. Edges are kept until one of their accounts is renewed, so that a look costs in
 * proportion to what is new; the weight of an edge is then as old as it is. Holds scratch space over all accounts.
 */
export class CoUse {
  private readonly rows: EdgeRows
  private readonly population: Population
  private readonly traits: Traits
  private readonly encounters: Encounters
  private readonly anchorsOf = new Map<number, { readonly users: number; readonly anchors: Int32Array }>()
  /** Accounts that are anchors of something: others pair themselves with those. */
  private readonly isAnchor: Uint8Array
  /** What was to be seen when all were looked at: traits in their state, and the accounts in view. */
  private seen: { readonly state: number; readonly accounts: number } | null = null

  constructor(population: Population, traits: Traits) {
    const accounts = population.org.length
    this.population = population
    this.traits = traits
    this.encounters = new Encounters(accounts)
    this.rows = new EdgeRows(accounts)
    this.isAnchor = new Uint8Array(accounts)
  }

  /**
   * Looks again at whom `account` uses templates together with, where anything may be new since all were looked at. O(Σ
   * holders of its rare templates, 400 of each at most).
   */
  renew(account: number): void {
    const { traits, population, seen } = this
    if (seen?.state === traits.state && seen.accounts === population.size) return
    // Whoever is paired with an anchor may not be seen from it.
    if (this.isAnchor[account] === 0) this.rows.clear(account)
    this.pairUp(account, false, (other, weight) => {
      // Only pairs of an anchor can be known: the others were seen once or are gone.
      this.rows.put(account, other, weight, this.isAnchor[account] === 1 || this.isAnchor[other] === 1)
    })
  }

  /** As {@link renew} of every account, each pair once. */
  renewAll(): void {
    const { traits, population } = this
    for (let value = 0; value < traits.size; value += 1) {
      const users = traits.holderCount(value)
      if (users > holdersMax && users <= this.usersMax() && traits.kind(value).family === 'content')
        this.anchors(value, users)
    }
    // What there was is not looked at any more, and there is hardly anything that takes so much room.
    this.rows.end()
    const log = new EdgeLog()
    const put = log.put.bind(log)
    for (let account = 0; account < this.isAnchor.length; account += 1) {
      this.pairUp(account, true, put)
      log.close(account)
    }
    this.rows.take(log)
    this.seen = { state: traits.state, accounts: population.size }
  }

  /** Gives its memory back; nothing may be asked of it afterwards. */
  end(): void {
    this.rows.end()
  }

  /** Those with which an account uses templates together. */
  neighbours(account: number): Iterable<number> {
    return this.rows.neighbours(account)
  }

  /** Who uses templates together among `accounts`, which ascend. */
  among(accounts: readonly number[]): Graph {
    return this.rows.among(accounts)
  }

  /** Pairs an account with the others, or with those after it and the anchors where `isInTurn`: the rest saw it already. */
  private pairUp(account: number, isInTurn: boolean, put: (other: number, weight: number) => void): void {
    const { encounters, isAnchor, population } = this
    const values = this.templatesOf(account).map((value) => this.usersOf(value))
    const often = encounters.meet(values, isInTurn ? account : 0, isAnchor, thingsMin)
    for (let i = 0; i < often; i += 1) {
      const other = encounters.met[i]!
      if (other === account || encounters.natsAt(i) < natsMin || isDeclared(population, account, other)) continue
      put(other, encounters.pullAt(i))
    }
  }

  private usersMax(): number {
    return Math.max(holdersFew, Math.floor(this.population.size * holdersShareMax))
  }

  /** The rare templates that the account uses, by thing. */
  private templatesOf(account: number): number[] {
    const { traits } = this
    const usersMax = this.usersMax()
    const values: number[] = []
    for (const value of traits.valuesOf(account)) {
      const users = traits.holderCount(value)
      if (traits.kind(value).family === 'content' && users >= 2 && users <= usersMax) values.push(value)
    }
    return values.sort((x, y) => traits.thingOf(x) - traits.thingOf(y) || x - y)
  }

  /** Those with whom users of a template are paired. */
  private usersOf(value: number): Users {
    const { traits } = this
    const users = traits.holderCount(value)
    const accounts = users <= holdersMax ? traits.holders(value) : this.anchors(value, users)
    const nats = traits.kind(value).weight * rarityNats(this.population.size, users)
    return { thing: traits.thingOf(value), accounts, nats, pull: (nats * users) / accounts.length }
  }

  /** The users of a template that stand for all, ascending. O(users) when they are drawn anew. */
  private anchors(value: number, users: number): Int32Array {
    const known = this.anchorsOf.get(value)
    if (known !== undefined && users <= (1 + anchorGrowthMin) * known.users) return known.anchors
    const drawn = this.traits.holders(value).slice()
    drawn.sort((x, y) => placeOf(x) - placeOf(y) || x - y)
    const anchors = drawn.slice(0, anchorsMax).sort()
    for (const anchor of anchors) this.isAnchor[anchor] = 1
    this.anchorsOf.set(value, { users, anchors })
    return anchors
  }
}

/** The place of an account in an order that has nothing to do with it: the finaliser of MurmurHash3 (Appleby, 2011). */
function placeOf(account: number): number {
  let mixed = account + 1
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
