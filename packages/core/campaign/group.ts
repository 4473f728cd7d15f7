/** Groups of accounts that belong together, and how an account stands to one. */
import type { Family, Links } from '../link.ts'
import type { Pool } from './pool.ts'
import type { Common, Place, Profile } from './profile.ts'

/** One account's place in a group. */
export interface Member {
  readonly account: number
  /** Evidence for membership in nats, by family; their sum is set against {@link Group.thresholdNats}. */
  readonly byFamily: Readonly<Record<Family, number>>
  readonly nats: number
  /** What it has in common with anybody. */
  readonly common: Common
  /** Probability that the account belongs to the group, from the nats and the prior. */
  readonly probability: number
}

/** How an account stands to a group, a member of it or not. */
export interface Standing extends Member {
  /** How it is judged by the profile. */
  readonly place: Place
  /** Whether it rests on more than one weak kind of evidence; without that no sum of nats makes a member. */
  readonly stands: boolean
  /** What the lack of things that practically every member has takes away: 0 or negative, part of `nats`. */
  readonly lackNats: number
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
  /** The links with both ends inside, strongest first, and indices of the sharings in them, ascending. */
  readonly links: Links
  readonly sharings: readonly number[]
}
