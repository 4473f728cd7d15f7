/** How fast a scan is, against one thread that only parses; how it grows; what it holds. */
import { existsSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { median, type Run, runNode } from './child.ts'
import { benchLogs } from './world.ts'

const rounds = 5
const growth = 10
const cli = fileURLToPath(new URL('../../cli/stillhunt.mjs', import.meta.url))
const baseline = fileURLToPath(new URL('./parse-baseline.ts', import.meta.url))
const referenceLog = fileURLToPath(new URL('../../../../shared/range/dev/interactions.jsonl.zst', import.meta.url))

/** Prints the table of the README's section on speed. */
export async function benchScan(): Promise<void> {
  const logs = benchLogs(growth)
  const sets: [string, string[]][] = [['generated world', [logs[0]!]]]
  if (existsSync(referenceLog)) sets.unshift(['benchmark world dev', [referenceLog]])
  else console.log('The benchmark world is not here: left out.')
  console.log('| logs | compressed | records | parse only | scan | ratio | peak memory |')
  console.log('|---|--:|--:|--:|--:|--:|--:|')
  for (const [name, paths] of sets) console.log(await compare(name, paths))
  console.log(await compareGrowth(logs))
}

/** Parse and scan in turn, so that what else the machine does falls on both. */
async function compare(name: string, paths: readonly string[]): Promise<string> {
  const parses: Run[] = []
  const scans: Run[] = []
  for (let round = 0; round < rounds; round += 1) {
    parses.push(await runNode([baseline, ...paths]))
    scans.push(await scan(paths))
  }
  const parseMs = median(parses.map(({ wallMs }) => wallMs))
  const scanMs = median(scans.map(({ wallMs }) => wallMs))
  const ratio = median(scans.map(({ wallMs }, round) => wallMs / parses[round]!.wallMs))
  const records = Number(parses[0]!.output)
  return row(
    name,
    paths,
    records,
    parseMs,
    scanMs,
    `${ratio.toFixed(2)} ×`,
    Math.max(...scans.map((run) => run.peakBytes)),
  )
}

async function compareGrowth(paths: readonly string[]): Promise<string> {
  const one: Run[] = []
  const all: Run[] = []
  for (let round = 0; round < 3; round += 1) {
    one.push(await scan(paths.slice(0, 1)))
    all.push(await scan(paths))
  }
  const oneMs = median(one.map(({ wallMs }) => wallMs))
  const allMs = median(all.map(({ wallMs }) => wallMs))
  const size = bytesOf(paths) / bytesOf(paths.slice(0, 1))
  const ratio = `${(allMs / oneMs).toFixed(1)} × for ${size.toFixed(1)} × the input`
  return row(
    'ten generated worlds',
    paths,
    Number.NaN,
    Number.NaN,
    allMs,
    ratio,
    Math.max(...all.map((run) => run.peakBytes)),
  )
}

function scan(paths: readonly string[]): Promise<Run> {
  return runNode([cli, 'scan', ...paths, '--quiet', '--json', '/dev/null'])
}

function row(
  name: string,
  paths: readonly string[],
  records: number,
  parseMs: number,
  scanMs: number,
  ratio: string,
  peakBytes: number,
): string {
  const seconds = (ms: number): string => (Number.isNaN(ms) ? '' : `${(ms / 1000).toFixed(2)} s`)
  const count = Number.isNaN(records) ? '' : records.toLocaleString('en-US')
  const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`
  return `| ${[name, megabytes(bytesOf(paths)), count, seconds(parseMs), seconds(scanMs), ratio, megabytes(peakBytes)].join(' | ')} |`
}

function bytesOf(paths: readonly string[]): number {
  return paths.reduce((sum, path) => sum + statSync(path).size, 0)
}
