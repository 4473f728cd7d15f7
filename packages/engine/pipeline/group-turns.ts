/** Whether the accounts of a group begin conversations in turn: then one scheduler stands behind them. */
import type { Group } from '@stillhunt/core/campaign'
import type { Evidence, Tie } from '@stillhunt/core/link'
import { areOneRound, type Calls, lookAt, strengthening, tieTurns } from '../signal.ts'
import type { UsageLog } from './usage-log.ts'

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
  /** Per pair of pools, by the first account of each, how many conversations they had begun when they were last compared. */
  private readonly joinedAt = new Map<string, number>()

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
      const calls = this.callsOf(accounts, beforeMs)
      for (const { accounts: inTurn, nats } of lookAt(calls, { natsSpent, of: 'ofGroup', known: this.tied })) {
        const known = inTurn.filter((account) => this.tied.has(account))
        const candidates = inTurn.filter((account) => !this.tied.has(account))
        found.push(...this.tie(known, strengthening(calls, new Set(known), candidates), { beforeMs, nats }))
      }
    }
    return found
  }

  /**
   * Ties pools that take turns in one round, seen in pieces while there was little to see. Asked of `groups` that have
   * something telling in common, again once their conversations grew.
   */
  join(groups: readonly Group[], beforeMs: number): Tie[] {
    const found: Tie[] = []
    for (const [larger, smaller] of alikePairs(groups.filter(({ pool }) => pool.scheduled >= membersMin))) {
      const [one, other] = [larger, smaller].map(({ pool }) => [...pool.accounts].sort((a, b) => a - b)) as [
        number[],
        number[],
      ]
      const name = `${one[0]} ${other[0]}`
      const count = this.log.countOpenings([...one, ...other], beforeMs)
      if (count < (1 + growthShareMin) * (this.joinedAt.get(name) ?? 0)) continue
      this.joinedAt.set(name, count)
      if (!areOneRound(this.callsOf([...one, ...other], beforeMs), new Set(other))) continue
      const nats = Math.min(larger.pool.turnNats, smaller.pool.turnNats)
      found.push(...this.tie(one, other, { beforeMs, nats }))
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

  private callsOf(accounts: readonly number[], beforeMs: number): Calls {
    const openings = this.log.openings(accounts, beforeMs, callsMax)
    return {
      timeMs: Float64Array.from(openings, ({ timeMs }) => timeMs),
      account: Int32Array.from(openings, ({ account }) => account),
      refusedMs: this.log.refusedMs,
    }
  }

  /** Ties the fresh ones to each other and to those of them that were known. */
  private tie(
    known: readonly number[],
    fresh: readonly number[],
    { beforeMs, nats }: { readonly beforeMs: number; readonly nats: number },
  ): Tie[] {
    const accounts = [...known, ...fresh]
    const records = accounts.map((account) => this.log.openingRecord(account))
    const ties = tieTurns(accounts, known.length, `group ${accounts[0]}`, beforeMs, nats, records)
    for (const event of ties) this.evidence.add(event)
    for (const account of fresh) this.tied.add(account)
    return ties.map((event) => ({ accounts: event.accounts, came: event.accounts[0]!, event }))
  }
}

/** Pairs of groups of which some value is telling of both, the larger first; each pair once. */
function alikePairs(groups: readonly Group[]): (readonly [Group, Group])[] {
  const having = new Map<number, number[]>()
  for (const [index, { profile }] of groups.entries())
    for (const value of profile.values.keys()) {
      const known = having.get(value)
      if (known === undefined) having.set(value, [index])
      else known.push(index)
    }
  const pairs = new Map<number, readonly [Group, Group]>()
  for (const indices of having.values())
    for (const [at, smaller] of indices.entries())
      for (const larger of indices.slice(0, at))
        pairs.set(larger * groups.length + smaller, [groups[larger]!, groups[smaller]!])
  return [...pairs.values()]
}
