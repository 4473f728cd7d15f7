/** What accounts did, in the order of time, so that groups can be measured as of any moment. */
import type { Group } from '@stillhunt/core/campaign'
import type { Traits } from '@stillhunt/core/link'
import type { Store } from '../store.ts'
import type { Directory } from './directory.ts'
import type { GroupUsage, SlotUse, Usage } from './usage.ts'

/** A template is a group's own when this share of the accounts that use it are members … */
const ownShareMin = 0.6
/** … and so many members use it, in number and as a share. */
const usersMin = 3
const usersShareMin = 0.1
/** … and the pool among its users at least half as often as it is among the members … */
const poolUsersShareMin = 0.5
/** … and so often: a phrase that comes back now and then is how people talk, a template is used all the time. */
const usesMin = 10
/** A template that the pool fills so often is produced with: what one customer of a relay says comes back less often. */
const productiveUsesMin = 30

/** Records kept at most of one account, its first ones; so much tells what an account does. */
const recordsPerAccountMax = 20_000
/** Accounts asked for at once. */
const accountsPerQuery = 500

interface Row {
  readonly timeMs: number
  readonly outputTokens: number
  readonly reasoning: number
  readonly code: number
  readonly agentic: number
  readonly grading: number
  readonly elicits: boolean
  /** Id of the record, where it is such a prompt; empty elsewhere. */
  readonly id: string
  /** What the prompt is: its sketch; empty where the record is no answered prompt that begins a conversation. */
  readonly slot: string
  /** The templates that it may fill, as values of the traits. */
  readonly values: readonly number[]
}

interface Answer extends Record<string, unknown> {
  account: string
  timeMs: number
  outputTokens: number
  capabilities: [number, number, number, number]
  elicitation: number
  id: string
  slot: string
  keys: string[]
}

const sql = `
SELECT toString(account) AS account, toFloat64(toUnixTimestamp64Milli(ts)) AS timeMs, output_tokens AS outputTokens,
       [reasoning, code, agentic, grading] AS capabilities, elicitation,
       if(prompt_words > 0 AND status < 400 AND depth = 1 AND empty(presented), toString(cityHash64(text_minhash)), '') AS slot,
       if(slot = '', '', interaction.id) AS id,
       if(slot = '', [], arrayMap(value -> toString(value), arrayConcat(segments, [system]))) AS keys
FROM interaction WHERE account IN {accounts:Array(UInt64)}
ORDER BY account, ts, record
LIMIT ${recordsPerAccountMax} BY account`

/** An answered prompt with which an account began a conversation; `id` is its record's. */
export interface Opening {
  readonly timeMs: number
  readonly account: number
  readonly id: string
}

/** See the file's header. */
export class UsageLog {
  private readonly rowsOf = new Map<number, readonly Row[]>()

  /** Reads what `accounts` did. O(their records). */
  static async read(
    store: Store,
    directory: Directory,
    traits: Traits,
    accounts: readonly number[],
  ): Promise<UsageLog> {
    const log = new UsageLog()
    const valueOf = new Map<string, number>()
    for (let value = 0; value < traits.size; value += 1)
      if (traits.kind(value).signal === 'skeleton-sharing') valueOf.set(traits.key(value), value)
    for (let at = 0; at < accounts.length; at += accountsPerQuery) {
      const bound = accounts.slice(at, at + accountsPerQuery).map((one) => BigInt(directory.entries[one]!.hash))
      const rows = await store.query<Answer>(sql, { accounts: bound })
      for (const [hash, own] of Map.groupBy(rows, ({ account }) => account))
        log.rowsOf.set(
          directory.indexOf(hash)!,
          own.map((row) => rowOf(row, valueOf)),
        )
    }
    return log
  }

  /** How many records of `accounts` came before `beforeMs`. */
  countBefore(accounts: Iterable<number>, beforeMs: number): number {
    let count = 0
    for (const account of accounts) count += this.before(account, beforeMs).length
    return count
  }

  /** The answered prompts with which `accounts` began conversations before `beforeMs`, in the order of time. */
  openings(accounts: Iterable<number>, beforeMs: number): Opening[] {
    const openings: Opening[] = []
    for (const account of accounts)
      for (const { timeMs, slot, id } of this.before(account, beforeMs))
        if (slot !== '') openings.push({ timeMs, account, id })
    return openings.sort((a, b) => a.timeMs - b.timeMs || a.account - b.account)
  }

  /** When each record of the account came, ascending. */
  timesOf(account: number): readonly number[] {
    return (this.rowsOf.get(account) ?? []).map(({ timeMs }) => timeMs)
  }

