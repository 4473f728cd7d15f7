/**
 * Finds groups of accounts with one operator: seeds, grown by what their members have in common, peeled of accounts whose
 * membership does not stand on its own. Who belongs to a group as it stands is membership's to say.
 *
 * A look is made at a region: the accounts of which something is new, and whoever that concerns. Groups that it does not
 * concern stay as they were, so a look costs in proportion to what is new. What ties an account to others concerns it at
 * once, and so does likeness by which another group would take it. More of the same, events inside a pool and things that
 * members have in common anyway, concerns a group once enough of it came together. The first look is at everybody.
 */
import type { Evidence, News, Tie } from '../link.ts'
import type { SmallCircles } from './certainty.ts'
import { CoUse } from './co-use.ts'
import { type Draft, isConcerned } from './draft.ts'
import type { Group, Standing } from './group.ts'
import { Handovers } from './handover.ts'
import { Membership, tellingShared } from './membership.ts'
import { findPool } from './pool.ts'
import { findSeeds } from './seed.ts'

/** Growing and peeling are repeated until nothing changes, at most so often. */
const roundsMax = 8
/** Groups from this size on absorb smaller ones of which they would take this share by themselves. */
const absorbingMin = 10
const absorbedShareMin = 0.5
/** Where there are news of such a share of all accounts, it costs less to find once for all whom each uses templates with. */
const renewAllShareMin = 0.25
/** For more of the same a group is made anew once it has so much more of it. */
const growthShareMin = 0.02

/** See the file's header. */
export class Detector {
  private readonly evidence: Evidence
  private readonly handovers: Handovers
  private readonly membership: Membership
  /** Null once it rests. */
  private coUse: CoUse | null
  /** The group that each account is in. */
  private readonly draftOf: (Draft | undefined)[]
  /** By what accounts were last won for their groups, in nats above the threshold. */
  private readonly marginOf: Float64Array
  /** Scratch: what the best bid for each account was, and the place of the group that made it, from 1 on. */
  private readonly bestMargin: Float64Array
  private readonly bestBidder: Int32Array
  private readonly drafts = new Set<Draft>()
  /** The drafts of which a value is telling. */
  private readonly telling = new Map<number, Set<Draft>>()

  constructor(evidence: Evidence) {
    const accounts = evidence.population.org.length
    this.draftOf = Array.from({ length: accounts }, () => undefined)
    this.marginOf = new Float64Array(accounts)
    this.bestMargin = new Float64Array(accounts)
    this.bestBidder = new Int32Array(accounts)
    this.evidence = evidence
    this.handovers = new Handovers(evidence)
    this.membership = new Membership(evidence, this.handovers)
    this.coUse = new CoUse(evidence.population, evidence.traits)
  }

  /** Looks at everybody, or at what `news` concern. Deterministic. */
  look(news?: News): void {
    const region = this.regionOf(news)
    const ordered = [...region].sort((x, y) => x - y)
    const touching = this.evidence.linksOf(region)
    const links = touching.among(region)
    for (const draft of this.drafts) if (isConcerned(draft, region)) this.drop(draft)
    const circles = this.handovers.renew(region, touching, links)
    const coUse = this.awakeCoUse().among(ordered)
    const { population, traits } = this.evidence
    const fresh: Draft[] = []
    for (const seed of findSeeds({ population, traits, links, circles, coUse })) fresh.push(this.found(seed))
    this.settleAll(fresh)
    if (this.absorb(fresh)) this.settleAll(fresh)
    for (const draft of fresh)
      if (draft.accounts.size < 2) this.drop(draft)
      else draft.contentThen = this.contentOf(draft)
    for (const ended of [touching, links]) ended.end()
  }

  /** All groups of at least two accounts, largest first. */
  groups(): Group[] {
    const groups: Group[] = []
    for (const draft of this.drafts) if (draft.accounts.size > 1) groups.push((draft.group ??= this.finish(draft)))
    return groups.sort((x, y) => y.members.length - x.members.length || x.members[0]!.account - y.members[0]!.account)
  }

  /** Gives back what only further looks need, a hundred megabytes where accounts are many; there must be none. */
  rest(): void {
    this.coUse?.end()
    this.coUse = null
  }

  /** Circles of hand-overs that are small enough to be honest people's. */
  smallCircles(): SmallCircles {
    return this.handovers.smallCircles()
  }

  /** How each of `accounts` stands to a group that {@link groups} answered. */
  standings(group: Group, accounts: readonly number[]): Standing[] {
    return this.membership.standings(group, accounts)
  }

