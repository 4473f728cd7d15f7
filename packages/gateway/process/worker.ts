/** One serving process of several. The primary keeps the limits and the spool; the worker serves and records. */
import { channelToPrimary, SharedLimiter } from '../limit.ts'
import { SharedOwners } from '../owner.ts'
import { Metrics } from '../proxy.ts'
import { endSoon } from './closing.ts'
import { exportCounters } from './counters.ts'
import { answerMetrics } from './crew-metrics.ts'
import { InForce } from './in-force.ts'
import { loadConfiguration } from './load.ts'
import { openLog } from './log.ts'
import type { RunOptions } from './run.ts'
import { GatewayServer } from './server.ts'
import { openTap, stopTap } from './spool.ts'
import type { SpoolTap } from '../tap.ts'

/** What the primary tells its workers, and they it. */
export type Word = 'reload' | 'drain' | 'ready' | 'condition' | 'failed'

/** Where a worker finds the port that all of them have. */
export const portVariable = 'STILLHUNT_GATEWAY_PORT'

/** A message of this room. */
export interface Told {
  readonly stillhunt: Word
  /** Why it could not serve, or, while it does, why it should not be sent requests. */
  readonly fault?: string | undefined
}

/** Serves until the primary says that it is over, or is gone. */
export async function runWorker({ configPath }: RunOptions): Promise<number> {
  // The primary hears the terminal's signals and says what to do.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.removeAllListeners(signal).on(signal, () => {})
  const say = (told: Told): void => void process.send?.(told)
  let server: GatewayServer
  const loaded = loadConfiguration(configPath)
  const port = Number(process.env[portVariable])
  const configuration = { ...loaded, listen: { ...loaded.listen, port } }
  const log = openLog(configuration.log.level, 'worker')
  // A worker without its primary has no limits: it ends, and what it had under way is found in its journal.
  process.on('disconnect', () => {
    log.flush()
    process.exit(1)
  })
  const metrics = new Metrics()
  const limiter = new SharedLimiter(channelToPrimary())
  const owners = new SharedOwners(channelToPrimary())
  const inForce = new InForce()
  let tap: SpoolTap | undefined
  try {
    tap = await openTap(configuration.tap, log)
    server = await GatewayServer.start(configPath, configuration, { limiter, owners, tap, metrics, log, inForce }, true)
  } catch (cause) {
    say({ stillhunt: 'failed', fault: cause instanceof Error ? cause.message : String(cause) })
    await stopTap(tap, log)
    await limiter.close()
    log.flush()
    process.disconnect()
    return 1
  }
  if (tap !== undefined) exportCounters(metrics.registry, 'tap', () => ({ ...tap.counters }))
  answerMetrics(metrics.registry)
  const isOver = new Promise<void>((resolve) => {
    process.on('message', (message: Partial<Told> | null) => {
      if (message?.stillhunt === 'reload') void server.reload()
      if (message?.stillhunt === 'drain') resolve()
    })
  })
  const stopTelling = tellCondition(() => inForce.notReadyBecause ?? tap?.refusesBecause, say)
  await isOver
  stopTelling()
  await server.drain()
  await stopTap(tap, log)
  await limiter.close()
  log.flush()
  process.removeAllListeners('disconnect')
  process.disconnect()
  endSoon()
  return 0
}

/** Looked at so often, in ms; a change is told. */
const conditionMs = 250

/** Says that it serves, and from then on each change of why it should not be sent requests. Answers how to stop. */
function tellCondition(of: () => string | undefined, say: (told: Told) => void): () => void {
  let last = of()
  say({ stillhunt: 'ready', fault: last })
  const timer = setInterval(() => {
    const next = of()
    if (next === last) return
    last = next
    say({ stillhunt: 'condition', fault: next })
  }, conditionMs)
  return () => clearInterval(timer)
}
