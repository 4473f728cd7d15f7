/**
 * How often the detector claims something where nothing is, and how many of its claims are false.
 *
 * `npm run bench -- fdr` looks at 200 worlds without operators, half of them honest and half permuted, and at 60 with;
 * `--worlds=N` and `--hunted=N` change the numbers, `--fdr=SHARE` asks for one rate instead of 1 % and 5 %,
 * `--kind=honest` or `--kind=permuted` keeps to one kind, `--names` tells of each world with a false claim.
 */
import { fileURLToPath } from 'node:url'
import { runNode } from './child.ts'
import { exactInterval } from './exact-interval.ts'
import type { JudgedClaim, RunKind, WorldRun } from './null-run.ts'

const cli = fileURLToPath(new URL('../../cli/stillhunt.mjs', import.meta.url))
const batch = fileURLToPath(new URL('./null-batch.ts', import.meta.url))
const worldsPerBatch = 20
const levelsDefault = [0.01, 0.05]
const nullWorldsDefault = 200
const huntedWorldsDefault = 60

/** Prints one table of worlds without operators and one of worlds with them. Takes about seven minutes per level. */
export async function benchFdr(options: readonly string[]): Promise<void> {
  const nulls = numberOf(options, 'worlds', nullWorldsDefault)
  const hunted = numberOf(options, 'hunted', huntedWorldsDefault)
  const kinds = (['honest', 'permuted'] as const).filter((kind) => !options.some((word) => isOtherKind(word, kind)))
  const isKnown = (await runNode([cli, 'scan', '--help'])).output.includes('--fdr')
  if (!isKnown) console.log('The engine has no rate to be asked for: it is measured as it is.\n')
  const nullRows: string[] = []
  const huntedRows: string[] = []
  const asked = options.find((option) => option.startsWith('--fdr='))
  const levels = asked === undefined ? levelsDefault : [Number(asked.slice('--fdr='.length))]
  for (const level of isKnown ? levels : [undefined]) {
    const tell = options.includes('--names')
    const each = Math.ceil(nulls / kinds.length)
    for (const kind of kinds) nullRows.push(nullRow(await runMany(kind, each, level, tell), level))
    huntedRows.push(huntedRow(await runMany('hunted', hunted, level, tell), level))
  }
  console.log(
    '| worlds without operators | rate asked | worlds | with a claim | extraction | resale | claims | accounts accused |',
  )
  console.log('|---|--:|--:|--:|--:|--:|--:|--:|')
  for (const row of nullRows) console.log(row)
  console.log(
    '\n| worlds with operators | rate asked | worlds | operators found | claims | false | accounts claimed | of no operator |',
  )
  console.log('|---|--:|--:|--:|--:|--:|--:|--:|')
  for (const row of huntedRows) console.log(row)
}

function isOtherKind(word: string, kind: RunKind): boolean {
  return word.startsWith('--kind=') && word !== `--kind=${kind}`
}

function numberOf(options: readonly string[], name: string, fallback: number): number {
  const begin = `--${name}=`
  const found = options.find((option) => option.startsWith(begin))
  return found === undefined ? fallback : Math.max(1, Math.trunc(Number(found.slice(begin.length)) || fallback))
}

async function runMany(
  kind: RunKind,
  count: number,
  level: number | undefined,
  tell: boolean,
): Promise<readonly WorldRun[]> {
  const runs: WorldRun[] = []
  for (let from = 0; from < count; from += worldsPerBatch) {
    const until = Math.min(count, from + worldsPerBatch)
    const words = [batch, kind, String(from), String(until), ...(level === undefined ? [] : [String(level)])]
    const { output } = await runNode(words)
    for (const line of output.trim().split('\n')) runs.push(JSON.parse(line) as WorldRun)
  }
  for (const { seed, claims } of tell ? runs : []) {
    const wrong = claims.filter(({ isFalse }) => isFalse)
    if (wrong.length > 0) console.log(`${kind} ${seed}: ${wrong.map(describe).join('; ')}`)
  }
  return runs
}

function describe({ kind, named }: JudgedClaim): string {
  const names = Object.entries(named).map(([name, count]) => `${count} of ${name}`)
  return `${kind}, ${names.join(', ')}`
}

function nullRow(runs: readonly WorldRun[], level: number | undefined): string {
  const withClaim = (kinds: readonly string[]): string => {
    const hits = runs.filter(({ claims }) => claims.some(({ kind }) => kinds.includes(kind))).length
    return counted(hits, runs.length)
  }
  const claims = runs.flatMap((run) => run.claims)
  return cells([
    runs[0]?.kind ?? '–',
    rate(level),
    runs.length,
    withClaim(['extraction', 'resale']),
    withClaim(['extraction']),
    withClaim(['resale']),
    claims.length,
    `${sum(claims.map(({ accounts }) => accounts))} of ${sum(runs.map(({ accounts }) => accounts))}`,
  ])
}

function huntedRow(runs: readonly WorldRun[], level: number | undefined): string {
  const claims = runs.flatMap((run) => run.claims)
  const accounts = sum(claims.map((claim) => claim.accounts))
  const innocent = sum(claims.map((claim) => claim.innocent))
  const wrong = claims.filter(({ isFalse }) => isFalse).length
  return cells([
    'hunted',
    rate(level),
    runs.length,
    `${sum(runs.map((run) => run.operatorsFound))} of ${sum(runs.map((run) => run.operators))}`,
    claims.length,
    counted(wrong, claims.length),
    accounts,
    counted(innocent, accounts),
  ])
}

/** A count with its share and the exact 95 % interval of that share. */
function counted(hits: number, trials: number): string {
  const { low, high } = exactInterval(hits, trials)
  const percent = (share: number): string => (share * 100).toFixed(1)
  return `${hits} = ${percent(trials === 0 ? 0 : hits / trials)} % (${percent(low)}–${percent(high)} %)`
}

function rate(level: number | undefined): string {
  return level === undefined ? '–' : `${level * 100} %`
}

function cells(values: readonly (string | number)[]): string {
  return `| ${values.join(' | ')} |`
}

function sum(counts: readonly number[]): number {
  return counts.reduce((one, other) => one + other, 0)
}
