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

/** Fewer accounts are one person's second account as likely as not. */
export const campaignMembersMin = 3
const touchedMin = 3
const touchedShareMin = 0.1
const pairsMin = 2
/** Fewer fillings do not tell a queue from chance. */
const slotsMin = 20
const queueMin = 0.8
const templatedShareMin = 0.08
const extractionMin = 0.3
const deceptionMin = 0.5

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

/** Judges a group, or says null when nothing shows common control: likeness alone accuses nobody. */
export function judge(
  group: Group,
  links: readonly Link[],
  usage: UsageShape,
  population: Population,
  distinctIdentities: number,
): Claim | null {
  const size = group.members.length
  const handover = handoverOf(group, links)
  if (
    size < campaignMembersMin ||
    handover.touched < Math.max(touchedMin, touchedShareMin * size) ||
    handover.pairs < pairsMin
  )
    return null
  const control = Math.min(1, (handover.touched + handover.unseen) / size)
  const queue = queueLikeness(usage)
  const share = usage.prompts === 0 ? 0 : usage.templated / usage.prompts
  const harvest = queue >= queueMin && share >= templatedShareMin ? (1 - Math.exp(-5 * share)) * queue : 0
  const eliciting = usage.prompts === 0 ? 0 : usage.eliciting / usage.prompts
  const grading = usage.prompts === 0 ? 0 : usage.gradingPrompts / usage.prompts
  const extraction = 1 - (1 - harvest) * (1 - eliciting / 4) * (1 - grading / 4)
  const deception = deceptionOf(group, population, distinctIdentities)
  const kind =
    extraction >= extractionMin && harvest > 0 ? 'extraction' : deception >= deceptionMin ? 'resale' : 'coordinated'
  return { kind, control, extraction, deception, queue, handover }
}

/**
 * How far the fillings of a group's templates are used equally often: 1 − |uses − fillings × median uses| / uses. A queue
 * gives about 1, with one use each or with a fixed number of rollouts; genuine demand has favourites and gives less.
 */
export function queueLikeness({ templated, slots, slotUsesMedian }: UsageShape): number {
  if (slots < slotsMin || templated === 0) return 0
  return Math.max(0, 1 - Math.abs(templated - slots * slotUsesMedian) / templated)
}

/** The share of members that no organisation stands for, lowered where they do not even pretend to be strangers. */
function deceptionOf(group: Group, population: Population, distinctIdentities: number): number {
  let undeclared = 0
  for (const { account } of group.members)
    if (population.org[account]! < 0 && population.reseller[account] === 0) undeclared += 1
  const size = group.members.length
  return (undeclared / size) * (0.5 + 0.5 * Math.min(1, distinctIdentities / size))
}
