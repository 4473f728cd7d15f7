/**
 * The test that most signals on groups are: more of the members than of the reference show something. Accounts are the
 * units, since calls of one account repeat each other; Fisher's exact test on them (Fisher, "The Design of Experiments",
 * 1935) needs no model of how often anybody shows it.
 */
import { logHypergeometricUpper } from '@stillhunt/core/statistics'
import type { Activity } from './activity.ts'
import type { TestOutcome } from './signal.ts'

/** What of each account is looked at. */
export interface ShareTest {
  /** The figure of one account; NaN where it has too little to tell. */
  figure(activity: Activity, account: number): number
  /** Accounts with this figure or more show it. Fixed, so that nothing is tuned to the data. */
  readonly limit: number
  /** The row that shows it best, for the reader; −1 for none. */
  record?(activity: Activity, account: number): number
}

/** Fewer accounts that can be judged, on either side, say nothing. */
const accountsMin = 5
/**
 * What a group must exceed before the p-value counts: a group that shows it hardly more often than others is no operator,
 * however many accounts make the difference significant. Answering 1 below keeps p-values valid.
 */
const excessMin = { share: 0.1, ratio: 2 } as const
/** Records named with an outcome. */
export const recordsMax = 4

/** Null where too few accounts can be judged. p: hypergeometric, one-sided, 1 where the excess is slight. O(rows). */
export function testShares(group: Activity, reference: Activity, test: ShareTest): TestOutcome | null {
  const members = shown(group, test)
  const others = shown(reference, test)
  if (members.judged < accountsMin || others.judged < accountsMin) return null
  const share = members.showing.length / members.judged
  const referenceShare = others.showing.length / others.judged
  const exceeds = share >= referenceShare + excessMin.share && share >= excessMin.ratio * referenceShare
  const logP = logHypergeometricUpper(
    members.showing.length,
    members.judged,
    members.showing.length + others.showing.length,
    members.judged + others.judged,
  )
  const figures = {
    showing: members.showing.length,
    judged: members.judged,
    share,
    referenceShowing: others.showing.length,
    referenceJudged: others.judged,
    referenceShare,
  }
  return {
    pValue: exceeds ? Math.exp(logP) : 1,
    accounts: members.judged,
    figures,
    records: recordsOf(group, members.showing, test),
  }
}

/** `41 of 60 accounts; 3 of 240 comparable ones`: how a sentence about shares ends. */
export function sharesSaid({ figures }: TestOutcome): string {
  const { showing, judged, referenceShowing, referenceJudged } = figures
  return `${showing} of ${judged} accounts, and ${referenceShowing} of ${referenceJudged} comparable ones`
}

function shown(activity: Activity, { figure, limit }: ShareTest): { judged: number; showing: readonly number[] } {
  const showing: number[] = []
  let judged = 0
  for (const account of activity.accounts.keys()) {
    const value = figure(activity, account)
    if (Number.isNaN(value)) continue
    judged += 1
    if (value >= limit) showing.push(account)
  }
  return { judged, showing }
}

function recordsOf(group: Activity, showing: readonly number[], { record }: ShareTest): string[] {
  if (record === undefined) return []
  const records: string[] = []
  for (const account of showing) {
    const row = record(group, account)
    if (row >= 0) records.push(group.ids[row]!)
    if (records.length === recordsMax) break
  }
  return records
}

/** The share of an account's rows that satisfy `counts` among those that satisfy `judged`; NaN below `rowsMin` of these. */
export function rowShare(activity: Activity, account: number, { judged, counts, rowsMin }: RowShare): number {
  let all = 0
  let some = 0
  for (const row of activity.rowsOf(account)) {
    if (!judged(row)) continue
    all += 1
    if (counts(row)) some += 1
  }
  return all < rowsMin ? Number.NaN : some / all
}

/** Which rows are counted among which. */
export interface RowShare {
  judged(row: number): boolean
  counts(row: number): boolean
  readonly rowsMin: number
}

/** How many rows of an account have each word of `column`, absent ones left out. */
export function wordCounts(activity: Activity, account: number, column: ArrayLike<number>): Map<number, number> {
  const counts = new Map<number, number>()
  for (const row of activity.rowsOf(account)) {
    const word = column[row]!
    if (word !== 0) counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  return counts
}

/** The first row of an account that satisfies `counts`; −1 for none. */
export function firstRow(activity: Activity, account: number, counts: (row: number) => boolean): number {
  return activity.rowsOf(account).find(counts) ?? -1
}
