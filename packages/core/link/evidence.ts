/**
 * All evidence, and the part of it that was there by a moment.
 *
 * A scan sees everything at once. A replay begins with nothing and lets in what is new step by step: accounts, events
 * between them, traits. Nothing here depends on what comes later.
 */
import { type Link, sharingNats, strongestFirst, weigh, type Weights } from './link.ts'
import { type Pair, Pairs } from './pair.ts'
import type { Population } from './population.ts'
import type { Sharing } from './sharing.ts'
import type { Traits } from './trait.ts'

/** What is known of a population, whole. `sharings` in their final order, accounts of each ascending. */
export interface KnownEvidence {
  readonly population: Population
  readonly sharings: Sharing[]
  readonly traits: Traits
}

/** Evidence as it is seen at a moment. */
export class Evidence implements Weights {
  /** As of the moment; one object, whose size grows. */
  readonly population: Population
  /** As of the moment; fewer than two accounts: nothing was shared yet. */
  readonly sharings: Sharing[]
  readonly traits: Traits
  readonly pairs: Pairs
  private state = 0

  /** Sees all of `known`. O(Σ holders² over what is taken apart into pairs). */
  constructor({ population, sharings, traits }: KnownEvidence) {
    this.population = population
    this.sharings = sharings
    this.traits = traits
    this.pairs = new Pairs(population)
    for (const [index, { accounts }] of sharings.entries()) this.pairs.note(accounts, index)
    for (let value = 0; value < traits.size; value += 1)
      if (traits.kind(value).opensPairs) this.pairs.note(traits.holders(value), -1)
  }

  /** Takes in an event that nobody knew of: what is found out by looking at groups. */
  add(sharing: Sharing): void {
    this.pairs.note(sharing.accounts, this.sharings.push(sharing) - 1)
    this.renew()
  }
  /** Something is new: what was weighed is to be weighed again. */
  renew(): void {
    this.state += 1
  }

  /** The links among `accounts`, strongest first; among all that have pairs without. */
  links(accounts?: ReadonlySet<number>): Link[] {
    return this.weighAll(this.pairs.among(accounts ?? new Set(this.pairs.accounts())))
  }
  /** The links of `accounts`, with each other and with anybody else, strongest first. */
  linksOf(accounts: ReadonlySet<number>): Link[] {
    return this.weighAll(this.pairs.touching(accounts))
  }
  /** Weighs one pair, once while nothing is new. */
  weigh(pair: Pair): Link {
    if (pair.link === null || pair.weighedAt !== this.state) {
      pair.link = weigh(pair, this)
      pair.weighedAt = this.state
    }
    return pair.link
  }
  /** The weight of an event between two of its accounts. */
  sharingNats(index: number): number {
    return sharingNats(this.population, this.sharings[index]!)
  }

  private weighAll(pairs: Iterable<Pair>): Link[] {
    const links: Link[] = []
    for (const pair of pairs) links.push(this.weigh(pair))
    return strongestFirst(links)
  }
}