  /** Everybody whom `news` concern: groups, those that accounts hand work over with, and whom they are like. */
  private regionOf(news: News | undefined): Set<number> {
    const region = new Set<number>()
    // Whoever waits is in the region already: a group that is looked at would else wait once for each of its accounts.
    const add = (account: number): void => {
      const waiting: number[] = []
      const put = (one: number): void => {
        if (region.has(one)) return
        region.add(one)
        waiting.push(one)
      }
      put(account)
      for (const one of waiting) {
        for (const mate of this.handovers.circleMates(one)) put(mate)
        for (const mate of this.draftOf[one]?.accounts ?? []) put(mate)
      }
    }
    for (const account of news === undefined ? this.everybody() : this.concerned(news)) add(account)
    return region
  }

  private awakeCoUse(): CoUse {
    if (this.coUse === null) throw new Error('a detector that rests was asked to look')
    return this.coUse
  }

  /** All accounts of whom anything is known. */
  private everybody(): number[] {
    const { population, traits, pairs } = this.evidence
    this.awakeCoUse().renewAll()
    return [...population.org.keys()].filter((account) => traits.valuesOf(account).length > 0 || pairs.has(account))
  }

  /** Accounts, one of each group at least, on whom or on whose groups `news` may change something. */
  private concerned({ ties, alike }: News): Set<number> {
    const tied = this.tied(ties)
    const due = new Set([...this.drafts].filter((draft) => this.isDue(draft)))
    const coUse = this.awakeCoUse()
    const found = new Set<number>()
    const addWithLoose = (account: number): void => {
      found.add(account)
      for (const other of coUse.neighbours(account)) if (this.draftOf[other] === undefined) found.add(other)
    }
    const renewed = new Set([...tied, ...alike])
    if (renewed.size >= renewAllShareMin * this.evidence.population.size) coUse.renewAll()
    else for (const account of renewed) coUse.renew(account)
    for (const account of tied) addWithLoose(account)
    for (const account of alike) if (this.draftOf[account] === undefined) addWithLoose(account)
    for (const { accounts } of due) for (const account of accounts) addWithLoose(account)
    for (const [draft, accounts] of this.likened([...tied, ...alike]))
      for (const standing of this.membership.standings(draft.group!, accounts)) {
        const { account } = standing
        if (!this.mayWin(draft, standing) && !due.has(this.draftOf[account]!)) continue
        found.add(account)
        for (const member of draft.accounts) found.add(member)
      }
    return found
  }

  /** The accounts that `ties` concern, ascending. */
  private tied(ties: readonly Tie[]): number[] {
    const accounts = new Set<number>()
    for (const tie of ties) {
      const draft = this.draftWithin(tie)
      if (draft === undefined || tie.event?.isSchedule === true) {
        for (const account of tie.event !== null || tie.accounts.length === 2 ? tie.accounts : [tie.came])
          accounts.add(account)
      } else draft.eventsSince += 1
    }
    return [...accounts].sort((x, y) => x - y)
  }

  /** The group in whose pool a tie is, between accounts that hang together already. */
  private draftWithin({ accounts, came }: Tie): Draft | undefined {
    const draft = this.draftOf[came]
    const circle = this.handovers.circle(came)
    if (draft === undefined || circle === undefined) return undefined
    const isInside = (account: number): boolean =>
      this.draftOf[account] === draft && this.handovers.circle(account) === circle
    return accounts.every(isInside) ? draft : undefined
  }

  /** Whether a group as it is would win an account for itself. */
  private mayWin({ group }: Draft, { account, nats, stands }: Standing): boolean {
    return stands && nats - group!.thresholdNats > this.marginOf[account]!
  }

  /** Whether more of the same came together, of which a group is to be made anew. */
  private isDue(draft: Draft): boolean {
    const { contentThen, eventsSince, group } = draft
    const events = group?.sharings.length ?? 0
    const hasEvents = eventsSince > 0 && eventsSince >= growthShareMin * events
    return hasEvents || this.contentOf(draft) >= (1 + growthShareMin) * contentThen
  }

  private contentOf({ accounts }: Draft): number {
    let content = 0
    for (const account of accounts) content += this.evidence.traits.contentCount(account)
    return content
  }

  /** Groups of which some of `accounts` have telling things without being in them, and who those are. */
  private likened(accounts: readonly number[]): Map<Draft, number[]> {
    const likened = new Map<Draft, number[]>()
    for (const account of new Set(accounts)) {
      const shared = new Map<Draft, number>()
      for (const value of this.evidence.traits.valuesOf(account))
        for (const draft of this.telling.get(value) ?? []) shared.set(draft, (shared.get(draft) ?? 0) + 1)
      for (const [draft, count] of shared) {
        if (count < tellingShared || this.draftOf[account] === draft) continue
        const known = likened.get(draft)
        if (known === undefined) likened.set(draft, [account])
        else known.push(account)
      }
    }
    return likened
  }

  private found(seed: readonly number[]): Draft {
    const draft = { accounts: new Set(seed), character: null, bids: null, group: null, contentThen: 0, eventsSince: 0 }
    this.drafts.add(draft)
    for (const account of seed) this.draftOf[account] = draft
    return draft
  }

