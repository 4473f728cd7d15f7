/**
 * What a call costs, as a program: `node cost.fixture.ts [keep|hash|omit]`. Prints one line of JSON for each size of a
 * body and each number of clients: calls per second, CPU of the main thread per call in µs, and how long opening takes.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ContentRule, Intent } from './call.ts'
import { answerOf, callOf } from './spool.fixture.ts'
import { openTap, type SpoolTap } from './spool-writer.ts'

const content = (process.argv[2] ?? 'keep') as ContentRule

async function run(tap: SpoolTap, bytes: number, clients: number, calls: number): Promise<object> {
  const { request } = callOf('lorem ipsum '.repeat(bytes / 12))
  const outcome = answerOf('lorem ipsum '.repeat(Math.min(bytes, 4096) / 12))
  const client = { ip: '10.0.0.1', user_agent: 'openai-python/2.9', headers: { accept: '*/*' } }
  const waits: number[] = []
  let left = calls
  const one = async (): Promise<void> => {
    for (; left > 0; left -= 1) {
      const intent: Intent = callOf('', { request, content, client })
      const beganMs = performance.now()
      const call = await tap.open(intent)
      waits.push(performance.now() - beganMs)
      call.close(outcome)
    }
  }
  const beganMs = performance.now()
  const before = process.threadCpuUsage()
  await Promise.all(Array.from({ length: clients }, one))
  await tap.flush()
  const { user, system } = process.threadCpuUsage(before)
  const seconds = (performance.now() - beganMs) / 1000
  waits.sort((a, b) => a - b)
  const waitMs = (share: number): number => Number(waits[Math.floor(share * (waits.length - 1))]!.toFixed(3))
  return {
    content,
    bytes,
    clients,
    callsPerSecond: Math.round(waits.length / seconds),
    mainThreadMicrosPerCall: Number(((user + system) / waits.length).toFixed(1)),
    openMsMedian: waitMs(0.5),
    openMsP99: waitMs(0.99),
  }
}

for (const [bytes, calls] of [
  [1024, 100_000],
  [102_400, 3000],
] as const) {
  const folder = mkdtempSync(join(tmpdir(), 'stillhunt-cost-'))
  const tap = await openTap({ folder: join(folder, 'spool'), bytesMax: 20e9 })
  await run(tap, bytes, 64, calls / 10)
  for (const clients of [1, 64]) {
    const result = await run(tap, bytes, clients, clients === 1 ? calls / 10 : calls)
    process.stdout.write(`${JSON.stringify(result)}\n`)
  }
  await tap.stop()
  rmSync(folder, { recursive: true })
}
