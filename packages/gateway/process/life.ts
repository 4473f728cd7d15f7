/** The life of a process that a person starts: its configuration, its log, and an end that closes what was opened. */
import type { Configuration } from '../config.ts'
import { Closing, endSoon } from './closing.ts'
import { loadConfiguration } from './load.ts'
import { openLog, type ProcessLog } from './log.ts'
import type { RunOptions } from './run.ts'

/** Serves until it is told to end; adds to `closing` what it opens. Throws what keeps it from serving. */
export type Serve = (
  options: RunOptions,
  configuration: Configuration,
  log: ProcessLog,
  closing: Closing,
) => Promise<void>

/** Lives as `role`; answers the exit status. What `serve` opened is closed, and the log written, however it ends. */
export async function live(role: string, options: RunOptions, serve: Serve): Promise<number> {
  const configuration = loadConfiguration(options.configPath)
  const log = openLog(configuration.log.level, role)
  const closing = new Closing()
  try {
    await serve(options, configuration, log, closing)
    closing.addFirst(() => log.info({}, 'ended'))
  } finally {
    await closing.run((cause) => log.error({ fault: String(cause) }, 'not closed cleanly'))
    log.flush()
    endSoon()
  }
  return 0
}
