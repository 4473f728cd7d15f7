/**
 * The benchmarks: `npm run bench` runs all, `npm run bench -- NAME… [--OPTION…]` some. Everything is a ratio of things
 * measured in turn in one run, because machines are shared; medians are printed. Nothing but this machine's own files is
 * touched.
 */
import process from 'node:process'
import { benchDetection } from './bench/detection.ts'
import { benchPanel } from './bench/panel.ts'
import { benchScan } from './bench/scan.ts'

const benchmarks: Readonly<Record<string, (options: readonly string[]) => Promise<void>>> = {
  scan: benchScan,
  detection: benchDetection,
  panel: benchPanel,
}

const words = process.argv.slice(2)
const options = words.filter((word) => word.startsWith('--'))
const names = words.filter((word) => !word.startsWith('--'))
for (const name of names.length > 0 ? names : Object.keys(benchmarks)) {
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
