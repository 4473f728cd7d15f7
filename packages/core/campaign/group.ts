/**
 * Groups of accounts with one operator: communities of strong links, grown by what their members have in common, peeled
 * of accounts whose membership does not stand on its own.
 */
import {
  claimOddsNats,
  families,
  type Family,
  familyCapNats,
  type Link,
  openAccounts,
  type Population,
  type Sharing,
  sharingNats,
  type Traits,
} from '../link.ts'
import { type Circle, circlesOf, isOnePool, poolAmong } from './mixing.ts'
import { findPool, handoverPairs, partnersOf, type Pool } from './pool.ts'
import { findSeeds } from './seed.ts'
import { type Fit, fitOf, type Profile, profileOf } from './profile.ts'

/** One account's place in a group. */
export interface Member {
  readonly account: number
  /** Evidence for membership in nats, by family; their sum is set against {@link Group.thresholdNats}. */
  readonly byFamily: Readonly<Record<Family, number>>
  readonly nats: number
  /** Probability that the account belongs to the group, from the nats and the prior. */
  readonly probability: number
}

/** Accounts that passed the tests of linkage. */
export interface Group {
  /** In order of account. */
  readonly members: readonly Member[]
  readonly profile: Profile
  /** The members among which work goes around. */
  readonly pool: Pool
  /** Evidence at which membership has odds of 99 to 1. */
  readonly thresholdNats: number
  /** Indices of the links and of the sharings with both ends inside. */
  readonly links: readonly number[]
  readonly sharings: readonly number[]
}

/** A profile is made of members known by hand-overs once they are so many, and of all members before. */
const coreMin = 5
/** A large group does not make every account a likely member: beyond this size the prior stays. */
const membersAsPriorMax = 30
/** Growing and peeling are repeated until nothing changes, at most so often. */
const roundsMax = 8
/** Groups from this size on absorb smaller ones of which they would take this share by themselves. */
const absorbingMin = 10
const absorbedShareMin = 0.5
/** A fit of content alone makes a member only with so many independent features. */
const contentFeaturesMin = 3
/** An account known by likeness alone must have what practically every member has. */
const lackNatsMin = -1.5

/** All groups of at least two accounts, largest first. Deterministic. */
export function findGroups(
  population: Population,
  links: readonly Link[],
  sharings: readonly Sharing[],
  traits: Traits,
): Group[] {
  const finder = new GroupFinder(population, links, sharings, traits)
  for (const seed of findSeeds(population, links, sharings, traits)) finder.found(seed)
  finder.settleAll()
  if (finder.absorb()) finder.settleAll()
  return finder.groups()
}

/** How an account stands to a group, a member of it or not. */
export interface Standing extends Member {
  /** Whether it is one of those that make the profile; it is then judged by what the others of them have. */
  readonly inCore: boolean
  /** Whether it rests on more than one weak kind of evidence; without that no sum of nats makes a member. */
  readonly stands: boolean
  /** What the lack of things that practically every member has takes away: 0 or negative, part of `nats`. */
  readonly lackNats: number
}

/** How each of `accounts` stands to each of `groups`, as {@link findGroups} found them: `[group][account]`. */
export function standingsIn(
  groups: readonly Group[],
  accounts: readonly number[],
  population: Population,
  links: readonly Link[],
  sharings: readonly Sharing[],
  traits: Traits,
): Standing[][] {
  const finder = new GroupFinder(population, links, sharings, traits)
  return groups.map((group) => finder.standings(group, accounts))
}

interface Handoff {
  readonly sharing: number
  readonly nats: number
}

