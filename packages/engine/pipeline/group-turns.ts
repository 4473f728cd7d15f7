/** Whether the accounts of a group begin conversations in turn: then one scheduler stands behind them. */
import type { Group } from '@stillhunt/core/campaign'
import type { Evidence, Tie } from '@stillhunt/core/link'
import { type Calls, lookAt, strengthening, tieTurns } from '../signal.ts'
import type { Opening, UsageLog } from './usage-log.ts'

/** Smaller groups take turns by chance, and a few people who loop at one pace do. */
const membersMin = 5
/** Conversations looked at of one group, its first ones. */
const callsMax = 6000
/** A group is looked at again once its conversations grew by this share. */
const growthShareMin = 0.2
/** A group of which this share is known to take turns needs no further look. */
const tiedShareMax = 0.95

/**
 * Looks at groups that likeness made, which knows nothing of times, and takes what it sees into the evidence. Whatever a
 * relay mixes in, its scheduler handles too, so all conversations count and not only those that fill templates.
 */
export class GroupTurns {
  private readonly evidence: Evidence
  private readonly log: UsageLog
  /** Per account, in how large a look it was last part. */
  private readonly lookedAt = new Map<number, number>()
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
      const tied = accounts.filter((account) => this.tied.has(account)).length
      if (accounts.length < membersMin || tied >= tiedShareMax * accounts.length) continue
      const count = Math.min(callsMax, this.log.countOpenings(accounts, beforeMs))
      if (count < (1 + growthShareMin) * this.lastLook(accounts)) continue
      const openings = this.log.openings(accounts, beforeMs, callsMax)
      for (const account of accounts) this.lookedAt.set(account, openings.length)
      found.push(...this.lookAtOne(openings, natsSpent, beforeMs))
    }
    return found
  }

  private lastLook(accounts: readonly number[]): number {
    const sizes = accounts.map((account) => this.lookedAt.get(account) ?? 0).sort((a, b) => a - b)
    return sizes[sizes.length >> 1] ?? 0
  }

  private lookAtOne(openings: readonly Opening[], natsSpent: number, beforeMs: number): Tie[] {
    const calls: Calls = {
      timeMs: Float64Array.from(openings, ({ timeMs }) => timeMs),
      account: Int32Array.from(openings, ({ account }) => account),
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
