/**
 * Who belongs to a group as it stands: by hand-overs with its members and by the fit to what they have in common, against
 * a threshold, unless the account is of a circle of its own.
 */
import { claimOddsNats, type Evidence, families, familyCapNats, openAccounts } from '../link.ts'
import type { Bids, Character, Draft } from './draft.ts'
import type { Group, Member, Standing } from './group.ts'
import type { Handovers } from './handover.ts'
import { type Circle, isOnePool } from './mixing.ts'
import { poolAccounts } from './pool.ts'
import {
  type Fit,
  fitOf,
  holdsAtLeast,
  type Place,
  type Profile,
  profileOf,
  rarerValues,
  reachesShare,
} from './profile.ts'
import { circleResembles, tellingShareOf } from './resemblance.ts'

/** A profile is made of members known by hand-overs once they are so many, and of all members before. */
const coreMin = 5
/** A large group does not make every account a likely member: beyond this size the prior stays. */
const membersAsPriorMax = 30
/** A fit of content alone makes a member only with so many independent features. */
const contentFeaturesMin = 3
/** An account known by likeness alone stands for no organisation, and must have what practically every member has. */
const lackNatsMin = -5
/** … and most of what it shares with anybody must be the group's: who shares as much with others is like many. */
const tellingShareMin = 0.4
/** An account is worth a look for likeness when it has so many things that are telling of a group. */
export const tellingShared = 2

/** A group as accounts are judged by it. */
interface Measure extends Character {
  readonly set: ReadonlySet<number>
  readonly thresholdNats: number
}

/** See the file's header. Keeps nothing of groups but what a {@link Draft} has room for. */
export class Membership {
  private readonly evidence: Evidence
  private readonly handovers: Handovers
  private readonly open: Uint8Array
  private readonly seen: Uint8Array

  /** `handovers` must be up to date about the accounts of every group asked about. */
  constructor(evidence: Evidence, handovers: Handovers) {
    this.evidence = evidence
    this.handovers = handovers
    this.open = openAccounts(evidence.population)
    this.seen = new Uint8Array(evidence.population.org.length)
  }

  /** The accounts that belong to a group as it stands. */
  bids(draft: Draft): Bids {
    return (draft.bids ??= this.bid(draft))
  }

  /** The members of whom most is known, and what they have in common. */
  characterOf(draft: Draft): Character {
    if (draft.character === null) {
      const core = this.coreOf(draft.accounts)
      const { traits, population } = this.evidence
      draft.character = { core, profile: profileOf(core, draft.accounts, traits, population.size) }
    }
    return draft.character
  }

  /** Its accounts as members, ascending, and the nats that were asked of each. */
  members(draft: Draft): Pick<Group, 'members' | 'thresholdNats'> {
    const thresholdNats = this.thresholdNats(draft.accounts.size)
    const measure = { ...this.characterOf(draft), set: draft.accounts, thresholdNats }
    const ordered = [...draft.accounts].sort((x, y) => x - y)
    return { members: ordered.map((account) => this.member(account, measure)), thresholdNats }
  }

  /** How each of `accounts` stands to a finished group. */
  standings({ members, profile, thresholdNats }: Group, accounts: readonly number[]): Standing[] {
    const set = new Set(members.map(({ account }) => account))
    const measure = { core: this.coreOf(set), profile, set, thresholdNats }
    return accounts.map((account) => this.standing(account, measure))
  }

  /** Whether a smaller group may be of the larger one: unless what they hand over says that they are two pools. */
  mayBeOne(large: Draft, small: ReadonlySet<number>): boolean {
    const [one, other] = [this.handovers.poolIn(large.accounts), this.handovers.poolIn(small)]
    if (one.circles.length === 0 || other.circles.length === 0) return true
    if (other.circles.some((circle) => one.circles.includes(circle))) return true
    if (!isOnePool(one.extent, other.extent)) return false
    const { core, profile } = this.characterOf(large)
    const tellingShare = tellingShareOf(core, profile, this.evidence.traits)
    const accounts = other.circles.flatMap((circle) => circle.accounts)
    return circleResembles(accounts, { core, profile }, tellingShare, this.evidence.traits)
  }

  private bid(draft: Draft): Bids {
    const accounts: number[] = []
    const margins: number[] = []
    const set = draft.accounts
    const { core, profile } = this.characterOf(draft)
    const threshold = this.thresholdNats(set.size)
    const mayBeOf = this.belonging(set, { core, profile })
    for (const account of this.candidates(set, profile, threshold)) {
      if (!mayBeOf(account)) continue
      const fit = fitOf(account, placeOf(account, core, set), profile, this.evidence.traits)
      const { nats, stands } = this.support(account, set, fit)
      if (!stands || nats < threshold) continue
      accounts.push(account)
      margins.push(nats - threshold)
    }
    return { accounts, margins }
  }