class GroupFinder {
  private readonly population: Population
  private readonly links: readonly Link[]
  private readonly sharings: readonly Sharing[]
  private readonly traits: Traits
  private readonly groupOf: Int32Array
  private readonly sets: Set<number>[] = []
  /** Per group what it bids for whom, until the group changes. */
  private readonly bids: (ReadonlyMap<number, number> | null)[] = []
  private readonly handoffsOf = new Map<number, Handoff[]>()
  private readonly handedWith = new Map<number, Set<number>>()
  /** As {@link handedWith}, through strong links only. */
  private readonly partners: ReadonlyMap<number, ReadonlySet<number>>
  /** Accounts among which work goes around, and the circle of each account, −1 for none. */
  private readonly circles: readonly Circle[]
  private readonly circleOf: Int32Array
  private readonly counts: Uint16Array
  private readonly open: Uint8Array

  constructor(population: Population, links: readonly Link[], sharings: readonly Sharing[], traits: Traits) {
    this.population = population
    this.links = links
    this.sharings = sharings
    this.traits = traits
    this.groupOf = new Int32Array(population.size).fill(-1)
    this.counts = new Uint16Array(population.size)
    const pairs = handoverPairs(population, links, sharings)
    this.partners = partnersOf(pairs)
    this.circles = circlesOf(pairs)
    this.circleOf = new Int32Array(population.size).fill(-1)
    for (const [index, { accounts }] of this.circles.entries()) for (const one of accounts) this.circleOf[one] = index
    this.open = openAccounts(population)
    for (const link of links) if (link.byFamily.handoff > 0) this.noteHandoffs(link)
  }

