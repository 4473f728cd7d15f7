/** How well a ranking of accounts by suspicion finds the operators' accounts, wherever its threshold is put. */
import type { LabelLine } from '../world.ts'
import { ratio } from './campaign-score.ts'

/** By account: how suspicious, in any unit; an account that is not in it is the least suspicious of all. */
export type Suspicion = ReadonlyMap<string, number>

/** What a threshold comes to. Accounts at or above it are named. */
export interface OperatingPoint {
  /** Least suspicion of those named; null when no threshold is precise enough, and nobody is named. */
  readonly threshold: number | null
  /** Share of the extraction accounts that are named. */
  readonly recall: number
  /** Share of the named that are extraction accounts; null when nobody is named. */
  readonly precision: number | null
  /** Benign accounts named, and those of them that were chosen to look suspicious. */
  readonly benign: number
  readonly hard: number
  /** Null groups (linked and legitimate) of which somebody is named. */
  readonly nullGroups: number
  /** Resale accounts named: neither right nor wrong, but told from the others by nothing. */
  readonly resale: number
  /** By extraction campaign: how many of its accounts there are, and how many are named. */
  readonly byCampaign: Readonly<Record<string, { readonly accounts: number; readonly named: number }>>
  /** Campaigns of which one group has at least half of the accounts, named; null when the method answers no groups. */
  readonly campaigns: number | null
}

/** A ranking's score. Resale accounts count neither way: no ranking says what an operator does. */
export interface RankingScore {
  /** The threshold with the highest recall among those with a precision of at least 0.99, or 0.9. */
  readonly at99: OperatingPoint
  readonly at90: OperatingPoint
  /** Area under the precision-recall curve, as average precision: what a random ranking gets is `prevalence`. */
  readonly area: number | null
}

interface Ranked {
  readonly suspicion: number
  readonly label: LabelLine
}

interface Step {
  readonly threshold: number
  readonly right: number
  readonly wrong: number
}

const foundShareMin = 0.5

/**
 * Scores a ranking; `groups` are the accounts that the method takes for one party, null when it has no such idea. The
 * thresholds are chosen by looking at the labels: nobody in the field could, so this flatters. Accounts of equal
 * suspicion are named together. O(accounts × log accounts).
 */
export function scoreRanking(
  suspicion: Suspicion,
  labels: readonly LabelLine[],
  groups: readonly (readonly string[])[] | null,
): RankingScore {
  const all = rank(suspicion, labels)
  const ranked = all.filter(isCounted)
  const steps = stepsOf(ranked)
  const positives = ranked.filter(({ label }) => label.kind === 'extraction').length
  const at = (precisionMin: number): OperatingPoint =>
    pointAt(bestStep(steps, precisionMin)?.threshold ?? null, all, groups)
  return { at99: at(0.99), at90: at(0.9), area: averagePrecision(steps, positives) }
}

/**
 * How many benign accounts a ranking names before it has `recall` of the extraction accounts: the price of finding as
 * many. With a recall of 0 nobody.
 */
export function benignNamedAt(recall: number, suspicion: Suspicion, labels: readonly LabelLine[]): number {
  const ranked = rank(suspicion, labels).filter(isCounted)
  const wanted = recall * ranked.filter(({ label }) => label.kind === 'extraction').length
  if (wanted <= 0) return 0
  // A share of a count may come out a hair above that count.
  return stepsOf(ranked).find(({ right }) => right >= wanted - 1e-6)?.wrong ?? 0
}

/** What naming exactly the accounts at or above `threshold` comes to, without looking for a better one. */
export function scoreAt(
  threshold: number,
  suspicion: Suspicion,
  labels: readonly LabelLine[],
  groups: readonly (readonly string[])[] | null,
): OperatingPoint {
  return pointAt(threshold, rank(suspicion, labels), groups)
}

function rank(suspicion: Suspicion, labels: readonly LabelLine[]): Ranked[] {
  return labels
    .map((label) => ({ label, suspicion: suspicion.get(label.account) ?? -Infinity }))
    .sort((a, b) => (a.suspicion === b.suspicion ? 0 : b.suspicion - a.suspicion))
}

function isCounted({ label }: Ranked): boolean {
  return label.kind !== 'resale'
}

/** What every possible threshold names, highest first. */
function stepsOf(ranked: readonly Ranked[]): Step[] {
  const steps: Step[] = []
  let right = 0
  let wrong = 0
  for (const [index, { suspicion, label }] of ranked.entries()) {
    if (label.kind === 'extraction') right += 1
    else wrong += 1
    if (ranked[index + 1]?.suspicion !== suspicion) steps.push({ threshold: suspicion, right, wrong })
  }
  return steps
}

function bestStep(steps: readonly Step[], precisionMin: number): Step | undefined {
  let best: Step | undefined
  for (const step of steps)
    if (step.right / (step.right + step.wrong) >= precisionMin && step.right > (best?.right ?? 0)) best = step
  return best
}

function averagePrecision(steps: readonly Step[], positives: number): number | null {
  let area = 0
  let before = 0
  for (const { right, wrong } of steps) {
    area += (right - before) * (right / (right + wrong))
    before = right
  }
  return ratio(area, positives)
}

function pointAt(
  threshold: number | null,
  ranked: readonly Ranked[],
  groups: readonly (readonly string[])[] | null,
): OperatingPoint {
  const named = threshold === null ? [] : ranked.filter(({ suspicion }) => suspicion >= threshold)
  const ofKind = (kind: LabelLine['kind'], among: readonly Ranked[]): Ranked[] =>
    among.filter(({ label }) => label.kind === kind)
  const [right, benign] = [ofKind('extraction', named), ofKind('benign', named)]
  const positives = ofKind('extraction', ranked)
  return {
    threshold,
    recall: ratio(right.length, positives.length) ?? 0,
    precision: ratio(right.length, right.length + benign.length),
    benign: benign.length,
    hard: benign.filter(({ label }) => label.hard).length,
    nullGroups: new Set(benign.flatMap(({ label }) => label.group ?? [])).size,
    resale: ofKind('resale', named).length,
    byCampaign: countByCampaign(positives, right),
    campaigns: groups === null ? null : countFound(positives, new Set(right.map(({ label }) => label.account)), groups),
  }
}

function countByCampaign(positives: readonly Ranked[], right: readonly Ranked[]): OperatingPoint['byCampaign'] {
  const names = (ranked: readonly Ranked[]): (string | null)[] => ranked.map(({ label }) => label.campaign)
  const named = tally(names(right))
  const entries = [...tally(names(positives))].sort(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(entries.map(([name, accounts]) => [name, { accounts, named: named.get(name) ?? 0 }]))
}

function countFound(
  positives: readonly Ranked[],
  named: ReadonlySet<string>,
  groups: readonly (readonly string[])[],
): number {
  const sizes = tally(positives.map(({ label }) => label.campaign))
  const campaignOf = new Map(positives.map(({ label }) => [label.account, label.campaign]))
  const found = new Set<string>()
  for (const group of groups) {
    const inside = tally(
      group.filter((account) => named.has(account)).map((account) => campaignOf.get(account) ?? null),
    )
    for (const [campaign, count] of inside) if (count >= foundShareMin * sizes.get(campaign)!) found.add(campaign)
  }
  return found.size
}

function tally(names: readonly (string | null)[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}
