/**
 * The benchmarks: `npm run bench` runs all, `npm run bench -- NAME` one. Everything is a ratio of things measured in turn
 * in one run, because machines are shared; medians are printed. Nothing but this machine's own files is touched.
 */
import process from 'node:process'
import { benchBaselines } from './bench/baselines.ts'
import { benchDetection } from './bench/detection.ts'
import { benchScan } from './bench/scan.ts'

const benchmarks: Readonly<Record<string, () => Promise<void>>> = {
  scan: benchScan,
  detection: benchDetection,
  baselines: benchBaselines,
}

const names = process.argv.slice(2)
for (const name of names.length > 0 ? names : Object.keys(benchmarks)) {
  const benchmark = benchmarks[name]
  if (benchmark === undefined) {
    console.error(
      `bench: there is no benchmark ${JSON.stringify(name)}; there are: ${Object.keys(benchmarks).join(', ')}`,
    )
    process.exitCode = 2
    break
  }
  await benchmark()
}