  private noteHandoffs({ a, b, sharings }: Link): void {
    for (const [account, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const partners = this.handedWith.get(account)
      if (partners === undefined) this.handedWith.set(account, new Set([other]))
      else partners.add(other)
      let known = this.handoffsOf.get(account)
      if (known === undefined) this.handoffsOf.set(account, (known = []))
      for (const sharing of sharings) {
        if (this.sharings[sharing]!.family !== 'handoff' || known.some((one) => one.sharing === sharing)) continue
        known.push({ sharing, nats: sharingNats(this.population, this.sharings[sharing]!) })
      }
    }
  }

  found(seed: readonly number[]): void {
    const index = this.sets.push(new Set(seed)) - 1
    for (const account of seed) this.groupOf[account] = index
  }

  /** Rounds until nothing changes. */
  settleAll(): void {
    for (let round = 0; round < roundsMax && this.settle(); round += 1);
  }

  /** Joins a group to a larger one that would take half of it by itself: pieces of one pool. Whether any was joined. */
  absorb(): boolean {
    const order = this.sets.map((_, group) => group).sort((x, y) => this.sets[y]!.size - this.sets[x]!.size || x - y)
    let changed = false
    for (const [rank, large] of order.entries()) {
      if (this.sets[large]!.size < absorbingMin) break
      const bids = (this.bids[large] ??= this.bid(this.sets[large]!))
      for (const small of order.slice(rank + 1)) {
        const set = this.sets[small]!
        if (set.size < 2 || 2 * set.size > this.sets[large]!.size) continue
        let taken = 0
        for (const account of set) if (bids.has(account)) taken += 1
        if (taken < absorbedShareMin * set.size || !this.arePooled(this.sets[large]!, set)) continue
        for (const account of set) {
          this.sets[large]!.add(account)
          this.groupOf[account] = large
        }
        set.clear()
        this.bids[large] = null
        this.bids[small] = null
        changed = true
      }
    }
    return changed
  }

  private arePooled(large: ReadonlySet<number>, small: ReadonlySet<number>): boolean {
    const [one, other] = [this.poolIn(large), this.poolIn(small)]
    if (one.circles.length === 0 || other.circles.length === 0) return true
    return other.circles.some((circle) => one.circles.includes(circle)) || isOnePool(one.extent, other.extent)
  }

  /** One round: every account goes to the group that it fits best, or to none. Returns whether anything changed. */
  settle(): boolean {
    const best = new Map<number, { group: number; margin: number }>()
    for (const [group, set] of this.sets.entries()) {
      if (set.size < 2) continue
      const bids = (this.bids[group] ??= this.bid(set))
      for (const [account, margin] of bids) {
        const known = best.get(account)
        if (known === undefined || margin > known.margin + 1e-9) best.set(account, { group, margin })
      }
    }
    return this.move(best)
  }

  /** The accounts that belong to a group as it stands, with the nats by which they pass its threshold. */
  private bid(set: ReadonlySet<number>): ReadonlyMap<number, number> {
    const bids = new Map<number, number>()
    const core = this.coreOf(set)
    const profile = profileOf(core, set, this.traits, this.population.size)
    const threshold = this.thresholdNats(set.size)
    const pool = this.poolIn(set)
    for (const account of this.candidates(set, profile)) {
      if (!this.mayBeOf(account, pool)) continue
      const { nats, stands } = this.support(account, set, fitOf(account, core.has(account), profile, this.traits))
      if (stands && nats >= threshold) bids.set(account, nats - threshold)
    }
    return bids
  }

  /** The circles that `set` has part in and that are one pool. */
  private poolIn(set: ReadonlySet<number>): ReturnType<typeof poolAmong> {
    const indices = new Set<number>()
    for (const account of set) if (this.circleOf[account]! >= 0) indices.add(this.circleOf[account]!)
    return poolAmong([...indices].sort((x, y) => x - y).map((index) => this.circles[index]!))
  }

  /** Whoever hands work over, but among others only, belongs to those. */
  private mayBeOf(account: number, { circles, extent }: ReturnType<typeof poolAmong>): boolean {
    const circle = this.circles[this.circleOf[account]!]
    if (circle === undefined || circles.length === 0 || circles.includes(circle)) return true
    return isOnePool(extent, { accounts: circle.accounts.length, pairs: circle.pairs })
  }

  private move(best: ReadonlyMap<number, { readonly group: number }>): boolean {
    let changed = false
    for (let account = 0; account < this.population.size; account += 1) {
      const from = this.groupOf[account]!
      const to = best.get(account)?.group ?? -1
      if (from === to) continue
      changed = true
      if (from >= 0) this.sets[from]!.delete(account)
      if (to >= 0) this.sets[to]!.add(account)
      for (const group of [from, to]) if (group >= 0) this.bids[group] = null
      this.groupOf[account] = to
    }
    return changed
  }

  groups(): Group[] {
    const groups: Group[] = []
    const linksOf = this.linksByGroup()
    for (const [index, set] of this.sets.entries()) {
      if (set.size < 2) continue
      const core = this.coreOf(set)
      const profile = profileOf(core, set, this.traits, this.population.size)
      const thresholdNats = this.thresholdNats(set.size)
      const members = [...set]
        .sort((x, y) => x - y)
        .map((account) => this.member(account, set, core, profile, thresholdNats))
      const links = linksOf.get(index) ?? []
      const inside = new Set(links.flatMap((link) => this.links[link]!.sharings))
      groups.push({
        members,
        profile,
        pool: findPool(set, this.partners),
        thresholdNats,
        links,
        sharings: [...inside].sort((x, y) => x - y),
      })
    }
    return groups.sort((x, y) => y.members.length - x.members.length || x.members[0]!.account - y.members[0]!.account)
  }

  /** Links with both ends in one group, by group. */
  private linksByGroup(): Map<number, number[]> {
    const byGroup = new Map<number, number[]>()
    for (const [index, { a, b }] of this.links.entries()) {
      const group = this.groupOf[a]!
      if (group < 0 || group !== this.groupOf[b]) continue
      const known = byGroup.get(group)
      if (known === undefined) byGroup.set(group, [index])
      else known.push(index)
    }
    return byGroup
  }

  /** The members of whom most is known: the pool, or all while that is small. */
  private coreOf(set: ReadonlySet<number>): ReadonlySet<number> {
    const { accounts } = findPool(set, this.partners)
    return accounts.size >= coreMin ? accounts : set
  }

  /** Odds of 99 to 1 against a prior of the group's share of all accounts. */
  private thresholdNats(members: number): number {
    return Math.log(Math.max(2, this.population.size / Math.min(members, membersAsPriorMax))) + claimOddsNats
  }

  /** Accounts tied to the group by an event, or having at least two things that are telling of it. */
  private candidates(set: ReadonlySet<number>, profile: Profile): number[] {
    const found = new Set<number>(set)
    for (const member of set) for (const other of this.handedWith.get(member) ?? []) found.add(other)
    const having = this.counts.fill(0)
    for (const value of profile.values.keys())
      for (const account of this.traits.holders(value)) {
        having[account]! += 1
        if (having[account] === 2) found.add(account)
      }
    return [...found].sort((x, y) => x - y)
  }

  /**
   * Evidence for membership: events with the other members, each lowered by the number of members it could have been
   * with, plus the fit of the traits. `stands`: it rests on more than one weak kind of evidence.
   */
  private support(
    account: number,
    set: ReadonlySet<number>,
    fit: Fit,
  ): { nats: number; stands: boolean; handoff: number } {
    const handoff = this.handoffSupport(account, set)
    const supporting = families.filter((family) => fit.byFamily[family] >= 2).length
    const fits = fit.lackNats > lackNatsMin && (supporting >= 2 || fit.contentFeatures >= contentFeaturesMin)
    const stands = this.open[account] === 0 && (handoff > 0 || fits)
    return { nats: handoff + fit.nats, stands, handoff }
  }

  /** The part of {@link support} that events give; O(1) for accounts without partners in the group. */
  private handoffSupport(account: number, set: ReadonlySet<number>): number {
    const partners = this.handedWith.get(account)
    if (partners === undefined || !overlaps(partners, set)) return 0
    const others = Math.log(Math.max(1, set.size - (set.has(account) ? 1 : 0)))
    const byItem = new Map<string, number>()
    let handoff = 0
    for (const { sharing, nats } of this.handoffsOf.get(account)!) {
      const { item, accounts } = this.sharings[sharing]!
      const known = byItem.get(item) ?? 0
      if (nats - others <= known || !accounts.some((other) => other !== account && set.has(other))) continue
      byItem.set(item, nats - others)
      handoff += nats - others - known
      // Its family says no more than this, however often work was handed over.
      if (handoff >= handoffCapNats) return handoffCapNats
    }
    return handoff
  }

  private member(
    account: number,
    set: ReadonlySet<number>,
    core: ReadonlySet<number>,
    profile: Profile,
    thresholdNats: number,
  ): Member {
    const { byFamily, nats, probability } = this.standing(account, set, core, profile, thresholdNats)
    return { account, byFamily, nats, probability }
  }

  standings({ members, profile, thresholdNats }: Group, accounts: readonly number[]): Standing[] {
    const set = new Set(members.map(({ account }) => account))
    const core = this.coreOf(set)
    return accounts.map((account) => this.standing(account, set, core, profile, thresholdNats))
  }

  private standing(
    account: number,
    set: ReadonlySet<number>,
    core: ReadonlySet<number>,
    profile: Profile,
    thresholdNats: number,
  ): Standing {
    const fit = fitOf(account, core.has(account), profile, this.traits)
    const { nats, handoff, stands } = this.support(account, set, fit)
    const prior = thresholdNats - claimOddsNats
    const probability = 1 / (1 + Math.exp(prior - nats))
    const byFamily = { ...fit.byFamily, handoff }
    return { account, byFamily, nats, probability, stands, lackNats: fit.lackNats, inCore: core.has(account) }
  }
}

/** As the cap of its family. */
const handoffCapNats = familyCapNats.handoff

function overlaps(some: ReadonlySet<number>, set: ReadonlySet<number>): boolean {
  for (const one of some) if (set.has(one)) return true
  return false
}