  /** Whoever hands work over, but among others only, belongs to those, unless they are of this pool too. */
  private belonging(set: ReadonlySet<number>, { core, profile }: Character): (account: number) => boolean {
    const { traits } = this.evidence
    const { circles, extent } = this.handovers.poolIn(set)
    const known = new Map<Circle, boolean>(circles.map((circle) => [circle, true]))
    let tellingShare: number | undefined
    return (account) => {
      const circle = this.handovers.circle(account)
      if (circle === undefined || circles.length === 0) return true
      let isOfPool = known.get(circle)
      if (isOfPool !== undefined) return isOfPool
      tellingShare ??= tellingShareOf(core, profile, traits)
      isOfPool =
        isOnePool(extent, { accounts: circle.accounts.length, pairs: circle.pairs }) &&
        circleResembles(circle.accounts, { core, profile }, tellingShare, traits)
      known.set(circle, isOfPool)
      return isOfPool
    }
  }

  /**
   * Accounts tied to the group by an event, and those that have at least two things that are telling of it and may by
   * those reach `thresholdNats`: whoever does has one of the rarer ones, so the holders of the others are not gone through.
   */
  private candidates(set: ReadonlySet<number>, profile: Profile, thresholdNats: number): number[] {
    const { traits } = this.evidence
    const found = new Set<number>(set)
    for (const member of set) for (const other of this.handovers.handedWithOf(member)) found.add(other)
    const having: number[] = []
    for (const value of rarerValues(profile, thresholdNats, traits))
      for (const account of traits.holders(value)) {
        if (this.seen[account] === 1) continue
        this.seen[account] = 1
        having.push(account)
      }
    for (const account of having) {
      this.seen[account] = 0
      if (!found.has(account) && holdsAtLeast(tellingShared, account, profile, traits)) found.add(account)
    }
    return [...found].sort((x, y) => x - y)
  }

  /** The members of whom most is known: the pool, or all while that is small. */
  private coreOf(set: ReadonlySet<number>): ReadonlySet<number> {
    const accounts = poolAccounts(set, this.handovers.partners)
    return accounts.size >= coreMin ? accounts : set
  }

  /** Odds of 99 to 1 against a prior of the group's share of all accounts. */
  private thresholdNats(members: number): number {
    const { size } = this.evidence.population
    return Math.log(Math.max(2, size / Math.min(members, membersAsPriorMax))) + claimOddsNats
  }

  /** Evidence for membership: events with the other members, and the fit of the traits. */
  private support(
    account: number,
    set: ReadonlySet<number>,
    fit: Fit,
  ): { readonly nats: number; readonly stands: boolean; readonly handoff: number } {
    const handoff = this.handovers.supportNats(account, set, familyCapNats.handoff)
    const isAnonymous = this.evidence.population.org[account]! < 0
    const isLike = isAnonymous && fit.lackNats > lackNatsMin && reachesShare(fit.common, tellingShareMin, 1)
    const fits = isLike && (fit.contentFeatures >= contentFeaturesMin || supportingFamilies(fit) >= 2)
    const stands = this.open[account] === 0 && (handoff > 0 || fits)
    return { nats: handoff + fit.nats, stands, handoff }
  }

  private member(account: number, measure: Measure): Member {
    const { byFamily, nats, common, probability } = this.standing(account, measure)
    return { account, byFamily, nats, common, probability }
  }

  private standing(account: number, { core, profile, set, thresholdNats }: Measure): Standing {
    const place = placeOf(account, core, set)
    const fit = fitOf(account, place, profile, this.evidence.traits)
    const { nats, handoff, stands } = this.support(account, set, fit)
    const prior = thresholdNats - claimOddsNats
    const probability = 1 / (1 + Math.exp(prior - nats))
    const byFamily = { ...fit.byFamily, handoff }
    const { common, lackNats } = fit
    return { account, byFamily, nats, common, probability, stands, lackNats, place }
  }
}

function placeOf(account: number, core: ReadonlySet<number>, set: ReadonlySet<number>): Place {
  return core.has(account) ? 'core' : set.has(account) ? 'member' : 'outside'
}

/** How many kinds of evidence speak for a fit. */
function supportingFamilies({ byFamily }: Fit): number {
  return families.filter((family) => byFamily[family] >= 2).length
}
