/** What event signals say: things that happened between accounts. */
import type { Family } from './family.ts'

/** What so many accounts or more have part in is a crowd's: a published transcript, a course's exercise, a benchmark's task. */
export const crowdMin = 4

/**
 * Something that happened between accounts: a conversation handed over, a request repeated elsewhere after an error.
 * The same `item` under one family is one cause and counts once per pair.
 */
export interface Sharing {
  readonly signal: string
  readonly family: Family
  readonly item: string
  /** Account indices, ascending, at least two. */
  readonly accounts: readonly number[]
  /** When each of {@link accounts} had part in it, in milliseconds; absent: from the beginning. */
  readonly sinceMs?: readonly number[]
  /** Accounts in the population that the rarity is counted over; at least `accounts.length`. */
  readonly holders: number
  /** When each of {@link holders} came to it, ascending; absent: the holders are the accounts, or times do not matter. */
  readonly joinedMs?: readonly number[]
  /** What speaks for one operator beyond rarity, such as closeness in time. */
  readonly bonusNats: number
  /** From the first to the second account, for events that have a delay. */
  readonly delayMs?: number
  /** It shows a scheduler at work, which uses all of its accounts, and not only that work went from one to another. */
  readonly isSchedule?: true
  /** Ids of records to check it with, a few. */
  readonly records: readonly string[]
}

/** The size of a crowd that as many holders are; null where they are no crowd. Crowds within a factor of √2 are of one size. */
export function crowdOf(holders: number): number | null {
  return holders < crowdMin ? null : Math.round(2 * Math.log2(holders))
}

/**
 * The cause of an event: what is counted once. What crowds share comes together, exercise after exercise: events of about
 * as many holders are one cause.
 */
export function causeOf({ family, item, holders }: Sharing): string {
  const crowd = crowdOf(holders)
  return crowd === null ? `${family} ${item}` : `${family} crowd ${crowd}`
}
