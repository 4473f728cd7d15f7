/** Reads what a group and its matched reference did. */
import { readFileSync } from 'node:fs'
import { Activity, type ActivityRow, Lexicon } from '../signal.ts'
import type { Store } from '../store.ts'
import { type ClassedAccount, endOfTimeMs } from './account-class.ts'
import { matchReference, peersOf } from './reference.ts'

/** Members read of a group: of a larger one an even sample in the order of arrival. */
export const membersReadMax = 1000
/** Rows read of a group with its reference; per account the newest, at least so many. */
export const activityRowsMax = 200_000
const rowsPerAccountMin = 50
const rowsPerAccountMax = 300

/** Templates of a group, as the store prints hashes. */
export interface OwnTemplates {
  /** Values of prompt segments. */
  readonly skeletons: readonly string[]
  /** System prompts. */
  readonly systems: readonly string[]
}

/** Whose activity is read. */
export interface ActivityPlan {
  readonly members: readonly ClassedAccount[]
  /** Accounts that may serve as reference: in no group, declared to nobody. */
  readonly candidates: readonly ClassedAccount[]
  readonly templates: OwnTemplates
  /** Rows from this time on are not read, milliseconds since the epoch. */
  readonly untilMs?: number
}

/** A group and what it is compared with, over one lexicon. */
export interface Compared {
  readonly group: Activity
  readonly reference: Activity
}

const sql = readFileSync(new URL('./activity-rows.sql', import.meta.url), 'utf8')

type StoredRow = Record<string, unknown> &
  Omit<ActivityRow, 'account' | 'isPrompt' | 'isTemplated' | 'elicitation'> & {
    readonly account: string
    readonly isPrompt: number
    /** Groups whose templates it fills, counted from one. */
    readonly fills: readonly number[]
    readonly elicitation: number
  }

/** One group with those it is compared with. */
interface Cast {
  readonly plan: ActivityPlan
  readonly members: readonly ClassedAccount[]
  readonly reference: readonly ClassedAccount[]
}

/**
 * Reads what the groups of `plans` and their references did, at most {@link activityRowsMax} rows or so, in one query: the
 * table is not in the order of accounts, so each query goes through all of it. Same records, same answer.
 */
export async function readCompared(store: Store, plans: readonly ActivityPlan[]): Promise<Compared[]> {
  const casts = plans.map((plan): Cast => {
    const members = sample(plan.members)
    return { plan, members, reference: matchReference(members, plan.candidates) }
  })
  const rows = await readRows(store, casts)
  const lexicon = new Lexicon()
  return casts.map(({ plan, members, reference }, index) => ({
    group: new Activity(rowsOf(rows, members, index + 1), members, lexicon),
    reference: new Activity(rowsOf(rows, reference, null), reference, lexicon, peersOf(members, plan.candidates)),
  }))
}

/** Per account its rows, by its hash; within one in the order of time. */
async function readRows(store: Store, casts: readonly Cast[]): Promise<Map<string, StoredRow[]>> {
  const accounts = new Set(
    casts.flatMap(({ members, reference }) => [...members, ...reference].map(({ hash }) => hash)),
  )
  const owned = (of: keyof OwnTemplates): { values: bigint[]; plans: number[] } => {
    const own = casts.flatMap(({ plan }, index) => plan.templates[of].map((value) => ({ value, plan: index + 1 })))
    // One that is nobody's, for the engine takes no empty list.
    return { values: [0n, ...own.map(({ value }) => BigInt(value))], plans: [0, ...own.map(({ plan }) => plan)] }
  }
  const skeletons = owned('skeletons')
  const systems = owned('systems')
  const rows = await store.query<StoredRow>(sql, {
    accounts: [...accounts].map(BigInt),
    skeletons: skeletons.values,
    skeletonPlans: skeletons.plans,
    systems: systems.values,
    systemPlans: systems.plans,
    untilMs: Math.floor(Math.min(...casts.map(({ plan }) => plan.untilMs ?? endOfTimeMs))),
    rowsPerAccountMax: Math.min(
      rowsPerAccountMax,
      Math.max(rowsPerAccountMin, Math.floor(activityRowsMax / Math.max(1, accounts.size))),
    ),
  })
  return Map.groupBy(rows.reverse(), ({ account }) => account)
}

/** The rows of `accounts` in the order of time; `plan` is the group's number where they are its members. */
function rowsOf(
  rows: ReadonlyMap<string, readonly StoredRow[]>,
  accounts: readonly ClassedAccount[],
  plan: number | null,
): ActivityRow[] {
  return accounts
    .flatMap(({ hash }, account) =>
      (rows.get(hash) ?? []).map((row): ActivityRow => {
        const isTemplated = plan !== null && row.fills.includes(plan)
        return { ...row, account, isPrompt: row.isPrompt === 1, isTemplated, elicitation: row.elicitation === 1 }
      }),
    )
    .sort((a, b) => a.timeMs - b.timeMs || a.account - b.account || (a.id < b.id ? -1 : 1))
}

/** The members, or {@link membersReadMax} of them evenly over the order of arrival. */
function sample(members: readonly ClassedAccount[]): ClassedAccount[] {
  const ordered = members.toSorted((a, b) => a.firstMs - b.firstMs || a.index - b.index)
  if (ordered.length <= membersReadMax) return ordered
  return Array.from({ length: membersReadMax }, (_, i) => ordered[Math.floor((i * ordered.length) / membersReadMax)]!)
}
