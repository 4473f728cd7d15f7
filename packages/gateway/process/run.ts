/** A gateway from its first moment to its last: one process, or a primary with workers. */
import cluster from 'node:cluster'
import { runPrimary } from './primary.ts'
import { runSingle } from './single.ts'
import { runWorker } from './worker.ts'

/** What a gateway is started with. */
export interface RunOptions {
  readonly configPath: string
  /** Serving processes; one serves in this process itself. */
  readonly workers: number
  /** Told once, when it serves. */
  readonly onReady: (ports: { readonly port: number; readonly adminPort: number }) => void
}

/**
 * Runs until SIGTERM or SIGINT has been obeyed; answers the exit status. Throws `ConfigurationError` for a configuration
 * that cannot be used, and what the system says where a port or a folder cannot be had.
 */
export async function runGateway(options: RunOptions): Promise<number> {
  if (cluster.isWorker) return runWorker(options)
  return options.workers > 1 ? runPrimary(options) : runSingle(options)
}
