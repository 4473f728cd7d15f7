/**
 * How often the detector claims something where nothing is, and how many of its claims are false.
 *
 * `npm run bench -- fdr` looks at 310 worlds without operators and at the 195 with operators that most of them are permuted
 * from: what is never claimed in the former could have been. `--honest=N` and `--drawn=N` change the numbers of worlds
 * that are drawn, `--panel=N` takes so many worlds of the panel, `--fdr=SHARE` asks for one rate instead of 1 % and 5 %,
 * `--names` tells of each world with a false claim.
 */
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { panel } from '../world.ts'
import { runNode } from './child.ts'
import { exactInterval } from './exact-interval.ts'
import type { Base, JudgedClaim, WorldRun } from './null-run.ts'

const batch = fileURLToPath(new URL('./null-batch.ts', import.meta.url))
const ratesDefault = [0.01, 0.05]
/** Of each base so many worlds; the panel's come first, since they take longest. */
const worldsDefault: Readonly<Record<Base, number>> = { panel: panel.length, drawn: 180, honest: 100 }
const worldsPerBatch: Readonly<Record<Base, number>> = { panel: 3, drawn: 20, honest: 20 }
const bases = Object.keys(worldsDefault) as Base[]

/** What a row of worlds without operators is called, and which runs it counts. */
const nulls: readonly (readonly [name: string, counts: (run: WorldRun) => boolean])[] = [
  ['honest', ({ kind }) => kind === 'honest'],
  ['drawn, permuted', ({ base, kind }) => base === 'drawn' && kind === 'permuted'],
  ['panel, permuted', ({ base, kind }) => base === 'panel' && kind === 'permuted'],
  ['all', ({ kind }) => kind !== 'hunted'],
]

/** Prints one table of worlds without operators and one of worlds with them. Takes about twenty minutes of two processors. */
export async function benchFdr(options: readonly string[]): Promise<void> {
  const asked = options.find((option) => option.startsWith('--fdr='))
  const rates = asked === undefined ? ratesDefault : [Number(asked.slice('--fdr='.length))]
  const runs = await runBatches(options, rates)
  if (options.includes('--names')) tellFalse(runs)
  console.log(
    '| worlds without operators | rate asked | worlds | with a claim | extraction | resale | accounts accused |',
  )
  console.log('|---|--:|--:|--:|--:|--:|--:|')
  for (const fdr of rates)
    for (const [name, counts] of nulls) {
      const own = runs.filter((run) => run.fdr === fdr && counts(run))
      if (own.length > 0) console.log(nullRow(name, own, fdr))
    }
  console.log(
    '\n| worlds with operators | rate asked | worlds | with a find | operators found | claims | false | accounts claimed | of no operator |',
  )
  console.log('|---|--:|--:|--:|--:|--:|--:|--:|--:|')
  for (const fdr of rates)
    for (const base of ['drawn', 'panel']) {
      const own = runs.filter((run) => run.fdr === fdr && run.base === base && run.kind === 'hunted')
      if (own.length > 0) console.log(huntedRow(base, own, fdr))
    }
}

/** All runs, in the order of their numbers; so many processes at once as there are processors. */
async function runBatches(options: readonly string[], rates: readonly number[]): Promise<WorldRun[]> {
  const jobs: string[][] = bases.flatMap((base) => {
    const count = numberOf(options, base, worldsDefault[base])
    const step = worldsPerBatch[base]
    return Array.from({ length: Math.ceil(count / step) }, (_, at) =>
      [base, at * step, Math.min(count, (at + 1) * step), ...rates].map(String),
    )
  })
  const runs: WorldRun[][] = jobs.map(() => [])
  let next = 0
  const lane = async (): Promise<void> => {
    for (let at = next++; at < jobs.length; at = next++) {
      const { output } = await runNode([batch, ...jobs[at]!])
      runs[at] = output
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as WorldRun)
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, lane))
  return runs.flat()
}

function numberOf(options: readonly string[], name: string, fallback: number): number {
  const begin = `--${name}=`
  const found = options.find((option) => option.startsWith(begin))
  return found === undefined ? fallback : Math.max(0, Math.trunc(Number(found.slice(begin.length))))
}

function tellFalse(runs: readonly WorldRun[]): void {
  for (const { base, kind, seed, fdr, claims } of runs) {
    const wrong = claims.filter(({ isFalse }) => isFalse)
    if (wrong.length > 0) console.log(`${base} ${kind} ${seed} at ${rate(fdr)}: ${wrong.map(describe).join('; ')}`)
  }
}

function describe({ kind, named }: JudgedClaim): string {
  const names = Object.entries(named).map(([name, count]) => `${count} of ${name}`)
  return `${kind}, ${names.join(', ')}`
}

function nullRow(name: string, runs: readonly WorldRun[], fdr: number): string {
  const withClaim = (kinds: readonly string[]): string =>
    atMost(runs.filter(({ claims }) => claims.some(({ kind }) => kinds.includes(kind))).length, runs.length)
  const accused = sum(runs.flatMap(({ claims }) => claims.map(({ accounts }) => accounts)))
  return cells([
    name,
    rate(fdr),
    runs.length,
    withClaim(['extraction', 'resale']),
    withClaim(['extraction']),
    withClaim(['resale']),
    `${accused} of ${sum(runs.map(({ accounts }) => accounts))}`,
  ])
}

function huntedRow(name: string, runs: readonly WorldRun[], fdr: number): string {
  const claims = runs.flatMap((run) => run.claims)
  const accounts = sum(claims.map((claim) => claim.accounts))
  const innocent = sum(claims.map((claim) => claim.innocent))
  const wrong = claims.filter(({ isFalse }) => isFalse).length
  return cells([
    name,
    rate(fdr),
    runs.length,
    runs.filter(({ operatorsFound }) => operatorsFound > 0).length,
    `${sum(runs.map((run) => run.operatorsFound))} of ${sum(runs.map((run) => run.operators))}`,
    claims.length,
    atMost(wrong, claims.length),
    accounts,
    atMost(innocent, accounts),
  ])
}

/** A count with its share and the exact one-sided 95 % limit of that share: the upper end of a two-sided 90 % interval. */
function atMost(hits: number, trials: number): string {
  const percent = (share: number): string => `${(share * 100).toFixed(2)} %`
  return `${hits} = ${percent(trials === 0 ? 0 : hits / trials)} (≤ ${percent(exactInterval(hits, trials, 0.9).high)})`
}

function rate(fdr: number): string {
  return `${fdr * 100} %`
}

function cells(values: readonly (string | number)[]): string {
  return `| ${values.join(' | ')} |`
}

function sum(counts: readonly number[]): number {
  return counts.reduce((one, other) => one + other, 0)
}
