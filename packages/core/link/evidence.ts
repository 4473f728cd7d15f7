/**
 * All evidence, and the part of it that was there by a moment.
 *
 * A scan sees everything at once. A replay begins with nothing and lets in what is new step by step: accounts, events
 * between them, traits. Nothing here depends on what comes later.
 */
import { giveBack, withRoom } from './column.ts'
import { families } from './family.ts'
import { natsOfSharing, weigh, type Weights } from './link.ts'
import { Links } from './links.ts'
import { Pairs } from './pair.ts'
import type { Population } from './population.ts'
import type { Sharing } from './sharing.ts'
import type { Sharings } from './sharings.ts'
import type { Traits } from './trait.ts'

/** What is known of a population, whole. `sharings` in their final order, accounts of each ascending. */
export interface KnownEvidence {
  readonly population: Population
  readonly sharings: Sharings
  readonly traits: Traits
}

/** Evidence as it is seen at a moment. */
export class Evidence implements Weights {
  /** As of the moment; one object, whose size grows. */
  readonly population: Population
  /** As of the moment; fewer than two accounts: nothing was shared yet. */
  readonly sharings: Sharings
  readonly traits: Traits
  readonly pairs: Pairs
  private state = 1
  /** What each pair weighed when it was last weighed, and as of which state of the evidence. */
  private weighedAt = new Int32Array(0)
  private nats = new Float64Array(0)
  private byFamily = new Float64Array(0)

  /** Sees all of `known`. O(Σ holders² over what is taken apart into pairs). */
  constructor({ population, sharings, traits }: KnownEvidence) {
    this.population = population
    this.sharings = sharings
    this.traits = traits
    this.pairs = new Pairs(population)
    for (let index = 0; index < sharings.length; index += 1) this.pairs.note(sharings.accountsOf(index), index)
    for (let value = 0; value < traits.size; value += 1)
      if (traits.kind(value).opensPairs) this.pairs.note(traits.holders(value), -1)
  }

  /** Takes in an event that nobody knew of: what is found out by looking at groups. */
  add(sharing: Sharing): void {
    this.pairs.note(sharing.accounts, this.sharings.push(sharing))
    this.renew()
  }
  /** Something is new: what was weighed is to be weighed again. */
  renew(): void {
    this.state += 1
  }

  /** The links among `accounts`, strongest first; among all that have pairs without. */
  links(accounts?: ReadonlySet<number>): Links {
    return this.weighAll(accounts === undefined ? this.pairs.all() : this.pairs.among(accounts))
  }
  /** The links of `accounts`, with each other and with anybody else, strongest first. */
  linksOf(accounts: ReadonlySet<number>): Links {
    return this.weighAll(this.pairs.touching(accounts))
  }
  /** The weight of an event between two of its accounts. */
  sharingNats(index: number): number {
    return natsOfSharing(this, index)
  }

  private weighAll(found: Int32Array): Links {
    const { pairs } = this
    this.weighedAt = withRoom(this.weighedAt, pairs.size)
    this.nats = withRoom(this.nats, pairs.size)
    this.byFamily = withRoom(this.byFamily, families.length * pairs.size)
    for (const pair of found) this.weighOne(pair)
    const { nats, byFamily } = this
    const order = found.sort((x, y) => nats[y]! - nats[x]! || pairs.a(x) - pairs.a(y) || pairs.b(x) - pairs.b(y))
    let sharings = new Int32Array(0)
    const sharingsFrom = new Int32Array(order.length + 1)
    const natsByFamily = new Float64Array(order.length * families.length)
    for (let i = 0; i < order.length; i += 1) {
      between.length = 0
      pairs.sharingsOf(order[i]!, between)
      const at = sharingsFrom[i]!
      sharingsFrom[i + 1] = at + between.length
      sharings = withRoom(sharings, at + between.length)
      sharings.set(between, at)
      for (let place = 0; place < families.length; place += 1)
        natsByFamily[i * families.length + place] = byFamily[order[i]! * families.length + place]!
    }
    const links = new Links({
      a: order.map((pair) => pairs.a(pair)),
      b: order.map((pair) => pairs.b(pair)),
      nats: Float64Array.from(order, (pair) => nats[pair]!),
      byFamily: natsByFamily,
      sharingsFrom,
      sharings: sharings.slice(0, sharingsFrom.at(-1)),
    })
    giveBack(sharings)
    return links
  }

  /** Weighs a pair, once while nothing is new. */
  private weighOne(pair: number): void {
    const { pairs } = this
    if (this.weighedAt[pair] === this.state) return
    between.length = 0
    pairs.sharingsOf(pair, between)
    const at = families.length * pair
    this.nats[pair] = weigh(pairs.a(pair), pairs.b(pair), between, this, this.byFamily, at)
    this.weighedAt[pair] = this.state
  }
}

/** Scratch; one for the module, since weighing never yields. */
const between: number[] = []
