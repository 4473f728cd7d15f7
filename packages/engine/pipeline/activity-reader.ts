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
    readonly isTemplated: number
    readonly elicitation: number
  }

/** Reads at most {@link activityRowsMax} rows or so, in one query. Same records, same answer. */
export async function readCompared(store: Store, plan: ActivityPlan): Promise<Compared> {
  const members = sample(plan.members)
  const reference = matchReference(members, plan.candidates)
  const accounts = [...members, ...reference]
  const rows = await store.query<StoredRow>(sql, {
    accounts: accounts.map(({ hash }) => BigInt(hash)),
    skeletons: plan.templates.skeletons.map(BigInt),
    systems: plan.templates.systems.map(BigInt),
    untilMs: Math.floor(plan.untilMs ?? endOfTimeMs),
    rowsPerAccountMax: Math.min(
      rowsPerAccountMax,
      Math.max(rowsPerAccountMin, Math.floor(activityRowsMax / accounts.length)),
    ),
  })
  rows.reverse()
  const lexicon = new Lexicon()
  return {
    group: new Activity(rowsOf(rows, members, true), members, lexicon),
    reference: new Activity(rowsOf(rows, reference, false), reference, lexicon, peersOf(members, plan.candidates)),
  }
}

function rowsOf(rows: readonly StoredRow[], accounts: readonly ClassedAccount[], isGroup: boolean): ActivityRow[] {
  const indices = new Map(accounts.map(({ hash }, index) => [hash, index]))
  return rows.flatMap((row): ActivityRow[] => {
    const account = indices.get(row.account)
    if (account === undefined) return []
    return [
      {
        ...row,
        account,
        isPrompt: row.isPrompt === 1,
        isTemplated: isGroup && row.isTemplated === 1,
        elicitation: row.elicitation === 1,
      },
    ]
  })
}

/** The members, or {@link membersReadMax} of them evenly over the order of arrival. */
function sample(members: readonly ClassedAccount[]): ClassedAccount[] {
  const ordered = members.toSorted((a, b) => a.firstMs - b.firstMs || a.index - b.index)
  if (ordered.length <= membersReadMax) return ordered
  return Array.from({ length: membersReadMax }, (_, i) => ordered[Math.floor((i * ordered.length) / membersReadMax)]!)
}
