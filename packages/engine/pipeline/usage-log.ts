/** What accounts did, in the order of time, so that groups can be measured as of any moment. */
import type { Group } from '@stillhunt/core/campaign'
import type { Traits } from '@stillhunt/core/link'
import type { Block, Store } from '../store.ts'
import type { Directory } from './directory.ts'
import { type GroupUsage, noUsage, type SlotUse, type Usage } from './usage.ts'
import { type UsageSpan, UsageTable } from './usage-table.ts'

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
/** Records kept at most of all accounts together: about 170 MB. Where accounts are many, each has its part of them … */
const recordsMax = 3_000_000
/** … but at least so many, which is what an account of a pool sends in some days. */
const recordsPerAccountMin = 60
/** Accounts asked for at once. */
const accountsPerQuery = 500

/** A slot is 53 bits of the prompt's sketch, which a number can hold, and never 0. */
const sqlFor = (recordsPerAccount: number): string => `
SELECT account, toFloat64(toUnixTimestamp64Milli(ts)) AS timeMs, output_tokens AS outputTokens,
       reasoning, code, agentic, grading, elicitation,
       if(prompt_words > 0 AND status < 400 AND depth = 1 AND empty(presented), toFloat64(1 + cityHash64(text_minhash) % 9007199254740991), 0) AS slot,
       if(slot = 0, '', interaction.id) AS id,
       if(slot = 0, [], arrayConcat(segments, [system])) AS keys
FROM interaction WHERE account IN {accounts:Array(UInt64)}
ORDER BY account, ts, record
LIMIT ${recordsPerAccount} BY account`

/** See the file's header. */
export class UsageLog {
  private readonly table = new UsageTable()
  private readonly firstOpenings = new Map<number, string>()

  /** Reads what `accounts` did. O(their records). */
  static async read(
    store: Store,
    directory: Directory,
    traits: Traits,
    accounts: readonly number[],
  ): Promise<UsageLog> {
    const log = new UsageLog()
    const valueOf = new Map<bigint, number>()
    for (let value = 0; value < traits.size; value += 1)
      if (traits.kind(value).signal === 'skeleton-sharing') valueOf.set(BigInt(traits.key(value)), value)
    const share = Math.floor(recordsMax / Math.max(1, accounts.length))
    const sql = sqlFor(Math.min(recordsPerAccountMax, Math.max(recordsPerAccountMin, share)))
    for (let at = 0; at < accounts.length; at += accountsPerQuery) {
      const bound = accounts.slice(at, at + accountsPerQuery).map((one) => BigInt(directory.entries[one]!.hash))
      for await (const block of store.blocks(sql, { accounts: bound })) log.put(block, directory, valueOf)
    }
    return log
  }

  /** How many records of `accounts` came before `beforeMs`. */
  countBefore(accounts: Iterable<number>, beforeMs: number): number {
    let count = 0
    for (const account of accounts) {
      const { from, to } = this.table.spanBefore(account, beforeMs)
      count += to - from
    }
    return count
  }

  /** The answered prompts with which `accounts` began conversations before `beforeMs`, in the order of time. */
  openings(accounts: Iterable<number>, beforeMs: number): { readonly timeMs: number; readonly account: number }[] {
    const { slot, timeMs } = this.table
    const openings: { readonly timeMs: number; readonly account: number }[] = []
    for (const account of accounts) {
      const { from, to } = this.table.spanBefore(account, beforeMs)
      for (let at = from; at < to; at += 1) if (slot[at] !== 0) openings.push({ timeMs: timeMs[at]!, account })
    }
    return openings.sort((a, b) => a.timeMs - b.timeMs || a.account - b.account)
  }

  /** The record of the first of an account's openings, to show one; empty where it has none. */
  openingRecord(account: number): string {
    return this.firstOpenings.get(account) ?? ''
  }

  /** When each record of the account came, ascending. */
  timesOf(account: number): Float64Array {
    const { from, to } = this.table.spanOf(account)
    return this.table.timeMs.subarray(from, to)
  }

  /** The usage of a group as of `beforeMs`. O(records of its members). */
  usageOf(group: Group, traits: Traits, beforeMs: number): GroupUsage {
    const { members, pool } = group
    const spanOf = new Map(members.map(({ account }) => [account, this.table.spanBefore(account, beforeMs)] as const))
    const templates = new Set(this.ownTemplates(spanOf, group, traits))
    const ofAccount = new Map<number, Usage>()
    const filled: number[] = []
    for (const [account, span] of spanOf) {
      if (span.to > span.from) ofAccount.set(account, this.usageOfSpan(span, templates))
      if (!pool.accounts.has(account)) continue
      for (let at = span.from; at < span.to; at += 1) if (this.table.fills(at, templates)) filled.push(at)
    }
    return { ofAccount, templates: [...templates], ...this.slotUseOf(filled, templates) }
  }

