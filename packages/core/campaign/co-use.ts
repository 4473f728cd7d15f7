/**
 * Co-use: which accounts use several rare templates together (Pacheco et al., "Uncovering Coordinated Networks on Social
 * Media", 2021, weighted by rarity instead of cut at a percentile).
 *
 * The sentences of one template come up together, in the record that used it first; they are one thing, of which the best
 * counts ({@link Traits.thingOf}).
 */
import { isDeclared, type Population, rarityNats, type Traits } from '../link.ts'
import type { Edge } from './community.ts'

/** Co-use: so many different templates, of users no more than this share of the population, weighing so much together. */
const thingsMin = 3
const natsMin = 9
const holdersShareMax = 0.2
/** Where accounts are few, that many users are still few. */
const holdersFew = 12
/** Templates with more users are not taken apart into pairs. */
const holdersMax = 400

/**
 * Whom accounts use templates together with. Edges are kept until one of their accounts is renewed, so that a look costs in
 * proportion to what is new; the weight of an edge is then as old as it is. Holds scratch space over all accounts.
 */
export class CoUse {
  private readonly kept = new Map<number, Map<number, number>>()
  private readonly population: Population
  private readonly traits: Traits
  private readonly together: Uint16Array
  private readonly nats: Float64Array
  private readonly lastThing: Int32Array
  private readonly lastNats: Float64Array
  private readonly inside: Uint8Array

  constructor(population: Population, traits: Traits) {
    const accounts = population.org.length
    this.population = population
    this.traits = traits
    this.together = new Uint16Array(accounts)
    this.nats = new Float64Array(accounts)
    this.lastThing = new Int32Array(accounts)
    this.lastNats = new Float64Array(accounts)
    this.inside = new Uint8Array(accounts)
  }

  /** Looks again at whom `account` uses templates together with. O(Σ holders of its rare templates). */
  renew(account: number): void {
    for (const other of this.kept.get(account)?.keys() ?? []) this.kept.get(other)!.delete(account)
    this.kept.delete(account)
    for (const { b, weight } of this.edgesOf(account)) {
      this.rowOf(account).set(b, weight)
      this.rowOf(b).set(account, weight)
    }
  }

  /** Those with which an account uses templates together. */
  neighbours(account: number): Iterable<number> {
    return this.kept.get(account)?.keys() ?? []
  }

  /** The edges among `accounts`, which ascend; in their order. */
  among(accounts: readonly number[]): Edge[] {
    const edges: Edge[] = []
    for (const account of accounts) this.inside[account] = 1
    const others: number[] = []
    for (const a of accounts) {
      const row = this.kept.get(a)
      if (row === undefined) continue
      others.length = 0
      for (const b of row.keys()) if (b > a && this.inside[b] === 1) others.push(b)
      for (const b of others.sort((x, y) => x - y)) edges.push({ a, b, weight: row.get(b)! })
    }
    for (const account of accounts) this.inside[account] = 0
    return edges
  }

  private rowOf(account: number): Map<number, number> {
    let row = this.kept.get(account)
    if (row === undefined) this.kept.set(account, (row = new Map()))
    return row
  }

  private edgesOf(account: number): Edge[] {
    const others: number[] = []
    for (const value of this.templatesOf(account)) this.addUp(account, value, others)
    const edges: Edge[] = []
    for (const other of others.sort((x, y) => x - y)) {
      const weight = this.nats[other]!
      if (this.together[other]! >= thingsMin && weight >= natsMin && !isDeclared(this.population, account, other))
        edges.push({ a: account, b: other, weight })
      this.together[other] = 0
    }
    return edges
  }

  /** The rare templates that the account uses, by thing. */
  private templatesOf(account: number): number[] {
    const { population, traits } = this
    const usersMax = Math.min(holdersMax, Math.max(holdersFew, Math.floor(population.size * holdersShareMax)))
    const values: number[] = []
    for (const value of traits.valuesOf(account)) {
      const users = traits.holderCount(value)
      if (traits.kind(value).family === 'content' && users >= 2 && users <= usersMax) values.push(value)
    }
    return values.sort((x, y) => traits.thingOf(x) - traits.thingOf(y) || x - y)
  }

  private addUp(account: number, value: number, others: number[]): void {
    const { together, nats, lastThing, lastNats, traits } = this
    const holders = traits.holders(value)
    const thing = traits.thingOf(value)
    const rarity = traits.kind(value).weight * rarityNats(this.population.size, holders.length)
    for (const other of holders) {
      if (other === account) continue
      if (together[other] === 0) {
        others.push(other)
        nats[other] = 0
      } else if (lastThing[other] === thing) {
        if (rarity <= lastNats[other]!) continue
        nats[other]! += rarity - lastNats[other]!
        lastNats[other] = rarity
        continue
      }
      together[other]! += 1
      nats[other]! += rarity
      lastThing[other] = thing
      lastNats[other] = rarity
    }
  }
}