  /** The usage of a group as of `beforeMs`. O(records of its members). */
  usageOf(group: Group, traits: Traits, beforeMs: number): GroupUsage {
    const { members, pool } = group
    const rowsOf = new Map(members.map(({ account }) => [account, this.before(account, beforeMs)] as const))
    const templates = new Set(this.ownTemplates(rowsOf, group, traits))
    const ofAccount = new Map<number, Usage>()
    const filled: Row[] = []
    for (const [account, rows] of rowsOf) {
      if (rows.length > 0) ofAccount.set(account, usageOfRows(rows, templates))
      if (pool.accounts.has(account)) for (const row of rows) if (fills(row, templates)) filled.push(row)
    }
    return { ofAccount, templates: [...templates], ...slotUseOf(filled, templates) }
  }

  private ownTemplates(
    rowsOf: ReadonlyMap<number, readonly Row[]>,
    { profile, pool }: Group,
    traits: Traits,
  ): number[] {
    const use = new Map<number, { users: number; poolUsers: number; uses: number }>()
    for (const [account, rows] of rowsOf) {
      const counts = new Map<number, number>()
      for (const { values } of rows) for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
      for (const [value, count] of counts) {
        const known = use.get(value) ?? { users: 0, poolUsers: 0, uses: 0 }
        known.users += 1
        known.uses += count
        if (pool.accounts.has(account)) known.poolUsers += 1
        use.set(value, known)
      }
    }
    const members = rowsOf.size
    const poolPartMin = (poolUsersShareMin * pool.accounts.size) / Math.max(1, members)
    return [...profile.values.keys()].filter((value) => {
      const known = use.get(value)
      if (known === undefined || known.uses < usesMin) return false
      const { users, poolUsers } = known
      const holders = traits.holders(value).length
      const isUsed = users >= Math.max(usersMin, usersShareMin * members)
      return isUsed && users >= ownShareMin * holders && poolUsers >= poolPartMin * holders
    })
  }

  private before(account: number, beforeMs: number): readonly Row[] {
    const rows = this.rowsOf.get(account) ?? []
    let low = 0
    let high = rows.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (rows[middle]!.timeMs < beforeMs) low = middle + 1
      else high = middle
    }
    return low === rows.length ? rows : rows.slice(0, low)
  }
}

function rowOf({ capabilities, keys, elicitation, ...row }: Answer, valueOf: ReadonlyMap<string, number>): Row {
  const [reasoning, code, agentic, grading] = capabilities.map((percent) => percent / 100) as [
    number,
    number,
    number,
    number,
  ]
  const values = keys.flatMap((key) => valueOf.get(key) ?? [])
  return { ...row, reasoning, code, agentic, grading, elicits: elicitation === 1, values }
}

function fills({ values }: Row, templates: ReadonlySet<number>): boolean {
  return values.some((value) => templates.has(value))
}

function usageOfRows(rows: readonly Row[], templates: ReadonlySet<number>): Usage {
  const usage = {
    interactions: rows.length,
    outputTokens: 0,
    firstMs: rows[0]!.timeMs,
    lastMs: rows.at(-1)!.timeMs,
    prompts: 0,
    templated: 0,
    reasoning: 0,
    code: 0,
    agentic: 0,
    grading: 0,
    eliciting: 0,
    gradingPrompts: 0,
  }
  for (const row of rows) {
    usage.outputTokens += row.outputTokens
    usage.reasoning += row.reasoning
    usage.code += row.code
    usage.agentic += row.agentic
    usage.grading += row.grading
    if (row.slot === '') continue
    usage.prompts += 1
    if (fills(row, templates)) usage.templated += 1
    if (row.elicits) usage.eliciting += 1
    if (row.grading > 0) usage.gradingPrompts += 1
  }
  return usage
}

/** How the templates are filled by `rows`, each of which fills one of them. */
function slotUseOf(rows: readonly Row[], templates: ReadonlySet<number>): SlotUse {
  const usesOfSlot = new Map<string, number>()
  const usesOfTemplate = new Map<number, number>()
  for (const { slot, values } of rows) {
    usesOfSlot.set(slot, (usesOfSlot.get(slot) ?? 0) + 1)
    for (const value of values)
      if (templates.has(value)) usesOfTemplate.set(value, (usesOfTemplate.get(value) ?? 0) + 1)
  }
  const ascending = [...usesOfSlot.values()].sort((a, b) => a - b)
  return {
    slots: ascending.length,
    slotUsesMax: ascending.at(-1) ?? 0,
    slotUsesMedian: ascending[Math.floor(ascending.length / 2)] ?? 0,
    productive: rows.filter(({ values }) => values.some((one) => (usesOfTemplate.get(one) ?? 0) >= productiveUsesMin))
      .length,
  }
}