  private drop(draft: Draft): void {
    for (const account of draft.accounts) {
      this.draftOf[account] = undefined
      this.marginOf[account] = 0
    }
    this.forget(draft)
    this.drafts.delete(draft)
  }

  /** Nothing is telling of a group that is not finished. */
  private forget(draft: Draft): void {
    for (const value of draft.group?.profile.values.keys() ?? []) {
      const drafts = this.telling.get(value)!
      drafts.delete(draft)
      if (drafts.size === 0) this.telling.delete(value)
    }
    draft.group = null
  }

  /** Rounds until nothing changes. */
  private settleAll(fresh: readonly Draft[]): void {
    for (let round = 0; round < roundsMax && this.settle(fresh); round += 1);
  }

  /** One round: every account goes to the group that it fits best, or to none. Returns whether anything changed. */
  private settle(fresh: readonly Draft[]): boolean {
    const { bestMargin, bestBidder } = this
    const won: number[] = []
    for (const [place, draft] of fresh.entries()) {
      if (draft.accounts.size < 2) continue
      const { accounts, margins } = this.membership.bids(draft)
      for (let i = 0; i < accounts.length; i += 1) {
        const account = accounts[i]!
        if (bestBidder[account] === 0) won.push(account)
        else if (margins[i]! <= bestMargin[account]! + 1e-9) continue
        bestMargin[account] = margins[i]!
        bestBidder[account] = place + 1
      }
    }
    const changed = this.move(fresh, won)
    for (const account of won) bestBidder[account] = 0
    return changed
  }

  /** Moves accounts of `fresh` groups, and those that they `won`, each at most once in either. */
  private move(fresh: readonly Draft[], won: readonly number[]): boolean {
    let changed = false
    const isFresh = new Set(fresh)
    const lost: number[] = []
    for (const { accounts } of fresh)
      for (const account of accounts) if (this.bestBidder[account] === 0) lost.push(account)
    for (const account of Int32Array.from([...won, ...lost]).sort()) {
      const from = this.draftOf[account]
      const bidder = this.bestBidder[account]!
      const to = bidder === 0 ? undefined : fresh[bidder - 1]!
      const margin = to === undefined ? 0 : this.bestMargin[account]!
      // A group outside the region keeps whom it won by more.
      if (from !== undefined && !isFresh.has(from) && this.marginOf[account]! >= margin) continue
      this.marginOf[account] = margin
      if (from === to) continue
      changed = true
      for (const draft of [from, to]) if (draft !== undefined) this.loosen(draft)
      from?.accounts.delete(account)
      to?.accounts.add(account)
      this.draftOf[account] = to
    }
    return changed
  }

  /** Its accounts are about to change. */
  private loosen(draft: Draft): void {
    draft.bids = draft.character = null
    this.forget(draft)
  }

  /** Joins a group to a larger one that would take half of it by itself: pieces of one pool. Whether any was joined. */
  private absorb(fresh: readonly Draft[]): boolean {
    const order = [...fresh].sort((x, y) => y.accounts.size - x.accounts.size)
    const rankOf = new Map(order.map((draft, rank) => [draft, rank]))
    let changed = false
    for (const [rank, large] of order.entries()) {
      if (large.accounts.size < absorbingMin) break
      const taken = new Map<Draft, number>()
      for (const account of this.membership.bids(large).accounts) {
        const draft = this.draftOf[account]
        if (draft !== undefined && (rankOf.get(draft) ?? -1) > rank) taken.set(draft, (taken.get(draft) ?? 0) + 1)
      }
      for (const [small, count] of [...taken].sort((x, y) => rankOf.get(x[0])! - rankOf.get(y[0])!)) {
        const { accounts } = small
        if (accounts.size < 2 || 2 * accounts.size > large.accounts.size) continue
        if (count < absorbedShareMin * accounts.size || !this.membership.mayBeOne(large, accounts)) continue
        for (const account of accounts) {
          large.accounts.add(account)
          this.draftOf[account] = large
        }
        accounts.clear()
        for (const draft of [large, small]) draft.bids = draft.character = null
        changed = true
      }
    }
    return changed
  }

  private finish(draft: Draft): Group {
    const set = draft.accounts
    const { profile } = this.membership.characterOf(draft)
    const { members, thresholdNats } = this.membership.members(draft)
    draft.character = draft.bids = null
    const links = this.evidence.links(set)
    for (const value of profile.values.keys()) {
      const drafts = this.telling.get(value)
      if (drafts === undefined) this.telling.set(value, new Set([draft]))
      else drafts.add(draft)
    }
    return {
      members,
      profile,
      pool: findPool(set, this.handovers),
      thresholdNats,
      links,
      sharings: links.allSharings(),
    }
  }
}
