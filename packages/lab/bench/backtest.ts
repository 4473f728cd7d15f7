/** Whether a step of a backtest costs in proportion to what is new: the CPU per new record, early and late in a log. */
import { existsSync } from 'node:fs'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { backtest } from '@stillhunt/engine/pipeline'
import { timesOfLog } from './log-times.ts'
import { benchLogs } from './world.ts'

const stepMs = 3_600_000
/** A log is taken in so many parts of equal time. */
const parts = 4
const referenceLog = fileURLToPath(new URL('../../../../shared/range/dev/interactions.jsonl.zst', import.meta.url))

/** Prints the CPU of the steps by part of the log, and the ratio of the last part to the one before it. */
export async function benchBacktest(): Promise<void> {
  const sets: [string, string][] = [['generated world', benchLogs(1)[0]!]]
  if (existsSync(referenceLog)) sets.push(['benchmark world dev', referenceLog])
  console.log(
    '| logs | steps | CPU of all | CPU of the steps | CPU per 1,000 new records, by quarter | last to third |',
  )
  console.log('|---|--:|--:|--:|---|--:|')
  for (const [name, path] of sets) console.log(await rowOf(name, path))
}

async function rowOf(name: string, path: string): Promise<string> {
  const before = cpuMs()
  const doneMs: number[] = []
  let startedMs = 0
  const { replay } = await backtest({
    logs: [path],
    stepMs,
    clock: () => performance.now(),
    onStep(step) {
      if (step === 1) startedMs = cpuMs()
      doneMs.push(cpuMs())
    },
  })
  const allMs = cpuMs() - before
  const times = await timesOfLog(path)
  const perRecord = Array.from({ length: parts }, (_, part) => {
    const [from, to] = [part, part + 1].map((at) => Math.floor((at * replay.steps) / parts)) as [number, number]
    const [fromMs, toMs] = [replay.fromMs + from * stepMs, replay.fromMs + to * stepMs]
    const records = times.filter((timeMs) => timeMs >= fromMs && timeMs < toMs).length
    return (doneMs[to - 1]! - (doneMs[from - 1] ?? startedMs)) / records
  })
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`
  const each = perRecord.map((ms) => `${(ms * 1000).toFixed(0)} ms`).join(', ')
  const ratio = (perRecord.at(-1)! / perRecord.at(-2)!).toFixed(2)
  return `| ${[name, replay.steps, seconds(allMs), seconds(doneMs.at(-1)! - startedMs), each, ratio].join(' | ')} |`
}

/** Of all threads of this process: the engine's too. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
