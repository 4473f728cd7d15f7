/** Reads what a group and its matched reference did. */
import { readFileSync } from 'node:fs'
import { Activity } from '../signal.ts'
import type { Store } from '../store.ts'
import { type ClassedAccount, endOfTimeMs } from './account-class.ts'
import { ActivityTable } from './activity-table.ts'
import type { Candidates } from './reference.ts'

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
  readonly candidates: Candidates
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

/** One group with those it is compared with. */
interface Cast {
  readonly plan: ActivityPlan
  readonly members: readonly ClassedAccount[]
  readonly reference: readonly ClassedAccount[]
}

/**
 * Reads what the groups of `plans` and their references did, at most {@link activityRowsMax} rows or so, in one query: the
 * table is not in the order of accounts, so each query goes through all of it. One group after the other is put together,
 * when it is asked for. Same records, same answer.
 */
export async function readCompared(store: Store, plans: readonly ActivityPlan[]): Promise<Iterable<Compared>> {
  const casts = plans.map((plan): Cast => {
    const members = sample(plan.members)
    return { plan, members, reference: plan.candidates.matchedTo(members) }
  })
  const table = await readTable(store, casts)
  return put(casts, table)
}

function* put(casts: readonly Cast[], table: ActivityTable): Generator<Compared> {
  for (const [index, { plan, members, reference }] of casts.entries()) {
    const peers = plan.candidates.peersOf(members)
    yield {
      group: new Activity(table.pick(members.map(hashOf), index + 1), members, table.lexicon),
      reference: new Activity(table.pick(reference.map(hashOf), null), reference, table.lexicon, peers),
    }
  }
}

async function readTable(store: Store, casts: readonly Cast[]): Promise<ActivityTable> {
  const accounts = new Set(casts.flatMap(({ members, reference }) => [...members, ...reference].map(hashOf)))
  const owned = (of: keyof OwnTemplates): { values: bigint[]; plans: number[] } => {
    const own = casts.flatMap(({ plan }, index) => plan.templates[of].map((value) => ({ value, plan: index + 1 })))
    // One that is nobody's, for the engine takes no empty list.
    return { values: [0n, ...own.map(({ value }) => BigInt(value))], plans: [0, ...own.map(({ plan }) => plan)] }
  }
  const skeletons = owned('skeletons')
  const systems = owned('systems')
  const table = new ActivityTable()
  const blocks = store.blocks(sql, {
    accounts: [...accounts],
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
  for await (const block of blocks) table.add(block)
  return table
}

function hashOf({ hash }: ClassedAccount): bigint {
  return BigInt(hash)
}

/** The members, or {@link membersReadMax} of them evenly over the order of arrival. */
function sample(members: readonly ClassedAccount[]): ClassedAccount[] {
  const ordered = members.toSorted((a, b) => a.firstMs - b.firstMs || a.index - b.index)
  if (ordered.length <= membersReadMax) return ordered
  return Array.from({ length: membersReadMax }, (_, i) => ordered[Math.floor((i * ordered.length) / membersReadMax)]!)
}
