/** Runs the detector, within this process, on many small worlds, and counts what it claims without cause. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { scan } from '@stillhunt/engine/pipeline'
import { claimedAccounts, groupBy, type ScoredReport } from '../score.ts'
import { drawHonestSpec, drawHuntedSpec, generateWorld, type LabelLine, permutedWorld, type World } from '../world.ts'

/** `honest`: nobody hides; `permuted`: a hunted world, permuted; `hunted`: with operators. */
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

/** What was claimed in one world. */
export interface WorldRun {
  readonly kind: RunKind
  readonly seed: string
  readonly accounts: number
  readonly records: number
  readonly claims: readonly JudgedClaim[]
  /** Hidden operators of the world, and how many have at least half of their accounts in one claim of any kind. */
  readonly operators: number
  readonly operatorsFound: number
}

/** The world of the kind and number; the same number gives the same world. */
export function runWorld(kind: RunKind, seed: string): World {
  if (kind === 'honest') return generateWorld(drawHonestSpec(seed))
  const hunted = generateWorld(drawHuntedSpec(seed))
  return kind === 'hunted' ? hunted : permutedWorld(hunted, seed)
}

/** Scans the world at a false-discovery rate, or as the engine does by itself, and judges the claims. */
export async function runOne(kind: RunKind, seed: string, fdr?: number): Promise<WorldRun> {
  const world = runWorld(kind, seed)
  const report = await scanWorld(world, fdr)
  return {
    kind,
    seed,
    accounts: world.accounts.length,
    records: world.records.length,
    claims: judgeClaims(report, world.labels),
    ...countFound(report, world.labels),
  }
}

async function scanWorld(world: World, fdr: number | undefined): Promise<ScoredReport> {
  const folder = mkdtempSync(join(tmpdir(), 'stillhunt-null-'))
  try {
    const put = (name: string, items: readonly unknown[]): string => {
      const path = join(folder, name)
      writeFileSync(path, items.map((item) => `${JSON.stringify(item)}\n`).join(''))
      return path
    }
    // The rate is given to engines that know it; others pass over it.
    const options = {
      logs: [put('interactions.jsonl', world.records)],
      accounts: put('accounts.jsonl', world.accounts),
      clock: () => 0,
      ...(fdr === undefined ? {} : { fdr }),
    }
    return (await scan(options)).report
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
