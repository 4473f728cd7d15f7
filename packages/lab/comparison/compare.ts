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

/** One method with its score, at the setting that is best on this world. */
export interface MethodScore extends RankingScore {
  readonly name: string
  readonly source: string
  readonly published: string
  readonly deviation: string
  readonly hint: Hint
  /** The setting chosen, and among how many. */
  readonly setting: string
  readonly settings: number
  /** Benign accounts that it names before it has the recall that the detector has at its own threshold. */
  readonly benignAtDetectorRecall: number
}

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

/** Told before each method is tried: its place, counted from 0, among how many. */
export type OnMethod = (name: string, index: number, count: number) => void

const detectorThreshold = 0.5

/**
 * Tries every baseline with every setting and keeps of each the best: highest recall at a precision of 0.99, then at 0.9,
 * then area. The detector has no settings here. Declared resellers are taken from every ranking: they are known. Labels of
 * accounts that sent nothing are left out. Same arguments, same answer.
 */
export function compare(
  traffic: Traffic,
  labels: readonly LabelLine[],
  report: ScoredReport,
  onMethod: OnMethod = () => {},
): Comparison {
  const byName = new Map(labels.map((label) => [label.account, label]))
  const truth: Truth = traffic.accounts.map(({ name }) => byName.get(name))
  const seen = truth.filter((label) => label !== undefined)
  const claims = claimsOf(report)
  const detector = scoreAt(detectorThreshold, claims.suspicion, seen, claims.groups)
  const priceOf = (suspicion: Suspicion): number => benignNamedAt(detector.recall, suspicion, seen)
  const ours = {
    ...stillhunt,
    ...scoreRanking(claims.suspicion, seen, claims.groups),
    benignAtDetectorRecall: priceOf(claims.suspicion),
  }
  const others = baselines.map((baseline, index) => {
    onMethod(baseline.name, index, baselines.length)
    return tune(baseline, traffic, truth, seen, priceOf)
  })
  return { version: 1, world: count(traffic, seen), detector, methods: [ours, ...others] }
}

const stillhunt = {
  name: 'Stillhunt',
  source: 'this scan',
  published: 'the README has what was measured',
  deviation: 'ranked by the probability in campaigns of extraction',
  hint: 'none',
  setting: 'as it is',
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

function tune(
  { name, source, published, deviation, hint, trials }: Baseline,
  traffic: Traffic,
  truth: Truth,
  labels: readonly LabelLine[],
  priceOf: (suspicion: Suspicion) => number,
): MethodScore {
  let settings = 0
  let best: (RankingScore & { readonly setting: string; readonly suspicion: Suspicion }) | undefined
  for (const trial of trials(traffic, truth)) {
    settings += 1
    const { suspicion, groups } = named(traffic, trial)
    const score = scoreRanking(suspicion, labels, groups)
    if (best === undefined || isBetter(score, best)) best = { ...score, setting: trial.setting, suspicion }
  }
  if (best === undefined) throw new RangeError(`${name} has no setting`)
  const { suspicion, ...score } = best
  return { name, source, published, deviation, hint, ...score, settings, benignAtDetectorRecall: priceOf(suspicion) }
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

function isBetter(one: RankingScore, other: RankingScore): boolean {
  return (one.at99.recall - other.at99.recall || one.at90.recall - other.at90.recall || areaOf(one) - areaOf(other)) > 0
}

function areaOf({ area }: RankingScore): number {
  return area ?? 0
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
