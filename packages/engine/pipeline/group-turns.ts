/** Whether the accounts of a group begin conversations in turn: then one scheduler stands behind them. */
import type { Group } from '@stillhunt/core/campaign'
import type { Evidence, Tie } from '@stillhunt/core/link'
import { type Calls, lookAt, strengthening, tieTurns } from '../signal.ts'
import type { Opening, UsageLog } from './usage-log.ts'

/** Smaller groups take turns by chance, and a few people who loop at one pace do. */
const membersMin = 5
/** Conversations looked at of one group, its first ones. */
const callsMax = 6000
/** A group is looked at again once conversations of members that are not known to take turns grew by this share. */
const growthShareMin = 0.2

/**
 * Looks at groups that likeness made, which knows nothing of times, and takes what it sees into the evidence. Whatever a
 * relay mixes in, its scheduler handles too, so all conversations count and not only those that fill templates.
 */
export class GroupTurns {
  private readonly evidence: Evidence
  private readonly log: UsageLog
  /** Per account, how many conversations it had begun when it was last looked at. */
  private readonly openingsThen = new Map<number, number>()
  private readonly tied = new Set<number>()

  constructor(evidence: Evidence, log: UsageLog) {
    this.evidence = evidence
    this.log = log
  }

  /** Looks at `groups` as of `beforeMs`. Answers what ties accounts that were found to take turns. */
  look(groups: readonly Group[], beforeMs: number): Tie[] {
    const found: Tie[] = []
    const natsSpent = Math.log(Math.max(1, groups.length))
    for (const { members } of groups) {
      const accounts = members.map(({ account }) => account)
      if (accounts.length < membersMin || !this.isDue(accounts, beforeMs)) continue
      for (const account of accounts) this.openingsThen.set(account, this.log.countOpenings([account], beforeMs))
      found.push(...this.lookAtOne(this.log.openings(accounts, beforeMs, callsMax), natsSpent, beforeMs))
    }
    return found
  }

  /** Whether there is enough that no look saw. */
  private isDue(accounts: readonly number[], beforeMs: number): boolean {
    const seenOf = (some: readonly number[]): number =>
      some.reduce((sum, account) => sum + (this.openingsThen.get(account) ?? 0), 0)
    if (seenOf(accounts) >= callsMax) return false
    const unknown = accounts.filter((account) => !this.tied.has(account))
    const count = this.log.countOpenings(unknown, beforeMs)
    return count > 0 && count >= (1 + growthShareMin) * seenOf(unknown)
  }

  private lookAtOne(openings: readonly Opening[], natsSpent: number, beforeMs: number): Tie[] {
    const calls: Calls = {
      timeMs: Float64Array.from(openings, ({ timeMs }) => timeMs),
      account: Int32Array.from(openings, ({ account }) => account),
      refusedMs: this.log.refusedMs,
    }
    const shown = lookAt(calls, natsSpent, 'ofGroup')
    if (shown === null) return []
    const known = shown.accounts.filter((account) => this.tied.has(account))
    const candidates = shown.accounts.filter((account) => !this.tied.has(account))
    const fresh = strengthening(calls, new Set(known), candidates)
    if (fresh.length === 0) return []
    const accounts = [...known, ...fresh]
    // The new ones are tied to each other and to those of them that were known.
    const records = accounts.map((account) => this.log.openingRecord(account))
    const ties = tieTurns(accounts, known.length, `group ${accounts[0]}`, beforeMs, shown.nats, records)
    for (const event of ties) this.evidence.add(event)
    for (const account of fresh) this.tied.add(account)
    return ties.map((event) => ({ accounts: event.accounts, came: event.accounts[0]!, event }))
  }
}
