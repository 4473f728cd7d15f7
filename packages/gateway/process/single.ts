/** The whole gateway in one process. */
import type { Configuration } from '../config.ts'
import { Metrics } from '../proxy.ts'
import { serveAdmin } from './admin.ts'
import type { Closing } from './closing.ts'
import { exportCounters } from './counters.ts'
import { InForce } from './in-force.ts'
import type { ProcessLog } from './log.ts'
import { live } from './life.ts'
import type { RunOptions } from './run.ts'
import { GatewayServer } from './server.ts'
import { openSharedState } from './shared-state.ts'
import { untilTold } from './signals.ts'
import { openTap, stopTap } from './spool.ts'

/** See {@link runGateway}. */
export function runSingle(options: RunOptions): Promise<number> {
  return live('gateway', options, serve)
}

/** Opens everything, operators' port first, and serves until it is told to end. Throws what keeps it from serving. */
async function serve(
  { configPath, onReady }: RunOptions,
  configuration: Configuration,
  log: ProcessLog,
  closing: Closing,
): Promise<void> {
  const metrics = new Metrics()
  const inForce = new InForce()
  let notReadyBecause = (): string | undefined => 'starting'
  const admin = await serveAdmin(configuration.admin, {
    notReadyBecause: () => notReadyBecause(),
    metrics: async () => ({ contentType: metrics.registry.contentType, text: await metrics.registry.metrics() }),
  })
  closing.add(() => admin.close())
  const { limiter, owners } = await openSharedState(configuration, log, closing, metrics.registry)
  const tap = await openTap(configuration.tap, log)
  closing.add(() => stopTap(tap, log))
  const lasting = { limiter, owners, tap, metrics, log, inForce }
  const server = await GatewayServer.start(configPath, configuration, lasting, false)
  closing.add(() => server.drain())
  notReadyBecause = () => server.notReadyBecause ?? inForce.notReadyBecause ?? tap?.refusesBecause
  if (tap !== undefined) exportCounters(metrics.registry, 'tap', () => ({ ...tap.counters }))
  const isTold = untilTold(() => void server.reload())
  log.info({ port: server.port, adminPort: admin.port }, 'serving')
  onReady({ port: server.port, adminPort: admin.port })
  await isTold
  log.info({}, 'draining')
}
