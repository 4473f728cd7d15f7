/** What accounts did, in the order of time, so that groups can be measured as of any moment. */
import type { Group } from '@stillhunt/core/campaign'
import { TextList, type Traits } from '@stillhunt/core/link'
import { readRefusals, type RefusedMs } from '../signal.ts'
import type { Block, Store } from '../store.ts'
import type { Directory } from './directory.ts'
import type { GroupUsage, Usage } from './usage.ts'
import { type UsageSpan, UsageTable } from './usage-table.ts'
import { AccountTally, SlotTally } from './usage-tally.ts'

/** A template is a group's own when this share of the accounts that use it are members … */
const ownShareMin = 0.6
/** … and so many members use it, in number and as a share. */
const usersMin = 3
const usersShareMin = 0.1
/** … and the pool among its users at least half as often as it is among the members … */
const poolUsersShareMin = 0.5
/**
 * Sentences of prompts are templates; a system prompt is one where most prompts come with it. Others are what customers of a
 * relay bring, each his own, and no work queue however different the talks that follow.
 */
const skeletonAspect = 'prompt skeleton'
const systemShareMin = 0.5
/** A template is the pool's when this share of all that ever filled it are of the pool. */
const poolHoldersShareMin = 0.8
/** … and so often: a phrase that comes back now and then is how people talk, a template is used all the time. */
const usesMin = 10
/** Pools whose fillings are kept counted, those asked for last; others are counted anew. */
const poolsMax = 200

/** Records kept at most of one account, its first ones; so much tells what an account does. */
const recordsPerAccountMax = 20_000
/** Records kept at most of all accounts together: about 190 MB. Where accounts are many, each has its part of them … */
const recordsMax = 3_000_000
/** … but at least so many, which is what an account of a pool sends in some days. */
const recordsPerAccountMin = 60
/** Accounts asked for at once: each query goes through the whole table, and sorts on disk what does not fit. */
const accountsPerQuery = 2000

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

/** An answered prompt with which an account began a conversation. */
export interface Opening {
  readonly timeMs: number
  readonly account: number
}

/** See the file's header. */
export class UsageLog {
  readonly refusedMs: RefusedMs
  private readonly table = new UsageTable()
  /** The records of first openings, and per account the place of its own among them, from 1 on. */
  private readonly firstOpenings = new TextList()
  private readonly firstOpeningOf: Uint32Array
  private readonly tallies = new Map<number, AccountTally>()
  /** By their templates, the one asked for last at the end. */
  private readonly slotTallies = new Map<string, SlotTally>()

  private constructor(refusedMs: RefusedMs, accounts: number) {
    this.firstOpeningOf = new Uint32Array(accounts)
    this.refusedMs = refusedMs
  }

  /** Reads what `accounts` did. O(their records). */
  static async read(
    store: Store,
    directory: Directory,
    traits: Traits,
    accounts: readonly number[],
  ): Promise<UsageLog> {
    const log = new UsageLog(await readRefusals(store, (account) => directory.indexOf(account)), directory.size)
    const valueOf = new Map<bigint, number>()
    for (let value = 0; value < traits.size; value += 1)
      if (traits.kind(value).signal === 'skeleton-sharing') valueOf.set(BigInt(traits.key(value)), value)
    const share = Math.floor(recordsMax / Math.max(1, accounts.length))
    const sql = sqlFor(Math.min(recordsPerAccountMax, Math.max(recordsPerAccountMin, share)))
    for (let at = 0; at < accounts.length; at += accountsPerQuery) {
      const bound = accounts.slice(at, at + accountsPerQuery).map((one) => directory.hash(one))
      for await (const block of store.blocks(sql, { accounts: bound })) log.put(block, directory, valueOf)
    }
    log.table.close()
    return log
  }

