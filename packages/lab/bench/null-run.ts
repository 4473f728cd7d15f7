/** Runs the detector, within this process, on worlds with operators and without, and counts what it claims without cause. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { review, scan } from '@stillhunt/engine/pipeline'
import { claimedAccounts, groupBy, type ScoredReport } from '../score.ts'
import {
  drawHonestSpec,
  drawHuntedSpec,
  generateWorld,
  type LabelLine,
  panel,
  permutedWorld,
  type World,
} from '../world.ts'

/** Where worlds are from: drawn ones in which nobody hides, drawn ones with operators, and the panel's. */
export type Base = 'honest' | 'drawn' | 'panel'

/** `hunted`: with operators; `permuted`: such a world with its conversations dealt out anew; `honest`: nobody hides. */
export type RunKind = 'honest' | 'permuted' | 'hunted'

/** One claimed campaign of kind `extraction` or `resale`, and who is in it. */
export interface JudgedClaim {
  readonly kind: 'extraction' | 'resale'
  readonly accounts: number
  /** Accounts in it that are of no campaign. */
  readonly innocent: number
  /** The innocent by archetype, and members by campaign. */
  readonly named: Readonly<Record<string, number>>
  /** Fewer than half of its accounts are of one hidden operator, of whatever kind. */
  readonly isFalse: boolean
}

/** What was claimed in one world at one false-discovery rate. */
export interface WorldRun {
  readonly base: Base
  readonly kind: RunKind
  readonly seed: string
  readonly fdr: number
  readonly accounts: number
  readonly records: number
  readonly claims: readonly JudgedClaim[]
  /** Hidden operators of the world, and how many have at least half of their accounts in one claim of any kind. */
  readonly operators: number
  readonly operatorsFound: number
}

/** A world to run on. */
export interface RunWorld {
  readonly kind: RunKind
  readonly seed: string
  readonly world: World
  /** Whether its registry is shown. */
  readonly hasRegistry: boolean
}

/** Larger worlds are dealt out more than once. */
const permutationsOf: Readonly<Record<Base, number>> = { honest: 0, drawn: 1, panel: 2 }

/** The worlds of a base and a number: as it is, and permuted. The same number gives the same worlds. */
export function runWorlds(base: Base, number: number): RunWorld[] {
  if (base === 'honest') {
    const seed = String(number)
    return [{ kind: 'honest', seed, world: generateWorld(drawHonestSpec(seed)), hasRegistry: true }]
  }
  const member = panel[number % panel.length]!
  const name = base === 'drawn' ? String(number) : member.name
  const world = generateWorld(base === 'drawn' ? drawHuntedSpec(name) : member.spec)
  const hasRegistry = base === 'drawn' || member.hasRegistry
  const dealt = Array.from({ length: permutationsOf[base] }, (_, at): RunWorld => {
    const seed = base === 'drawn' ? name : `${name} ${at}`
    return { kind: 'permuted', seed, world: permutedWorld(world, seed), hasRegistry }
  })
  return [{ kind: 'hunted', seed: name, world, hasRegistry }, ...dealt]
}

/** Looks at the worlds at every rate and judges the claims. */
export async function runAll(base: Base, number: number, rates: readonly number[]): Promise<WorldRun[]> {
  const runs: WorldRun[] = []
  for (const { kind, seed, world, hasRegistry } of runWorlds(base, number)) {
    const reports = await lookAt(world, hasRegistry, rates)
    for (const [at, report] of reports.entries())
      runs.push({
        base,
        kind,
        seed,
        fdr: rates[at]!,
        accounts: world.accounts.length,
        records: world.records.length,
        claims: judgeClaims(report, world.labels),
        ...countFound(report, world.labels),
      })
  }
  return runs
}

/** The report at each rate; the logs are read once. */
async function lookAt(world: World, hasRegistry: boolean, rates: readonly number[]): Promise<ScoredReport[]> {
  const folder = mkdtempSync(join(tmpdir(), 'stillhunt-null-'))
  try {
    const put = (name: string, items: readonly unknown[]): string => {
      const path = join(folder, name)
      writeFileSync(path, items.map((item) => `${JSON.stringify(item)}\n`).join(''))
      return path
    }
    const logs = [put('interactions.jsonl', world.records)]
    const registry = hasRegistry ? { accounts: put('accounts.jsonl', world.accounts) } : {}
    const [first = 0.01, ...others] = rates
    const clock = (): number => 0
    const data = join(folder, 'data')
    const reports: ScoredReport[] = [(await scan({ logs, ...registry, data, clock, fdr: first })).report]
    for (const fdr of others) reports.push((await review(data, clock, { fdr })).report)
    return reports
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const foundShareMin = 0.5

function countFound(
  report: ScoredReport,
  labels: readonly LabelLine[],
): Pick<WorldRun, 'operators' | 'operatorsFound'> {
  const operators = groupBy(labels, ({ campaign }) => campaign)
  const claims = report.campaigns
    .filter(({ kind }) => kind !== 'coordinated')
    .map((claimed) => new Set(claimedAccounts(claimed).map(({ account }) => account)))
  const found = [...operators.values()].filter((own) =>
    claims.some((claim) => own.filter(({ account }) => claim.has(account)).length >= own.length * foundShareMin),
  )
  return { operators: operators.size, operatorsFound: found.length }
}

function judgeClaims(report: ScoredReport, labels: readonly LabelLine[]): JudgedClaim[] {
  const campaignOf = new Map(labels.map(({ account, campaign }) => [account, campaign]))
  const nameOf = new Map(labels.map(({ account, campaign, archetype }) => [account, campaign ?? archetype]))
  return report.campaigns.flatMap((claimed) => {
    if (claimed.kind === 'coordinated') return []
    const named = claimedAccounts(claimed)
    const byCampaign = Map.groupBy(named, ({ account }) => campaignOf.get(account) ?? null)
    const innocent = byCampaign.get(null)?.length ?? 0
    const largest = Math.max(0, ...[...byCampaign].map(([name, own]) => (name === null ? 0 : own.length)))
    const byName = groupBy(named, ({ account }) => nameOf.get(account) ?? 'unknown')
    const counts = Object.fromEntries([...byName].map(([name, own]) => [name, own.length]))
    return [
      { kind: claimed.kind, accounts: named.length, innocent, named: counts, isFalse: 2 * largest < named.length },
    ]
  })
}
