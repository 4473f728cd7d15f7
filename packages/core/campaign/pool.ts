/**
 * The pool of a group: its accounts among which work goes around.
 *
 * People have second accounts, and move work between the two when one fails: pairs that have nothing to do with other pairs,
 * however alike what they do. A relay gives work to whichever account is next, so its hand-overs join up: some accounts
 * have several partners, and three or more hang together. Only those are the pool. What many accounts show at once (a
 * published transcript) is no hand-over between any two of them.
 */
import type { HandoverPair } from './mixing.ts'
import { crowdMin, type Links, linkThresholdNats, openAccounts, type Population, type Sharings } from '../link.ts'

/** Fewer accounts that hang together are one person's as likely as not. */
export const poolMin = 3

/** Accounts that hand work to each other, and how. */
export interface Pool {
  readonly accounts: ReadonlySet<number>
  /** Pairs of them between which work went, and accounts that had at least two partners. */
  readonly pairs: number
  readonly partnered: number
  /** The share of the pairs that the busiest fifth of the accounts have part in: about half in a pool, nearly all in a hub. */
  readonly hubShare: number
  /** Accounts in the largest part of it that hangs together, and half of what the other parts have beyond pairs. */
  readonly circleSize: number
  /** Accounts that were seen to be scheduled together, and the logarithm of the e-value for it; 0 where none were. */
  readonly scheduled: number
  readonly turnNats: number
  /** How often each handed work over; those that never did are left out. */
  readonly timesOf: ReadonlyMap<number, number>
  /** Accounts that must be in on it although they were not seen to: a lower bound. */
  readonly unseen: number
}

/** The pairs that a strong link ties through hand-overs; accounts that are open about it have none. O(links). */
export function handoverPairs(population: Population, links: Links, sharings: Sharings): HandoverPair[] {
  const thresholdNats = linkThresholdNats(population.size)
  const open = openAccounts(population)
  const pairs: HandoverPair[] = []
  const isHandover = (index: number): boolean =>
    sharings.family(index) === 'handoff' && sharings.accountCount(index) < crowdMin
  const { a, b, nats } = links.columns
  // The strongest come first.
  for (let i = 0; i < links.length && nats[i]! >= thresholdNats; i += 1) {
    if (links.natsBy(i, 'handoff') <= 0 || open[a[i]!] === 1 || open[b[i]!] === 1) continue
    if (links.sharingsOf(i).some(isHandover)) pairs.push({ a: a[i]!, b: b[i]! })
  }
  return pairs
}

/** Per account of `pairs` the accounts with which it is paired. */
export function partnersOf(pairs: readonly HandoverPair[]): Map<number, Set<number>> {
  const partners = new Map<number, Set<number>>()
  for (const { a, b } of pairs)
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      const known = partners.get(from)
      if (known === undefined) partners.set(from, new Set([to]))
      else known.add(to)
    }
  return partners
}

/** What was seen of accounts. */
export interface Seen {
  /** Per account those with which it is paired, see {@link partnersOf}. */
  readonly partners: ReadonlyMap<number, ReadonlySet<number>>
  /** What says that an account is scheduled together with others, in nats, and how often it handed work over. */
  turnNatsOf(account: number): number
  timesOf(account: number): number
}

/** The pool among `members`: connected parts of at least {@link poolMin}. O(partners of members). */
export function findPool(members: ReadonlySet<number>, seen: Seen): Pool {
  const { partners } = seen
  const parts = connectedParts(members, partners)
  const accounts = new Set(parts.flat())
  let scheduled = 0
  let turnNats = 0
  const timesOf = new Map<number, number>()
  for (const account of accounts) {
    const nats = seen.turnNatsOf(account)
    const times = seen.timesOf(account)
    if (times > 0) timesOf.set(account, times)
    if (nats > 0) scheduled += 1
    turnNats = Math.max(turnNats, nats)
  }
  const [largest = 0, ...others] = parts.map((part) => part.length).sort((a, b) => b - a)
  const circleSize = others.reduce((sum, size) => sum + (size - 2) / 2, largest)
  const hubShare = hubShareOf(accounts, partners)
  return { accounts, ...countPartners(accounts, partners), hubShare, circleSize, scheduled, turnNats, timesOf }
}