  /** Gives its memory back at once; nothing may be asked of it afterwards. */
  end(): void {
    this.table.end()
    this.tallies.clear()
    this.slotTallies.clear()
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

  /** How many {@link openings} there are. O(accounts log records). */
  countOpenings(accounts: Iterable<number>, beforeMs: number): number {
    const { openingsUntil } = this.table
    let count = 0
    for (const account of accounts) {
      const { from, to } = this.table.spanBefore(account, beforeMs)
      count += openingsUntil[to]! - openingsUntil[from]!
    }
    return count
  }

  /**
   * The answered prompts with which `accounts` began conversations before `beforeMs`, in the order of time: the first
   * `countMax` of them. O(records of the accounts log of it).
   */
  openings(accounts: Iterable<number>, beforeMs: number, countMax: number = Infinity): Opening[] {
    const { slot, timeMs } = this.table
    const spans = Array.from(accounts, (account) => ({ account, ...this.table.spanBefore(account, beforeMs) }))
    const untilMs = this.timeOfOpening(spans, countMax)
    const openings: Opening[] = []
    for (const { account, from, to } of spans)
      for (let at = from; at < to && timeMs[at]! <= untilMs; at += 1)
        if (slot[at] !== 0) openings.push({ timeMs: timeMs[at]!, account })
    return openings.sort((a, b) => a.timeMs - b.timeMs || a.account - b.account).slice(0, countMax)
  }

  /** When the last of the first `count` openings in some spans came; Infinity where there are fewer. */
  private timeOfOpening(spans: readonly UsageSpan[], count: number): number {
    const { slot, timeMs, openingsUntil } = this.table
    const openings = spans.reduce((sum, { from, to }) => sum + openingsUntil[to]! - openingsUntil[from]!, 0)
    if (openings <= count) return Infinity
    const times = new Float64Array(openings)
    let next = 0
    for (const { from, to } of spans)
      for (let at = from; at < to; at += 1) if (slot[at] !== 0) times[next++] = timeMs[at]!
    return times.sort()[count - 1]!
  }

  /** The record of the first of an account's openings, to show one; empty where it has none. */
  openingRecord(account: number): string {
    const place = this.firstOpeningOf[account]!
    return place === 0 ? '' : this.firstOpenings.at(place - 1)
  }

  /** When each record of the account came, ascending. */
  timesOf(account: number): Float64Array {
    const { from, to } = this.table.spanOf(account)
    return this.table.timeMs.subarray(from, to)
  }

  /**
   * The usage of a group as of `beforeMs`. O(records of its members since they were last asked for + templates that they may
   * fill); moments that go back, and templates that change, cost O(records of the members).
   */
  usageOf(group: Group, traits: Traits, beforeMs: number): GroupUsage {
    const { members, pool } = group
    const spanOf = new Map(members.map(({ account }) => [account, this.table.spanBefore(account, beforeMs)] as const))
    for (const [account, span] of spanOf) this.tallyOf(account, span)
    const templates = new Set(this.ownTemplates(group, traits))
    const ofAccount = new Map<number, Usage>()
    const ofPool = new Map<number, UsageSpan>()
    let prompts = 0
    for (const [account, span] of spanOf) {
      if (span.to > span.from) ofAccount.set(account, this.tallies.get(account)!.usage(templates))
      if (!pool.accounts.has(account)) continue
      ofPool.set(account, span)
      prompts += ofAccount.get(account)?.prompts ?? 0
    }
    const isOwn = (template: number): boolean => {
      if (traits.kind(template).aspect !== skeletonAspect) return false
      const holders = traits.holders(template)
      return holders.filter((account) => pool.accounts.has(account)).length >= poolHoldersShareMin * holders.length
    }
    return { ofAccount, templates: [...templates], ...this.slotTallyOf(templates).count(ofPool, { prompts, isOwn }) }
  }

  private tallyOf(account: number, span: UsageSpan): void {
    let tally = this.tallies.get(account)
    if (tally === undefined || !tally.reaches(span))
      this.tallies.set(account, (tally = new AccountTally(this.table, span.from)))
    tally.advance(span)
  }

  private slotTallyOf(templates: ReadonlySet<number>): SlotTally {
    const key = [...templates].sort((a, b) => a - b).join(' ')
    const tally = this.slotTallies.get(key) ?? new SlotTally(this.table, templates)
    this.slotTallies.delete(key)
    this.slotTallies.set(key, tally)
    for (const oldest of this.slotTallies.keys()) if (this.slotTallies.size > poolsMax) this.slotTallies.delete(oldest)
    return tally
  }

  private put(block: Block, directory: Directory, valueOf: ReadonlyMap<bigint, number>): void {
    const [timeMs, outputTokens, slot] = [block.numbers('timeMs'), block.numbers('outputTokens'), block.numbers('slot')]
    const shares = ['reasoning', 'code', 'agentic', 'grading', 'elicitation'].map((name) => block.numbers(name))
    const [keys, ids] = [block.lists<BigUint64Array>('keys'), block.texts('id')]
    for (const [row, account] of directory.indicesOf(block.wides('account')).entries()) {
      if (slot[row] !== 0 && this.firstOpeningOf[account] === 0) {
        this.firstOpenings.push(ids[row]!)
        this.firstOpeningOf[account] = this.firstOpenings.length
      }
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

  private ownTemplates({ members, profile, pool }: Group, traits: Traits): number[] {
    const users = new Map<number, number>()
    const poolUsers = new Map<number, number>()
    const uses = new Map<number, number>()
    let prompts = 0
    for (const { account } of members) {
      const tally = this.tallies.get(account)!
      prompts += tally.openings
      for (const [value, count] of tally.uses) {
        if (!profile.values.has(value)) continue
        uses.set(value, (uses.get(value) ?? 0) + count)
        users.set(value, (users.get(value) ?? 0) + 1)
        if (pool.accounts.has(account)) poolUsers.set(value, (poolUsers.get(value) ?? 0) + 1)
      }
    }
    const isCustomers = (value: number): boolean =>
      traits.kind(value).aspect !== skeletonAspect && (uses.get(value) ?? 0) < systemShareMin * prompts
    const usersLeast = Math.max(usersMin, usersShareMin * members.length)
    const poolPart = (poolUsersShareMin * pool.accounts.size) / Math.max(1, members.length)
    return [...profile.values.keys()].filter((value) => {
      const known = users.get(value) ?? 0
      const holders = traits.holderCount(value)
      const isUsed = known >= usersLeast && (uses.get(value) ?? 0) >= usesMin
      return (
        isUsed &&
        !isCustomers(value) &&
        known >= ownShareMin * holders &&
        (poolUsers.get(value) ?? 0) >= poolPart * holders
      )
    })
  }
}
