/** One run of the benchmark of large graphs: makes a world of so many accounts and finds its groups; prints JSON. */
import process from 'node:process'
import { Detector, type Group } from '@stillhunt/core/campaign'
import { Evidence } from '@stillhunt/core/link'
import { graphWorld } from './graph-world.ts'

/** What a run prints. Times in milliseconds; recall and purity in [0, 1]. */
export interface GraphRun {
  readonly accounts: number
  readonly entries: number
  readonly sharings: number
  readonly groups: number
  readonly wallMs: number
  readonly cpuMs: number
  readonly large: Overlap
  /** Means over the small campaigns. */
  readonly small: Overlap
  readonly campaigns: number
}

/** A planted campaign and the group that has most of it. */
export interface Overlap {
  readonly planted: number
  readonly recall: number
  readonly purity: number
}

function run(accounts: number): GraphRun {
  const { known, campaigns } = graphWorld(accounts, 1)
  const { sharings, traits } = known
  const startedMs = performance.now()
  const usage = process.cpuUsage()
  const detector = new Detector(new Evidence(known))
  detector.look()
  const groups = detector.groups()
  const wallMs = performance.now() - startedMs
  const { user, system } = process.cpuUsage(usage)
  const overlaps = campaigns.map((planted) => overlapOf(planted, groups))
  const small = overlaps.slice(1)
  const mean = (of: (one: Overlap) => number): number => small.reduce((sum, one) => sum + of(one), 0) / small.length
  return {
    accounts,
    entries: traits.sinceMs.length,
    sharings: sharings.length,
    groups: groups.length,
    wallMs,
    cpuMs: (user + system) / 1000,
    large: overlaps[0]!,
    small: {
      planted: mean((one) => one.planted),
      recall: mean((one) => one.recall),
      purity: mean((one) => one.purity),
    },
    campaigns: small.length,
  }
}

function overlapOf(planted: readonly number[], groups: readonly Group[]): Overlap {
  const inside = new Set(planted)
  let best: Overlap = { planted: planted.length, recall: 0, purity: 0 }
  for (const { members } of groups) {
    let both = 0
    for (const { account } of members) if (inside.has(account)) both += 1
    const recall = both / planted.length
    if (recall > best.recall) best = { planted: planted.length, recall, purity: both / members.length }
  }
  return best
}

console.log(JSON.stringify(run(Number(process.argv[2]))))
