/** The whole gateway in one process. */
import { Metrics } from '../proxy.ts'
import { serveAdmin } from './admin.ts'
import { exportCounters } from './counters.ts'
import { openLimiter } from './limiter.ts'
import { loadConfiguration } from './load.ts'
import { openLog } from './log.ts'
import type { RunOptions } from './run.ts'
import { GatewayServer } from './server.ts'
import { untilTold } from './signals.ts'
import { openSpool, openTap } from './spool.ts'

/** See {@link runGateway}. */
export async function runSingle({ configPath, onReady }: RunOptions): Promise<number> {
  const configuration = loadConfiguration(configPath)
  const log = openLog(configuration.log.level, 'gateway')
  const metrics = new Metrics()
  const { limiter, counters } = await openLimiter(configuration, log)
  const spool = await openSpool(configuration.tap, log)
  const tap = await openTap(configuration.tap)
  const server = await GatewayServer.start(configPath, configuration, { limiter, tap, metrics, log }, false)
  exportCounters(metrics.registry, 'limiter', counters)
  if (tap !== undefined) exportCounters(metrics.registry, 'tap', () => ({ ...tap.counters }))
  if (spool !== undefined) exportCounters(metrics.registry, 'spool', spool.counters)
  const admin = await serveAdmin(configuration.admin, {
    notReadyBecause: () => server.notReadyBecause,
    metrics: async () => ({ contentType: metrics.registry.contentType, text: await metrics.registry.metrics() }),
  })
  const isTold = untilTold(() => void server.reload())
  log.info({ port: server.port, adminPort: admin.port }, 'serving')
  onReady({ port: server.port, adminPort: admin.port })
  await isTold
  log.info({}, 'draining')
  await server.drain()
  await tap?.stop()
  await spool?.stop()
  await limiter.close()
  admin.server.close()
  log.info({}, 'ended')
  log.flush()
  return 0
}
