/** The process that has workers: it keeps the limits, who made what, and the spool. */
import { type AddressInfo, createServer } from 'node:net'
import { Registry } from 'prom-client'
import { LimiterHost } from '../limit.ts'
import type { Configuration } from '../config.ts'
import { serveAdmin } from './admin.ts'
import type { Closing } from './closing.ts'
import { CrewMetrics } from './crew-metrics.ts'
import { Crew } from './crew.ts'
import { ConfigurationError, loadConfiguration } from './load.ts'
import type { ProcessLog } from './log.ts'
import { live } from './life.ts'
import type { RunOptions } from './run.ts'
import { openSharedState } from './shared-state.ts'
import { untilTold } from './signals.ts'

/** So much longer than requests may take, in ms, a worker has for its records. */
const drainSlackMs = 10_000

/** See {@link runGateway}. */
export function runPrimary(options: RunOptions): Promise<number> {
  return live('primary', options, serve)
}

/** Opens everything, operators' port first, and has workers serve until it is told to end. Throws what keeps it from that. */
async function serve(
  { configPath, workers, onReady }: RunOptions,
  configuration: Configuration,
  log: ProcessLog,
  closing: Closing,
): Promise<void> {
  const registry = new Registry()
  const crewMetrics = new CrewMetrics()
  closing.add(() => crewMetrics.close())
  let notReadyBecause = (): string | undefined => 'starting'
  const admin = await serveAdmin(configuration.admin, {
    notReadyBecause: () => notReadyBecause(),
    metrics: async () => ({
      contentType: registry.contentType,
      text: `${await crewMetrics.text()}\n${await registry.metrics()}`,
    }),
  })
  closing.add(() => admin.close())
  const { spool, limiter, owners } = await openSharedState(configuration, log, closing, registry)
  const port = await probePort(configuration.listen)
  const crew = new Crew(workers, port, { limiter: new LimiterHost(limiter), owners, spool, metrics: crewMetrics }, log)
  // Workers bound their own drain; what hangs beyond that is not waited for.
  let { drainMs } = configuration
  closing.add(() => crew.drain(drainMs + drainSlackMs))
  await crew.start()
  notReadyBecause = () => crew.notReadyBecause
  const isTold = untilTold(() => (drainMs = reload(configPath, crew, log)?.drainMs ?? drainMs))
  log.info({ port, adminPort: admin.port, workers }, 'serving')
  onReady({ port, adminPort: admin.port })
  await isTold
  log.info({}, 'draining')
}

/** A faulty configuration is told once, here, and no worker hears of it; undefined then. */
function reload(configPath: string, crew: Crew, log: ProcessLog): Configuration | undefined {
  try {
    const configuration = loadConfiguration(configPath)
    crew.tell({ stillhunt: 'reload' })
    return configuration
  } catch (cause) {
    log.error(
      { fault: cause instanceof ConfigurationError ? cause.message : String(cause) },
      'the configuration was not taken',
    )
    return undefined
  }
}

/**
 * The port for all workers, those of later too: the one asked for, or any that is free. Workers would share it with another
 * program of the same user without a word; whoever has it is found out here.
 */
function probePort({ host, port }: { readonly host: string; readonly port: number }): Promise<number> {
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      const { port: got } = server.address() as AddressInfo
      server.close(() => resolve(got))
    })
  })
}
