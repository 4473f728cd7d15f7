/**
 * What a group is called: control, extraction and deception, each in [0, 1], and the kind that follows.
 *
 * Control is shown by work that members hand to each other, which independent accounts never do. Extraction is shown by
 * templates of the group's own that are filled like a work queue: every filling as often as every other, where genuine
 * demand repeats some fillings many times and most once. Deception is common control that nobody declared.
 */
import type { Link, Population } from '../link.ts'
import type { Group } from './group.ts'

/** What was measured of a group's use. */
export interface UsageShape {
  readonly prompts: number
  readonly templated: number
  readonly slots: number
  readonly slotUsesMedian: number
  readonly eliciting: number
  readonly gradingPrompts: number
}

/** What hand-overs say of a group. */
export interface HandoverShape {
  /** Members that handed work over, and pairs of members between which it went. */
  readonly touched: number
  readonly pairs: number
  /** Members that must be in on it although they were not seen to: a lower bound. */
  readonly unseen: number
}

/** The verdict on a group. */
export interface Claim {
  readonly kind: 'extraction' | 'resale' | 'coordinated'
  readonly control: number
  readonly extraction: number
  readonly deception: number
  /** How much the own templates' fillings look like a queue, in [0, 1]; 0 when there are too few to tell. */
  readonly queue: number
  readonly handover: HandoverShape
}

/** The limits of the tests on a group. Shares are in [0, 1]. */
export const claimLimits = {
  /** Fewer accounts are one person's second account as likely as not. */
  membersMin: 3,
  /** Members seen handing work over, in number and as a share, and the pairs of them between which it went. */
  touchedMin: 3,
  touchedShareMin: 0.1,
  pairsMin: 2,
  /** Fewer fillings do not tell a queue from chance. */
  slotsMin: 20,
  queueMin: 0.8,
  templatedShareMin: 0.08,
  extractionMin: 0.3,
  deceptionMin: 0.5,
} as const

/** Reads off the links how work moved inside a group. */
export function handoverOf(group: Group, links: readonly Link[]): HandoverShape {
  const events = new Map<number, number>()
  let pairs = 0
  for (const index of group.links) {
    const { a, b, byFamily, sharings } = links[index]!
    if (byFamily.handoff <= 0) continue
    pairs += 1
    for (const account of [a, b]) events.set(account, (events.get(account) ?? 0) + sharings.length)
  }
  let once = 0
  let twice = 0
  for (const count of events.values()) {
    if (count === 1) once += 1
    else if (count === 2) twice += 1
  }
  return { touched: events.size, pairs, unseen: unseenAtLeast(once, twice) }
}

/**
 * How many of a kind were never seen, from how many were seen once and twice: the bias-corrected lower bound of Chao,
 * "Estimating the population size for capture-recapture data with unequal catchability", 1987.
 */
export function unseenAtLeast(once: number, twice: number): number {
  return (once * Math.max(0, once - 1)) / (2 * (twice + 1))
}

/** What the tests on a group look at. Shares and axes are in [0, 1]. */
export interface Measures {
  readonly size: number
  readonly handover: HandoverShape
  readonly queue: number
  /** Of the prompts: those in the group's own templates, those that elicit, those that grade. */
  readonly templatedShare: number
  readonly elicitingShare: number
  readonly gradingShare: number
  /** The part of extraction that templates filled like a queue make up; 0 where one of their tests fails. */
  readonly harvest: number
  /** Members that no organisation stands for. */
  readonly undeclared: number
  readonly distinctIdentities: number
  readonly control: number
  readonly extraction: number
  readonly deception: number
}

/** Measures a group for its tests. O(links of the group). */
export function measure(
  group: Group,
  links: readonly Link[],
  usage: UsageShape,
  population: Population,
  distinctIdentities: number,
): Measures {
  const size = group.members.length
  const handover = handoverOf(group, links)
  const queue = queueLikeness(usage)
  const shareOf = (prompts: number): number => (usage.prompts === 0 ? 0 : prompts / usage.prompts)
  const templatedShare = shareOf(usage.templated)
  const elicitingShare = shareOf(usage.eliciting)
  const gradingShare = shareOf(usage.gradingPrompts)
  const isQueue = queue >= claimLimits.queueMin && templatedShare >= claimLimits.templatedShareMin
  const harvest = isQueue ? (1 - Math.exp(-5 * templatedShare)) * queue : 0
  const undeclared = undeclaredIn(group, population)
  return {
    size,
    handover,
    queue,
    templatedShare,
    elicitingShare,
    gradingShare,
    harvest,
    undeclared,
    distinctIdentities,
    control: Math.min(1, (handover.touched + handover.unseen) / size),
    extraction: 1 - (1 - harvest) * (1 - elicitingShare / 4) * (1 - gradingShare / 4),
    // Lowered where members do not even pretend to be strangers.
    deception: (undeclared / size) * (0.5 + 0.5 * Math.min(1, distinctIdentities / size)),
  }
}

/** Members that must have been seen handing work over in a group of `size`. */
export function touchedMinOf(size: number): number {
  return Math.max(claimLimits.touchedMin, claimLimits.touchedShareMin * size)
}

/** Judges a group, or says null when nothing shows common control: likeness alone accuses nobody. */
export function judge(
  group: Group,
  links: readonly Link[],
  usage: UsageShape,
  population: Population,
  distinctIdentities: number,
): Claim | null {
  const measures = measure(group, links, usage, population, distinctIdentities)
  const { size, handover, harvest, control, extraction, deception, queue } = measures
  if (size < claimLimits.membersMin || handover.touched < touchedMinOf(size) || handover.pairs < claimLimits.pairsMin)
    return null
  const isExtraction = extraction >= claimLimits.extractionMin && harvest > 0
  const kind = isExtraction ? 'extraction' : deception >= claimLimits.deceptionMin ? 'resale' : 'coordinated'
  return { kind, control, extraction, deception, queue, handover }
}

/**
 * How far the fillings of a group's templates are used equally often: 1 − |uses − fillings × median uses| / uses. A queue
 * gives about 1, with one use each or with a fixed number of rollouts; genuine demand has favourites and gives less.
 */
export function queueLikeness({ templated, slots, slotUsesMedian }: UsageShape): number {
  if (slots < claimLimits.slotsMin || templated === 0) return 0
  return Math.max(0, 1 - Math.abs(templated - slots * slotUsesMedian) / templated)
}

function undeclaredIn(group: Group, population: Population): number {
  let undeclared = 0
  for (const { account } of group.members)
    if (population.org[account]! < 0 && population.reseller[account] === 0) undeclared += 1
  return undeclared
}
