/**
 * What a group is called: control, extraction and deception, each in [0, 1], the kind that follows, and who is named.
 *
 * Control is shown by a pool: work that goes around among members, which independent accounts never do. Extraction is
 * shown by templates of the group's own that the pool fills like a work queue: every filling as often as every other,
 * where genuine demand repeats some fillings many times and most once. Deception is common control that nobody declared
 * and that the accounts do not show openly either.
 */
import type { Population } from '../link.ts'
import type { Group } from './group.ts'
import { namedOf, type PromptShare } from './naming.ts'
import type { Pool } from './pool.ts'

/** What was measured of the pool's use. Prompts are those that begin a conversation. */
export interface UsageShape {
  readonly prompts: number
  readonly templated: number
  readonly slots: number
  readonly slotUsesMedian: number
  /** Prompts in templates that are filled so often that they are produced with. */
  readonly productive: number
  readonly eliciting: number
  readonly gradingPrompts: number
}

/** The verdict on a group. */
export interface Claim {
  readonly kind: 'extraction' | 'resale' | 'coordinated'
  readonly measures: Measures
  /** The accounts that are named, ascending. */
  readonly named: readonly number[]
}

/** The limits of the tests on a group. Shares are in [0, 1]. */
export const claimLimits = {
  /** Accounts of the pool that had several partners: one can be the friend whom all ask. */
  partneredMin: 2,
  /**
   * Fewer accounts are a household's, a team's, or a few friends' who lend each other their keys: told, not accused of
   * anything. Where they take turns, a few are enough.
   */
  accusedPoolMin: 8,
  scheduledPoolMin: 5,
  /** A pool is accused of resale only from this size on: some people keep several accounts for themselves. */
  resalePoolMin: 8,
  resalePartneredMin: 3,
  /** Where so much goes through few accounts, those are whom all others fall back on: an app's own key, a course's. */
  hubShareMax: 0.85,
  /** Fewer fillings do not tell a queue from chance … */
  slotsMin: 20,
  /** … but so many, used so often together: that each comes up as often as the others is no chance any more. */
  slotsRepeatedMin: 10,
  repeatedUsesMin: 40,
  queueMin: 0.6,
  /** Of a factory's own accounts most prompts are templated, and once there are so many, this part of those productively … */
  templatedShareMin: 0.5,
  promptsToProduce: 150,
  producedPartMin: 0.3,
  /** … and behind genuine customers some templates are filled again and again, as no customer's own phrases are. */
  productiveMin: 60,
  productiveShareMin: 0.1,
  extractionMin: 0.3,
  undeclaredShareMin: 0.5,
  deceptionMin: 0.5,
  /** A few accounts nearly all of which openly show one identity are a team's, whatever they do … */
  opennessMax: 0.9,
  /** … and no more than so many: a domain costs less than a second account, and harvesting is harvesting. */
  openPoolMax: 9,
} as const

/** What the tests on a group look at. Shares and axes are in [0, 1]. */
export interface Measures {
  readonly pool: Pool
  readonly queue: number
  /** Of the pool's prompts: those in the group's own templates, those in templates filled often, that elicit, that grade. */
  readonly templatedShare: number
  readonly productiveShare: number
  /** Whether most prompts are templated, or enough of them in templates that are produced with. */
  readonly isFactory: boolean
  readonly elicitingShare: number
  readonly gradingShare: number
  /** The part of extraction that templates filled like a queue make up; 0 where one of their tests fails. */
  readonly harvest: number
  /** Members of the pool that no organisation stands for, and the largest share that openly shows one identity. */
  readonly undeclaredShare: number
  readonly openness: number
  readonly extraction: number
  readonly deception: number
}

