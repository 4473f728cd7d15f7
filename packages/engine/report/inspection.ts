/**
 * The inspection: everything behind what is said of one campaign or of one account, field for field as
 * `stillhunt explain --json` prints it. Weights are in nats, shares and probabilities in [0, 1], times RFC 3339.
 */
import type { CampaignEntry, CampaignKind, EvidenceEntry } from './report.ts'

/** Weight by family of signals, each capped. */
export interface FamilyNats {
  readonly handoff: number
  readonly content: number
  readonly identity: number
  readonly network: number
}

/** What a claim is measured along. */
export type Axis = 'control' | 'extraction' | 'deception'

/** One test, or one measure, behind an axis. */
export interface TestEntry {
  readonly axis: Axis
  /** What is measured, as a short noun. */
  readonly name: string
  readonly value: number
  /** What `value` is held against, and how; null for a measure that is not tested by itself. */
  readonly threshold: number | null
  readonly must: 'reach' | 'stay below' | null
  /** What is not claimed when it fails. */
  readonly asked_by: 'any claim' | 'extraction' | 'resale' | null
  readonly passed: boolean | null
  /** Value, threshold and outcome in words. */
  readonly statement: string
}

/** What an account must reach to be a member, and what it is made of. */
export interface MembershipEntry {
  readonly threshold_nats: number
  /** What speaks against membership of a random account to begin with. */
  readonly prior_nats: number
  /** What odds of 99 to 1 ask for on top. */
  readonly odds_nats: number
  readonly statement: string
}

/** Something telling that members have in common: one value, or several that come together and count once. */
export interface FeatureEntry {
  readonly signal: string
  readonly aspect: string
  readonly values: number
  /** What having it weighs, before the family's cap. */
  readonly nats: number
  /** Members and other accounts that have it. */
  readonly inside: number
  readonly outside: number
  readonly statement: string
  readonly records: readonly string[]
}

/** How an account stands to a group. */
export interface StandingEntry {
  readonly account: string
  readonly probability: number
  /** The families and what is lacking, added up. */
  readonly nats: number
  readonly by_family: FamilyNats
  /** Taken away for lacking what practically every member has: 0 or negative. */
  readonly lack_nats: number
  /** `nats` above the threshold; negative below it. */
  readonly margin_nats: number
  readonly interactions: number
}

/** Weighted evidence that two accounts have one operator. */
export interface LinkEntry {
  readonly accounts: readonly [string, string]
  readonly nats: number
  readonly by_family: FamilyNats
  /** Before the caps: these can add up to more than `nats`. */
  readonly evidence: readonly EvidenceEntry[]
}

/** The beginning of the last text of the user in a record, where records are kept. */
export interface ExcerptEntry {
  readonly record: string
  readonly text: string
}

/** A group of linked accounts, claimed or not, with everything behind it. */
export interface CampaignInspection {
  readonly version: 1
  readonly subject: 'campaign'
  readonly id: string
  /** The claim in one sentence, or that there is none and why. */
  readonly verdict: string
  /** The campaign as reported; null for a group on which no claim is made. */
  readonly claim: CampaignEntry | null
  readonly tests: readonly TestEntry[]
  readonly membership: MembershipEntry
  /** Strongest first. */
  readonly features: readonly FeatureEntry[]
  /** Most probable first. */
  readonly members: readonly StandingEntry[]
  /** Links between members, strongest first, and how many there are in all where that is more. */
  readonly links: readonly LinkEntry[]
  readonly links_total: number
  /** What speaks against the claim. */
  readonly counter: readonly string[]
  readonly excerpts: readonly ExcerptEntry[]
}

/** An account's place in the group that it is a member of. */
export interface PlaceEntry {
  readonly id: string
  /** Null when no claim is made on the group. */
  readonly kind: CampaignKind | null
  /** Accounts that belong together, and whether this one is named where a claim is made. */
  readonly members: number
  readonly named: boolean
  /** By evidence, from 1. */
  readonly rank: number
  readonly membership: MembershipEntry
  readonly standing: StandingEntry
  /** The tests that the group failed, where no claim is made on it. */
  readonly failed: readonly TestEntry[]
  readonly evidence: readonly EvidenceEntry[]
  /** What the account has of the things that are telling of the group. */
  readonly features: readonly FeatureEntry[]
}

/** A group that an account is not a member of, and how far it is from being one. */
export interface NearEntry {
  readonly id: string
  readonly kind: CampaignKind | null
  readonly members: number
  readonly nats: number
  readonly threshold_nats: number
  readonly margin_nats: number
  readonly statement: string
}

/** A link seen from one of its accounts. */
export interface OwnLinkEntry extends LinkEntry {
  readonly other: string
  /** The group of the other account, null for none. */
  readonly group: string | null
}

/** One account with everything that is known for and against its being one of many. */
export interface AccountInspection {
  readonly version: 1
  readonly subject: 'account'
  readonly account: string
  readonly verdict: string
  readonly interactions: number
  readonly output_tokens: number
  readonly first_seen: string
  readonly last_seen: string
  /** What is declared of the account, in sentences. */
  readonly declared: readonly string[]
  readonly place: PlaceEntry | null
  /** The nearest groups that it is not in, nearest first. */
  readonly near: readonly NearEntry[]
  /** What a link must reach to tie two accounts by itself. */
  readonly link_threshold_nats: number
  /** Strongest first, and how many there are in all where that is more. */
  readonly links: readonly OwnLinkEntry[]
  readonly links_total: number
  /** What speaks against membership, or against reading more into its links than there is. */
  readonly counter: readonly string[]
  readonly excerpts: readonly ExcerptEntry[]
}

/** What `stillhunt explain` says. */
export type Inspection = CampaignInspection | AccountInspection
