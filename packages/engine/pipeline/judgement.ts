/** What a group is found to be: measured, judged, and claimed as long as false claims stay rare. */
import { createHash } from 'node:crypto'
import {
  type Claim,
  claimLevels,
  type Detector,
  expectedFalse,
  type Group,
  judge,
  measure,
  type Measures,
  opennessOf,
} from '@stillhunt/core/campaign'
import type { Traits } from '@stillhunt/core/link'
import type { Directory } from './directory.ts'
import { type GroupUsage, noUsage, sumUsage, type Usage } from './usage.ts'

/** A group and what was measured of it. */
export interface FoundGroup {
  /** `c-` and eight digits; what a campaign is called when the group is claimed. */
  readonly id: string
  /** Those named where a claim is made, else all who belong together. */
  readonly group: Group
  /** All who belong together, named or not. */
  readonly whole: Group
  /** Of the members of `group` together. */
  readonly usage: Usage
  readonly measured: GroupUsage
  readonly measures: Measures
  /** Null for a group that nothing shows to be under common control. */
  readonly claim: Claim | null
  /** The least false-discovery rate at which it would still be accused of that, in [0, 1]; 1 where nothing is claimed. */
  readonly level: number
}

/** The share of false claims among claims that is put up with when nobody says otherwise. */
export const fdrDefault = 0.01

/** Of groups without a pool, on which no claim is made. */
export const unmeasured: GroupUsage = {
  ofAccount: new Map(),
  templates: [],
  slots: 0,
  slotUsesMax: 0,
  slotUsesMedian: 0,
  productive: 0,
}

/** Judges a group on what was measured of it. */
export function judgeGroup(group: Group, measured: GroupUsage, directory: Directory, traits: Traits): FoundGroup {
  const { accounts: pool } = group.pool
  const shape = { ...sumUsage(measured, pool), ...measured }
  const measures = measure(group, shape, directory.population, opennessOf(pool, traits))
  const claim = judge(group, measures, (account) => measured.ofAccount.get(account) ?? noUsage)
  const named = claim === null ? group : narrow(group, new Set(claim.named))
  const usage = sumUsage(
    measured,
    named.members.map(({ account }) => account),
  )
  return { id: groupId(named, directory), group: named, whole: group, usage, measured, measures, claim, level: 1 }
}

/**
 * Accuses as long as the share of false claims among all is expected to stay within `fdr`; what is not sure enough is told as
 * coordinated. O(groups log groups).
 */
export function settleClaims(judged: readonly FoundGroup[], detector: Detector, fdr: number): FoundGroup[] {
  const circles = detector.smallCircles()
  const claimed = judged.filter(({ claim }) => claim !== null)
  const levels = claimLevels(claimed.map(({ measures }) => expectedFalse(measures.pool, circles)))
  const levelOf = new Map(claimed.map((found, index) => [found, levels[index]!]))
  return judged.map((found) => {
    const level = levelOf.get(found) ?? 1
    const claim = found.claim !== null && level > fdr ? ({ ...found.claim, kind: 'coordinated' } as const) : found.claim
    return { ...found, claim, level }
  })
}

/** The group without the members that are not named. */
function narrow(group: Group, named: ReadonlySet<number>): Group {
  const links = group.links.among(named)
  return {
    ...group,
    members: group.members.filter(({ account }) => named.has(account)),
    links,
    sharings: links.allSharings(),
  }
}

/**
 * Named after the earliest account of its pool, or of all where it has none, so that a campaign keeps its id as members come
 * and go.
 */
function groupId({ members, pool }: Group, directory: Directory): string {
  const accounts = pool.accounts.size > 0 ? [...pool.accounts] : members.map(({ account }) => account)
  const entries = accounts.map((account) => directory.entry(account))
  entries.sort((a, b) => a.firstMs - b.firstMs || (a.name < b.name ? -1 : 1))
  return `c-${createHash('sha256').update(entries[0]!.name).digest('hex').slice(0, 8)}`
}