/** Measures a group for its tests. `usage` is that of the pool's accounts. O(pool). */
export function measure(group: Group, usage: UsageShape, population: Population, openness: number): Measures {
  const { pool } = group
  const queue = queueLikeness(usage)
  const shareOf = (prompts: number): number => (usage.prompts === 0 ? 0 : prompts / usage.prompts)
  const templatedShare = shareOf(usage.templated)
  const elicitingShare = shareOf(usage.eliciting)
  const gradingShare = shareOf(usage.gradingPrompts)
  const productiveShare = shareOf(usage.productive)
  const { queueMin, templatedShareMin, productiveMin, productiveShareMin } = claimLimits
  const isProductive = usage.productive >= productiveMin && productiveShare >= productiveShareMin
  const isYoung = usage.prompts < claimLimits.promptsToProduce
  const isTemplated =
    templatedShare >= templatedShareMin && (isYoung || productiveShare >= claimLimits.producedPartMin * templatedShare)
  const isFactory = isTemplated || isProductive
  const isQueue = isFactory && queue >= queueMin
  const harvest = isQueue ? (1 - Math.exp(-5 * templatedShare)) * queue : 0
  let undeclared = 0
  for (const account of pool.accounts)
    if (population.org[account]! < 0 && population.reseller[account] === 0) undeclared += 1
  const undeclaredShare = pool.accounts.size === 0 ? 0 : undeclared / pool.accounts.size
  return {
    pool,
    queue,
    templatedShare,
    productiveShare,
    isFactory,
    elicitingShare,
    gradingShare,
    harvest,
    undeclaredShare,
    openness,
    extraction: 1 - (1 - harvest) * (1 - elicitingShare / 4) * (1 - gradingShare / 4),
    deception: undeclaredShare * (1 - openness),
  }
}

/** Whether work went around: a pool, of which more than one account had several partners. */
export function isPooled({ accounts, partnered }: Pool): boolean {
  return accounts.size > 0 && partnered >= claimLimits.partneredMin
}

/**
 * Judges a group, or says null when nothing shows common control: likeness alone accuses nobody. `sharesOf` answers what
 * an account did. Extraction names the pool and the members that fill its templates as it does; everything else names
 * the pool alone, since customers of one relay have nothing in common by which to be recognised.
 */
export function judge(group: Group, measures: Measures, sharesOf: (account: number) => PromptShare): Claim | null {
  const { pool, harvest, extraction, deception, undeclaredShare, openness } = measures
  if (!isPooled(pool)) return null
  const ascending = [...pool.accounts].sort((a, b) => a - b)
  const isOpen = openness >= claimLimits.opennessMax && pool.accounts.size <= claimLimits.openPoolMax
  const isHidden = undeclaredShare >= claimLimits.undeclaredShareMin && !isOpen
  if (pool.accounts.size < accusedMin(pool) || pool.hubShare >= claimLimits.hubShareMax)
    return { kind: 'coordinated', measures, named: ascending }
  if (isHidden && extraction >= claimLimits.extractionMin && harvest > 0)
    return { kind: 'extraction', measures, named: namedOf(group, sharesOf) }
  const { resalePoolMin, resalePartneredMin } = claimLimits
  const isResale =
    deception >= claimLimits.deceptionMin && pool.accounts.size >= resalePoolMin && pool.partnered >= resalePartneredMin
  return { kind: isResale ? 'resale' : 'coordinated', measures, named: ascending }
}

/** The fewest accounts that are accused of anything. */
export function accusedMin({ scheduled }: Pool): number {
  const { accusedPoolMin, scheduledPoolMin } = claimLimits
  return scheduled >= scheduledPoolMin ? scheduledPoolMin : accusedPoolMin
}

/** How far the pool explains those who are named: seen and unseen accounts of it, as a share of `named`. */
export function controlOf({ accounts, unseen }: Pool, named: number): number {
  return named === 0 ? 0 : Math.min(1, (accounts.size + unseen) / named)
}

/**
 * How far the fillings of a group's templates are used equally often: 1 − |uses − fillings × median uses| / uses. A queue
 * gives about 1, with one use each or with a fixed number of rollouts; genuine demand has favourites and gives less.
 */
export function queueLikeness({ templated, slots, slotUsesMedian }: UsageShape): number {
  if (slots < slotsLeast(templated) || templated === 0) return 0
  return Math.max(0, 1 - Math.abs(templated - slots * slotUsesMedian) / templated)
}

/** The fewest fillings that tell a queue when they were used so often together. */
export function slotsLeast(uses: number): number {
  return uses >= claimLimits.repeatedUsesMin ? claimLimits.slotsRepeatedMin : claimLimits.slotsMin
}
