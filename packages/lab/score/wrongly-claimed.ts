/** Whom a report accuses wrongly. */
import type { LabelLine } from '../world.ts'
import { ratio } from './campaign-score.ts'
import type { Claims } from './claim.ts'
import { groupBy } from './group.ts'

/** Some accounts, and how many of them were claimed as extraction. */
export interface ClaimCount {
  readonly accounts: number
  readonly claimed: number
}

/** The same, with those that were claimed as resale. */
export interface WrongCount extends ClaimCount {
  readonly resale: number
}

/** Benign accounts that were claimed. */
export interface WronglyClaimed {
  readonly total: number
  /** Share of all benign accounts; null when there are none. */
  readonly share: number | null
  readonly hard: ClaimCount
  readonly easy: ClaimCount
  readonly byArchetype: Readonly<Record<string, WrongCount>>
  readonly nullGroups: Readonly<Record<string, WrongCount>>
  /** Null groups of which at least one account was claimed, as whatever. */
  readonly nullGroupsHit: number
  readonly asResale: number
}

/** Counts the benign accounts that were claimed. */
export function countWronglyClaimed(benign: readonly LabelLine[], extraction: Claims, resale: Claims): WronglyClaimed {
  const count = (labels: readonly LabelLine[]): ClaimCount => ({
    accounts: labels.length,
    claimed: labels.filter(({ account }) => extraction.has(account)).length,
  })
  const resold = (labels: readonly LabelLine[]): number => labels.filter(({ account }) => resale.has(account)).length
  const byName = (nameOf: (label: LabelLine) => string | null): Record<string, WrongCount> =>
    Object.fromEntries(
      [...groupBy(benign, nameOf)].map(([name, labels]) => [name, { ...count(labels), resale: resold(labels) }]),
    )
  const nullGroups = byName(({ group }) => group)
  const total = count(benign).claimed
  return {
    total,
    share: ratio(total, benign.length),
    hard: count(benign.filter(({ hard }) => hard)),
    easy: count(benign.filter(({ hard }) => !hard)),
    byArchetype: byName(({ archetype }) => archetype),
    nullGroups,
    nullGroupsHit: Object.values(nullGroups).filter((group) => group.claimed > 0 || group.resale > 0).length,
    asResale: resold(benign),
  }
}
