/** The detector beside the baselines, on one labelled world. */
import { type Baseline, baselines, type Hint, type Traffic, type Trial, type Truth } from '../baseline.ts'
import {
  benignNamedAt,
  type OperatingPoint,
  type RankingScore,
  scoreAt,
  type ScoredReport,
  scoreRanking,
  type Suspicion,
} from '../score.ts'
import type { LabelLine } from '../world.ts'

/** One method with its score. Every figure is of the setting that is best for that figure. */
export interface MethodScore extends RankingScore {
  readonly name: string
  readonly source: string
  readonly published: string
  readonly deviation: string
  readonly hint: Hint
  /** Benign accounts that it names before it has the recall that the detector has at its own threshold. */
  readonly benignAtDetectorRecall: number
  /** By figure: the setting that is best for it. */
  readonly best: Readonly<Record<Figure, string>>
  /** How many settings were tried. */
  readonly settings: number
}

/** What a setting is chosen for. */
export type Figure = 'at99' | 'at90' | 'area' | 'benignAtDetectorRecall'

/** What there was to find, and among whom. Counted over accounts that have a label and sent something. */
export interface WorldCount {
  readonly interactions: number
  readonly accounts: number
  /** Accounts in the logs without a label: they are in no figure. */
  readonly unlabelled: number
  readonly extraction: number
  readonly campaigns: number
  readonly resale: number
  readonly benign: number
  readonly hard: number
  readonly nullGroups: number
}

/** The comparison, as `--json` writes it. */
export interface Comparison {
  readonly version: 1
  readonly world: WorldCount
  /** The detector as it runs: at the threshold that it has without labels. */
  readonly detector: OperatingPoint
  /** All methods on equal terms, the detector first. */
  readonly methods: readonly MethodScore[]
}

/** Awaited before each setting of a method is tried: whoever compares can say so, and be interrupted. Counted from 0. */
export type OnTrial = (name: string, index: number, count: number) => Promise<void>

const detectorThreshold = 0.5

/**
 * Tries every baseline with every setting and keeps for every figure the best that it can have: more than anybody gets from
 * one setting. The detector has no settings here. Declared resellers are taken from every ranking: they are known. Labels
 * of accounts that sent nothing are left out. Same arguments, same answer.
 */
export async function compare(
  traffic: Traffic,
  labels: readonly LabelLine[],
  report: ScoredReport,
  onTrial: OnTrial = async () => {},
): Promise<Comparison> {
  const byName = new Map(labels.map((label) => [label.account, label]))
  const truth: Truth = traffic.accounts.map(({ name }) => byName.get(name))
  const seen = truth.filter((label) => label !== undefined)
  const claims = claimsOf(report)
  const detector = scoreAt(detectorThreshold, claims.suspicion, seen, claims.groups)
  const priceOf = (suspicion: Suspicion): number => benignNamedAt(detector.recall, suspicion, seen)
  const ours: MethodScore = {
    ...stillhunt,
    ...scoreRanking(claims.suspicion, seen, claims.groups),
    benignAtDetectorRecall: priceOf(claims.suspicion),
  }
  const others: MethodScore[] = []
  for (const [index, baseline] of baselines.entries()) {
    const pause = (): Promise<void> => onTrial(baseline.name, index, baselines.length)
    others.push(await tune(baseline, traffic, truth, seen, priceOf, pause))
  }
  return { version: 1, world: count(traffic, seen), detector, methods: [ours, ...others] }
}

const stillhunt = {
  name: 'Stillhunt',
  source: 'this scan',
  published: 'the README has what was measured',
  deviation: 'ranked by the probability in campaigns of extraction',
  hint: 'none',
  best: bestEverywhere('as it is'),
  settings: 1,
} as const

function claimsOf({ campaigns }: ScoredReport): { suspicion: Suspicion; groups: readonly (readonly string[])[] } {
  const suspicion = new Map<string, number>()
  const groups: string[][] = []
  for (const { kind, accounts } of campaigns) {
    if (kind !== 'extraction') continue
    groups.push(accounts.map(({ account }) => account))
    for (const { account, probability } of accounts)
      suspicion.set(account, Math.max(probability, suspicion.get(account) ?? 0))
  }
  return { suspicion, groups }
}

async function tune(
  { name, source, published, deviation, hint, trials }: Baseline,
  traffic: Traffic,
  truth: Truth,
  labels: readonly LabelLine[],
  priceOf: (suspicion: Suspicion) => number,
  pause: () => Promise<void>,
): Promise<MethodScore> {
  let settings = 0
  let best: Tuned | undefined
  await pause()
  for (const trial of trials(traffic, truth)) {
    settings += 1
    const { suspicion, groups } = named(traffic, trial)
    const score = scoreRanking(suspicion, labels, groups)
    const tried = { ...score, benignAtDetectorRecall: priceOf(suspicion), best: bestEverywhere(trial.setting) }
    best = best === undefined ? tried : betterOf(best, tried)
    await pause()
  }
  if (best === undefined) throw new RangeError(`${name} has no setting`)
  return { name, source, published, deviation, hint, ...best, settings }
}

type Tuned = Pick<MethodScore, Figure | 'best'>

const figures: readonly Figure[] = ['at99', 'at90', 'area', 'benignAtDetectorRecall']

function bestEverywhere(setting: string): Readonly<Record<Figure, string>> {
  return { at99: setting, at90: setting, area: setting, benignAtDetectorRecall: setting }
}

/** Figure by figure the better of two; the first of equals. */
function betterOf(one: Tuned, other: Tuned): Tuned {
  return figures.reduce<Tuned>(
    (best, figure) =>
      goodness(other, figure) > goodness(one, figure)
        ? { ...best, [figure]: other[figure], best: { ...best.best, [figure]: other.best[figure] } }
        : best,
    one,
  )
}

/** Higher is better. Of two thresholds with one recall the one that finds more campaigns, then the one that hits fewer. */
function goodness(tuned: Tuned, figure: Figure): number {
  if (figure === 'area') return tuned.area ?? 0
  if (figure === 'benignAtDetectorRecall') return -tuned.benignAtDetectorRecall
  const { recall, campaigns, benign } = tuned[figure]
  return recall + (campaigns ?? 0) * 1e-6 - benign * 1e-12
}

function named(
  { accounts }: Traffic,
  { suspicion, groups }: Trial,
): { suspicion: Suspicion; groups: readonly (readonly string[])[] | null } {
  const asked = accounts.flatMap(({ name, isReseller }, index) =>
    isReseller ? [] : [[name, suspicion[index]!] as const],
  )
  return {
    suspicion: new Map(asked),
    groups: groups?.map((group) => group.map((account) => accounts[account]!.name)) ?? null,
  }
}

function count({ calls, accounts }: Traffic, labels: readonly LabelLine[]): WorldCount {
  const ofKind = (kind: LabelLine['kind']): LabelLine[] => labels.filter((label) => label.kind === kind)
  const benign = ofKind('benign')
  return {
    interactions: calls.count,
    accounts: accounts.length,
    unlabelled: accounts.length - labels.length,
    extraction: ofKind('extraction').length,
    campaigns: new Set(ofKind('extraction').flatMap(({ campaign }) => campaign ?? [])).size,
    resale: ofKind('resale').length,
    benign: benign.length,
    hard: benign.filter(({ hard }) => hard).length,
    nullGroups: new Set(benign.flatMap(({ group }) => group ?? [])).size,
  }
}
