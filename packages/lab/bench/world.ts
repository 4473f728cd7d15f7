/** The logs that benchmarks run on: generated once, kept under `.stillhunt/bench`, compressed as real logs are. */
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { zstdCompressSync } from 'node:zlib'
import {
  classroom,
  consumerChat,
  developer,
  enterprisePool,
  generateWorld,
  greyReseller,
  operator,
  type Part,
  saas,
  scripter,
  viralPrompt,
} from '../world.ts'

const folder = '.stillhunt/bench'

function parts(): Part[] {
  return [
    consumerChat({ accounts: 900, requestsPerDay: 1.2 }),
    developer({ accounts: 120, requestsPerDay: 4 }),
    scripter({ accounts: 120 }),
    saas({ accounts: 4, requestsPerDay: 120 }),
    enterprisePool({ accounts: 12 }),
    classroom({ accounts: 40 }),
    viralPrompt({ accounts: 60 }),
    greyReseller({ name: 'resale', accounts: 30 }),
    operator({ name: 'reasoning', task: 'reasoning', accounts: 60, failover: 2 }),
    operator({ name: 'agentic', task: 'agentic', accounts: 40, policy: 'sticky', stickyMs: 600_000, failover: 3 }),
    operator({ name: 'covered', task: 'code', accounts: 60, coverShare: 0.6, failover: 2, network: 'own' }),
  ]
}

/** Paths of `count` log files of one world each, different accounts in every one; made when absent. */
export function benchLogs(count: number): string[] {
  mkdirSync(folder, { recursive: true })
  return Array.from({ length: count }, (_, index) => {
    const path = join(folder, `world-${index}.jsonl.zst`)
    if (existsSync(path)) return path
    const world = generateWorld({ seed: 1000 + index, from: '2026-05-04T00:00:00Z', days: 21, parts: parts() })
    const lines = world.records.map((record) => JSON.stringify(record)).join('\n')
    writeFileSync(`${path}.tmp`, zstdCompressSync(`${lines}\n`))
    renameSync(`${path}.tmp`, path)
    return path
  })
}
