/**
 * Who is named as extraction: the pool, and those members that do as it does although they were not seen to hand work over.
 * Whoever is named for likeness can be innocent, so each test asks what somebody would have to do to be like the pool.
 */
import type { Group, Member } from './group.ts'
import type { Pool } from './pool.ts'
import { resembles } from './resemblance.ts'

/** What one account did: its prompts, and those among them that fill one of the group's own templates. */
export interface PromptShare {
  readonly prompts: number
  readonly templated: number
  /** How many templates these fill, each counted: the sentences of one come together. */
  readonly fillings: number
  /** When it was first and last seen, in milliseconds. */
  readonly firstMs: number
  readonly lastMs: number
}

/** The limits of the tests on a member that is named for likeness. Shares are in [0, 1]. */
const namingLimits = {
  /** An account named for likeness fills the templates in at least this part of the share that the pool's median does. */
  likenessShareMin: 0.5,
  /** … so many of them at once, in the median, too: who solves the same exercises says them in words of his own … */
  fillingsPartMin: 0.5,
  /** … and does what the pool does (see {@link resembles}), unless the pool and it do nothing but fill the templates. */
  templatesOnlyMin: 0.9,
  /**
   * A pool of which so much is scheduled together has no others: a scheduler uses all of its accounts. Only accounts with
   * fewer prompts than this may be too new for that to show, where most that the pool does is templated: likeness to what
   * customers of a relay say is likeness to people.
   */
  scheduledShareMin: 0.8,
  promptsToShow: 4,
  mostlyTemplatedMin: 0.5,
  /** … and that came so shortly before the pool was last used, in milliseconds. */
  youngMs: 86_400_000,
  /** … and neither has one of which the accounts were seen to hand work over with each other, so many pairs an account. */
  pairsPerAccountMin: 3,
  /**
   * Nobody is named for likeness who of so many conversations handed none over, of which an account of the pool, one of the
   * quarter that do so least, would have handed over so many: none at all would come of chance once in a hundred times.
   */
  missedTimesMax: 4.6,
  /**
   * Accounts named for likeness are at most this many times those that the pool must still hide (a lower bound), or as
   * many as the pool has: when the pool was seen whole, whoever else is alike is somebody else.
   */
  likenessPerUnseenMax: 10,
} as const

/** The accounts of a group that are named, ascending. `sharesOf` answers what an account did. */
export function namedOf({ members, pool }: Group, sharesOf: (account: number) => PromptShare): number[] {
  const habits = habitsOf(members, pool, sharesOf)
  const alike = members.filter(
    (member) => !pool.accounts.has(member.account) && isAlike(member, sharesOf(member.account), habits),
  )
  // Whom a scheduler has not come to yet cannot be seen; who could be was left out already.
  const alikeMax = habits.isSeenWhole
    ? Infinity
    : Math.max(pool.accounts.size, namingLimits.likenessPerUnseenMax * pool.unseen)
  const named = alike.length > alikeMax ? [] : alike.map(({ account }) => account)
  return [...pool.accounts, ...named].sort((a, b) => a - b)
}

/** What the accounts of a pool have in common in what they do. Shares and rates are medians, but for the last. */
interface Habits {
  readonly isSeenWhole: boolean
  readonly templatedShare: number
  /** How many templates a templated prompt fills. */
  readonly fillings: number
  readonly tellingShare: number
  readonly lastMs: number
  /** How often work is handed over for a prompt, among the quarter that does so least. */
  readonly timesPerPrompt: number
}

function habitsOf(members: readonly Member[], pool: Pool, sharesOf: (account: number) => PromptShare): Habits {
  const inPool = members.filter(({ account }) => pool.accounts.has(account))
  const shares = inPool.map(({ account }) => ({ ...sharesOf(account), times: pool.timesOf.get(account) ?? 0 }))
  return {
    isSeenWhole: isSeenWhole(pool),
    templatedShare: quantile(shares.map(templatedShareOf), 1 / 2),
    fillings: quantile(shares.map(fillingsOf), 1 / 2),
    tellingShare: quantile(
      inPool.map(({ common }) => common.telling / Math.max(1, common.shared)),
      1 / 2,
    ),
    lastMs: shares.reduce((most, { lastMs }) => Math.max(most, lastMs), 0),
    timesPerPrompt: quantile(
      shares.map(({ times, prompts }) => times / Math.max(1, prompts)),
      1 / 4,
    ),
  }
}

function isAlike(member: Member, own: PromptShare, habits: Habits): boolean {
  if (hasMissed(own, habits)) return false
  if (habits.isSeenWhole && !mayBeNew(own, habits)) return false
  return fillsAlike(own, habits) && (doesNothingElse(own, habits) || resembles(member, habits.tellingShare))
}

/** Whether it would have handed work over by now. */
function hasMissed({ prompts }: PromptShare, { timesPerPrompt }: Habits): boolean {
  return prompts * timesPerPrompt > namingLimits.missedTimesMax
}

function mayBeNew({ prompts, firstMs }: PromptShare, { templatedShare, lastMs }: Habits): boolean {
  const { mostlyTemplatedMin, promptsToShow, youngMs } = namingLimits
  return templatedShare >= mostlyTemplatedMin && prompts < promptsToShow && firstMs > lastMs - youngMs
}

function fillsAlike(own: PromptShare, { templatedShare, fillings }: Habits): boolean {
  const { likenessShareMin, fillingsPartMin } = namingLimits
  return (
    own.templated > 0 &&
    templatedShareOf(own) >= likenessShareMin * templatedShare &&
    fillingsOf(own) >= fillingsPartMin * fillings
  )
}

function doesNothingElse(own: PromptShare, { templatedShare }: Habits): boolean {
  return Math.min(templatedShare, templatedShareOf(own)) >= namingLimits.templatesOnlyMin
}

function templatedShareOf({ prompts, templated }: PromptShare): number {
  return prompts === 0 ? 0 : templated / prompts
}

function fillingsOf({ templated, fillings }: PromptShare): number {
  return templated === 0 ? 0 : fillings / templated
}

/** Whether the pool is known whole: practically all of it scheduled together, or each seen with several others. */
function isSeenWhole({ accounts, pairs, scheduled, unseen }: Pool): boolean {
  const isScheduled = scheduled > 0 && scheduled >= namingLimits.scheduledShareMin * accounts.size
  return isScheduled || (unseen < 1 && pairs >= namingLimits.pairsPerAccountMin * accounts.size)
}

/** The value below which so large a part of them are; 0 where there are none. */
function quantile(values: readonly number[], part: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * part)] ?? 0
}
