/**
 * The detector on the panel: worlds on which it was not tuned.
 *
 * `npm run bench -- panel` scans each; `--backtest` replays each instead, in steps of six hours or of `--step=TIME`;
 * `--world=NAME` keeps to one; `--seed=WORD` draws the same worlds anew, with other accounts, texts and times; `--fdr=SHARE`
 * is passed on.
 */
import { fileURLToPath } from 'node:url'
import { readTimeline, type Score, type ScoredReport, scoreReport, type Timeline } from '../score.ts'
import { type EvasionLevel, panel, type PanelWorld } from '../world.ts'
import { runNode } from './child.ts'
import { missLines } from './panel-miss.ts'
import { type PanelFiles, panelFiles } from './panel-folder.ts'
import { panelHead, panelRow, panelTotal, type PanelScore } from './panel-table.ts'

const cli = fileURLToPath(new URL('../../cli/stillhunt.mjs', import.meta.url))

const stepDefault = '6h'

/** Prints one table over all worlds. Takes about four minutes, one more when the worlds must be made. */
export async function benchPanel(options: readonly string[]): Promise<void> {
  const only = valueOf(options, 'world')
  const seed = valueOf(options, 'seed')
  const worlds = panel
    .filter(({ name }) => only === undefined || name === only)
    .map((world) => (seed === undefined ? world : redrawn(world, seed)))
  if (worlds.length === 0)
    throw new RangeError(`no world ${only}; there are ${panel.map(({ name }) => name).join(', ')}`)
  const command = options.includes('--backtest') ? 'backtest' : 'scan'
  const fdr = valueOf(options, 'fdr')
  const words = fdr === undefined ? [] : ['--fdr', fdr]
  if (command === 'backtest') words.push('--step', valueOf(options, 'step') ?? stepDefault)
  console.log(panelHead(command === 'backtest'))
  const scores: PanelScore[] = []
  const misses: string[] = []
  for (const world of worlds) {
    const { score, missed } = await scored(world, command, words)
    console.log(panelRow(score))
    scores.push(score)
    misses.push(...missed)
  }
  if (scores.length > 1) console.log(panelTotal(scores))
  if (misses.length > 0)
    console.log(`\nOperators that are not named as what they are:\n\n${misses.map((line) => `- ${line}`).join('\n')}`)
}

function valueOf(options: readonly string[], name: string): string | undefined {
  const begin = `--${name}=`
  return options.find((option) => option.startsWith(begin))?.slice(begin.length)
}

/** A world that differs from `world` in nothing but chance. */
function redrawn(world: PanelWorld, seed: string): PanelWorld {
  return { ...world, name: `${world.name} ${seed}`, spec: { ...world.spec, seed: `${world.spec.seed} ${seed}` } }
}

interface Scored {
  readonly score: PanelScore
  readonly missed: readonly string[]
}

async function scored(world: PanelWorld, command: string, words: readonly string[]): Promise<Scored> {
  const files = panelFiles(world)
  const registry = world.hasRegistry ? ['--accounts', files.accounts] : []
  const { output, wallMs } = await runNode([cli, command, files.logs, ...registry, ...words, '--quiet', '--json', '-'])
  const timeline = command === 'backtest' ? await timelineOf(files) : undefined
  const report = JSON.parse(output) as ScoredReport
  const score = scoreReport(report, files.labels, timeline)
  const { name, levels } = world
  return {
    score: { name, score, recallByLevel: byLevel(score, levels), accounts: files.labels.length, wallMs },
    missed: missLines(world, report, files.labels),
  }
}

function timelineOf(files: PanelFiles): Promise<Timeline | undefined> {
  return readTimeline(files.folder)
}

function byLevel(score: Score, levels: PanelWorld['levels']): PanelScore['recallByLevel'] {
  const counts = new Map<EvasionLevel, { claimed: number; accounts: number }>()
  for (const [name, { claimed, accounts }] of Object.entries(score.campaigns)) {
    const level = levels[name]
    if (level === undefined) throw new RangeError(`the campaign ${name} has no level`)
    const known = counts.get(level) ?? { claimed: 0, accounts: 0 }
    counts.set(level, { claimed: known.claimed + claimed, accounts: known.accounts + accounts })
  }
  return counts
}