  private put(block: Block, directory: Directory, valueOf: ReadonlyMap<bigint, number>): void {
    const [timeMs, outputTokens, slot] = [block.numbers('timeMs'), block.numbers('outputTokens'), block.numbers('slot')]
    const shares = ['reasoning', 'code', 'agentic', 'grading', 'elicitation'].map((name) => block.numbers(name))
    const [keys, ids] = [block.lists<BigUint64Array>('keys'), block.texts('id')]
    for (const [row, hash] of block.wides('account').entries()) {
      const account = directory.indexOf(String(hash))!
      if (slot[row] !== 0 && !this.firstOpenings.has(account)) this.firstOpenings.set(account, ids[row]!)
      const values: number[] = []
      for (let i = keys.from[row]!; i < keys.from[row + 1]!; i += 1) {
        const value = valueOf.get(keys.values[i]!)
        if (value !== undefined) values.push(value)
      }
      this.table.put(account, {
        timeMs: timeMs[row]!,
        outputTokens: outputTokens[row]!,
        shares: shares.map((share) => share[row]!),
        slot: slot[row]!,
        values,
      })
    }
  }

  private ownTemplates(spanOf: ReadonlyMap<number, UsageSpan>, { profile, pool }: Group, traits: Traits): number[] {
    const { values, valuesFrom } = this.table
    const users = new Map<number, number>()
    const poolUsers = new Map<number, number>()
    const uses = new Map<number, number>()
    for (const [account, { from, to }] of spanOf) {
      const seen = new Set<number>()
      for (let i = valuesFrom[from]!; i < valuesFrom[to]!; i += 1) {
        const value = values[i]!
        uses.set(value, (uses.get(value) ?? 0) + 1)
        if (seen.has(value)) continue
        seen.add(value)
        users.set(value, (users.get(value) ?? 0) + 1)
        if (pool.accounts.has(account)) poolUsers.set(value, (poolUsers.get(value) ?? 0) + 1)
      }
    }
    const usersLeast = Math.max(usersMin, usersShareMin * spanOf.size)
    const poolPart = (poolUsersShareMin * pool.accounts.size) / Math.max(1, spanOf.size)
    return [...profile.values.keys()].filter((value) => {
      const known = users.get(value) ?? 0
      const holders = traits.holderCount(value)
      const isUsed = known >= usersLeast && (uses.get(value) ?? 0) >= usesMin
      return isUsed && known >= ownShareMin * holders && (poolUsers.get(value) ?? 0) >= poolPart * holders
    })
  }

  private usageOfSpan({ from, to }: UsageSpan, templates: ReadonlySet<number>): Usage {
    const { timeMs, outputTokens, shares, slot } = this.table
    const usage = { ...noUsage, interactions: to - from, firstMs: timeMs[from]!, lastMs: timeMs[to - 1]! } as {
      -readonly [Key in keyof Usage]: Usage[Key]
    }
    for (let at = from; at < to; at += 1) {
      usage.outputTokens += outputTokens[at]!
      usage.reasoning += shares[5 * at]! / 100
      usage.code += shares[5 * at + 1]! / 100
      usage.agentic += shares[5 * at + 2]! / 100
      usage.grading += shares[5 * at + 3]! / 100
      if (slot[at] === 0) continue
      usage.prompts += 1
      if (this.table.fills(at, templates)) usage.templated += 1
      if (shares[5 * at + 4] === 1) usage.eliciting += 1
      if (shares[5 * at + 3]! > 0) usage.gradingPrompts += 1
    }
    return usage
  }

  /** How the templates are filled by the records at `filled`, each of which fills one of them. */
  private slotUseOf(filled: readonly number[], templates: ReadonlySet<number>): SlotUse {
    const { slot, values, valuesFrom } = this.table
    const usesOfSlot = new Map<number, number>()
    const usesOfTemplate = new Map<number, number>()
    for (const at of filled) {
      usesOfSlot.set(slot[at]!, (usesOfSlot.get(slot[at]!) ?? 0) + 1)
      for (let i = valuesFrom[at]!; i < valuesFrom[at + 1]!; i += 1)
        if (templates.has(values[i]!)) usesOfTemplate.set(values[i]!, (usesOfTemplate.get(values[i]!) ?? 0) + 1)
    }
    const often = new Set<number>()
    for (const [value, uses] of usesOfTemplate) if (uses >= productiveUsesMin) often.add(value)
    const ascending = [...usesOfSlot.values()].sort((a, b) => a - b)
    return {
      slots: ascending.length,
      slotUsesMax: ascending.at(-1) ?? 0,
      slotUsesMedian: ascending[Math.floor(ascending.length / 2)] ?? 0,
      productive: filled.filter((at) => this.table.fills(at, often)).length,
    }
  }
}