/** The accounts of the pool among `members`, part by part. O(partners of members). */
export function poolAccounts(
  members: ReadonlySet<number>,
  partners: ReadonlyMap<number, ReadonlySet<number>>,
): Set<number> {
  return new Set(connectedParts(members, partners).flat())
}

/** The parts of `members`, at least {@link poolMin} each, that hang together through partners inside; each ascending. */
export function connectedParts(
  members: Iterable<number>,
  partners: ReadonlyMap<number, ReadonlySet<number>>,
): number[][] {
  const inside = new Set(members)
  const seen = new Set<number>()
  const parts: number[][] = []
  for (const member of inside) {
    if (seen.has(member) || !partners.has(member)) continue
    seen.add(member)
    const part = [member]
    for (const account of part)
      for (const other of partners.get(account) ?? []) {
        if (seen.has(other) || !inside.has(other)) continue
        seen.add(other)
        part.push(other)
      }
    if (part.length >= poolMin) parts.push(part.sort((a, b) => a - b))
  }
  return parts
}

function countPartners(
  accounts: ReadonlySet<number>,
  partners: ReadonlyMap<number, ReadonlySet<number>>,
): Pick<Pool, 'pairs' | 'partnered' | 'unseen'> {
  let ends = 0
  let once = 0
  let twice = 0
  let partnered = 0
  for (const account of accounts) {
    let count = 0
    for (const other of partners.get(account)!) if (accounts.has(other)) count += 1
    ends += count
    if (count === 1) once += 1
    else partnered += 1
    if (count === 2) twice += 1
  }
  return { pairs: ends / 2, partnered, unseen: unseenAtLeast(once, twice) }
}

/** One account in so many, but at least one, can be a hub. */
const accountsPerHub = 5

/** How far the pairs run through few accounts; those are taken one by one, each time the one with most pairs left. */
function hubShareOf(accounts: ReadonlySet<number>, partners: ReadonlyMap<number, ReadonlySet<number>>): number {
  const left = new Map<number, number>()
  let ends = 0
  for (const account of accounts) {
    let inside = 0
    for (const other of partners.get(account)!) if (accounts.has(other)) inside += 1
    left.set(account, inside)
    ends += inside
  }
  let through = 0
  const busiest = busiestFirst(left)
  for (let hubs = Math.max(1, Math.floor(accounts.size / accountsPerHub)); hubs > 0 && left.size > 0; hubs -= 1) {
    const hub = busiest()
    through += left.get(hub)!
    left.delete(hub)
    for (const other of partners.get(hub)!)
      if (left.has(other) && partners.get(other)!.has(hub)) left.set(other, left.get(other)! - 1)
  }
  return ends === 0 ? 0 : (2 * through) / ends
}

/**
 * Answers, at each call, whoever has most pairs in `left`, the first of equals. Counts only fall and entries only go, so
 * accounts wait in a list per count and move down when their turn comes. Amortised O(log accounts) per count lost.
 */
function busiestFirst(left: ReadonlyMap<number, number>): () => number {
  const order = [...left.keys()]
  const waiting: number[][] = []
  // Lists are read from their end: the first of equals is put there last.
  for (let rank = order.length - 1; rank >= 0; rank -= 1) (waiting[left.get(order[rank]!)!] ??= []).push(rank)
  let count = waiting.length - 1
  let isSorted = true
  return () => {
    for (; ; count -= 1, isSorted = false) {
      const list = (waiting[count] ??= [])
      if (!isSorted) list.sort((x, y) => y - x)
      isSorted = true
      for (let rank = list.pop(); rank !== undefined; rank = list.pop()) {
        const now = left.get(order[rank]!)
        if (now === count) return order[rank]!
        if (now !== undefined) (waiting[now] ??= []).push(rank)
      }
    }
  }
}

/**
 * How many of a kind were never seen, from how many were seen once and twice: the bias-corrected lower bound of Chao,
 * "Estimating the population size for capture-recapture data with unequal catchability", 1987.
 */
export function unseenAtLeast(once: number, twice: number): number {
  return (once * Math.max(0, once - 1)) / (2 * (twice + 1))
}
