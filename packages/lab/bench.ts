/**
 * The benchmarks: `npm run bench` runs those of the README, `npm run bench -- NAME… [--OPTION…]` the named ones.
 * Everything is a ratio of things measured in turn in one run, because machines are shared; medians are printed. Nothing
 * but this machine's own files is touched.
 */
import process from 'node:process'
import { benchAblation } from './bench/ablation.ts'
import { benchBacktest } from './bench/backtest.ts'
import { benchBaselines } from './bench/baselines.ts'
import { benchDetection } from './bench/detection.ts'
import { benchFdr } from './bench/fdr.ts'
import { benchGateway } from './bench/gateway.ts'
import { benchGatewayKill } from './bench/gateway-kill.ts'
import { benchGraph } from './bench/graph.ts'
import { benchPanel } from './bench/panel.ts'
import { benchScan } from './bench/scan.ts'

const benchmarks: Readonly<Record<string, (options: readonly string[]) => Promise<void>>> = {
  scan: benchScan,
  detection: benchDetection,
  graph: benchGraph,
  gateway: benchGateway,
  'gateway-kill': benchGatewayKill,
  panel: benchPanel,
  fdr: benchFdr,
  backtest: benchBacktest,
  baselines: benchBaselines,
  ablation: benchAblation,
}

/** What the README's tables are from; the others take minutes and are asked for by name. */
const unasked = ['scan', 'detection']

const words = process.argv.slice(2)
const options = words.filter((word) => word.startsWith('--'))
const names = words.filter((word) => !word.startsWith('--'))
for (const name of names.length > 0 ? names : unasked) {
  const benchmark = benchmarks[name]
  if (benchmark === undefined) {
    console.error(
      `bench: there is no benchmark ${JSON.stringify(name)}; there are: ${Object.keys(benchmarks).join(', ')}`,
    )
    process.exitCode = 2
    break
  }
  await benchmark(options)
}
