/** How detection itself grows with the accounts: links and groups among a hundred thousand and a million of them. */
import { fileURLToPath } from 'node:url'
import { runNode } from './child.ts'
import type { GraphRun, Overlap } from './graph-run.ts'

const sizes = [100_000, 1_000_000]
const heapMegabytesMax = 7000
const program = fileURLToPath(new URL('./graph-run.ts', import.meta.url))

/** Prints a table, a row per population. `--accounts=N` runs one of that size alone. */
export async function benchGraph(options: readonly string[] = []): Promise<void> {
  const asked = options.find((option) => option.startsWith('--accounts='))
  const chosen = asked === undefined ? sizes : [Number(asked.slice('--accounts='.length))]
  console.log(
    '| accounts | campaign | entries | seconds | CPU | peak memory | recall | purity | smaller campaigns | recall | purity |',
  )
  console.log('|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|')
  const runs: GraphRun[] = []
  for (const accounts of chosen) {
    const { output, peakBytes } = await runNode([`--max-old-space-size=${heapMegabytesMax}`, program, String(accounts)])
    const run = JSON.parse(output) as GraphRun
    runs.push(run)
    console.log(rowOf(run, peakBytes))
  }
  const [first, last] = [runs[0]!, runs.at(-1)!]
  if (runs.length > 1)
    console.log(
      `\n${(last.cpuMs / first.cpuMs).toFixed(1)} × the CPU for ${last.accounts / first.accounts} × the accounts`,
    )
}

function rowOf(run: GraphRun, peakBytes: number): string {
  const count = (value: number): string => value.toLocaleString('en-US')
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`
  const quality = ({ recall, purity }: Overlap): string[] => [recall.toFixed(3), purity.toFixed(3)]
  const { accounts, large, small, entries, sharings, wallMs, cpuMs, campaigns } = run
  const memory = `${(peakBytes / 1e9).toFixed(2)} GB`
  const head = [
    count(accounts),
    count(large.planted),
    count(entries + sharings),
    seconds(wallMs),
    seconds(cpuMs),
    memory,
  ]
  return `| ${[...head, ...quality(large), count(campaigns), ...quality(small)].join(' | ')} |`
}
