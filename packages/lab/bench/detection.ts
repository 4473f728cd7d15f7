/** How well a scan names accounts: on the benchmark world, whole and with minimal fields, and on generated worlds. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type LabelLine } from '../world.ts'
import { type CampaignTiming, readTimeline, type Score, scoreReport, type ScoredReport } from '../score.ts'
import { runNode } from './child.ts'
import { rewriteLog } from './rewrite.ts'

const cli = fileURLToPath(new URL('../../cli/stillhunt.mjs', import.meta.url))
const world = fileURLToPath(new URL('../../../../shared/range/dev', import.meta.url))
const folder = '.stillhunt/bench'
const minimalFields = ['id', 'ts', 'account', 'dialect', 'model', 'request', 'status']

/** Prints the table of the README's section on detection; says so where the benchmark world is absent. */
export async function benchDetection(): Promise<void> {
  const logs = join(world, 'interactions.jsonl.zst')
  if (!existsSync(logs)) return console.log('The benchmark world is not here: detection is not measured.')
  mkdirSync(folder, { recursive: true })
  const labels = readFileSync(join(world, 'labels.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as LabelLine)
  const minimal = join(folder, 'dev-minimal.jsonl.zst')
  await strip(logs, minimal)
  console.log(
    '| benchmark world dev | precision | recall | campaigns found | purity | benign accounts claimed | resale found |',
  )
  console.log('|---|--:|--:|--:|--:|--:|--:|')
  console.log(await scored('logs and registry', [logs, '--accounts', join(world, 'accounts.jsonl')], labels))
  console.log(await scored('logs alone', [logs], labels))
  console.log(await scored('minimal fields', [minimal], labels))
  console.log()
  await benchBacktest(logs, labels)
}

/** Prints, per campaign and level of evasion, how soon a backtest at one hour names it and what leaked before. */
async function benchBacktest(logs: string, labels: readonly LabelLine[]): Promise<void> {
  const { campaigns: specs } = JSON.parse(readFileSync(join(world, 'world.json'), 'utf8')) as {
    campaigns: Readonly<Record<string, { readonly evasion: string }>>
  }
  const words = [cli, 'backtest', logs, '--accounts', join(world, 'accounts.jsonl'), '--step', '1h', '--json', '-']
  const { output } = await runNode(words)
  const score = scoreReport(JSON.parse(output) as ScoredReport, labels, await readTimeline(world))
  const rows = Object.entries(score.campaigns).map(([name, campaign]) => ({ level: specs[name]!.evasion, ...campaign }))
  console.log('| level | accounts | recall | harvest leaked | first named after | half named after |')
  console.log('|---|--:|--:|--:|--:|--:|')
  for (const [level, own] of Map.groupBy(rows, (row) => row.level)) {
    const sum = (of: (row: (typeof rows)[number]) => number): number => own.reduce((total, row) => total + of(row), 0)
    const accounts = sum((row) => row.accounts)
    const leaked =
      sum(({ timing }) => timing?.leaked ?? 0) /
      Math.max(
        1,
        sum(({ timing }) => timing?.harvest ?? 0),
      )
    const hours = (of: (timing: CampaignTiming) => number | null): string =>
      own.map(({ timing }) => hoursText(timing === undefined ? null : of(timing))).join(', ')
    const cells = [level, accounts, percent(sum((row) => row.claimed) / accounts), percent(leaked)]
    console.log(
      `| ${[...cells, hours((timing) => timing.hoursToFirst), hours((timing) => timing.hoursTo50)].join(' | ')} |`,
    )
  }
}

function hoursText(hours: number | null): string {
  return hours === null ? 'never' : `${hours < 10 ? hours.toFixed(1) : Math.round(hours)} h`
}

function percent(share: number | null): string {
  return share === null ? '–' : `${(share * 100).toFixed(1)} %`
}

async function scored(name: string, words: readonly string[], labels: readonly LabelLine[]): Promise<string> {
  const { output } = await runNode([cli, 'scan', ...words, '--json', '-'])
  const score: Score = scoreReport(JSON.parse(output) as ScoredReport, labels)
  const { hard, easy } = score.wronglyClaimed
  const found = `${score.campaignsFound} of ${score.campaignsTotal}`
  return `| ${[name, percent(score.precision), percent(score.recall), found, percent(score.meanPurity), hard.claimed + easy.claimed, percent(score.resale.recall)].join(' | ')} |`
}

/** Leaves of every record what no log is without. */
function strip(from: string, to: string): Promise<void> {
  return rewriteLog(from, to, (record) => Object.fromEntries(minimalFields.map((field) => [field, record[field]])))
}
