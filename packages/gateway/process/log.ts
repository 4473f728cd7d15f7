/** Structured logs: JSON Lines on standard error. */
import { destination, pino } from 'pino'
import type { Log } from '../proxy.ts'

/** A log that can be told to write what it holds. */
export interface ProcessLog extends Log {
  /** Writes what is held back; called before the process ends. */
  flush(): void
}

/** Lines are held back so long at most: one system call for each would cost more than the line. */
const heldMs = 100
const heldBytes = 64 * 1024
/** Where nobody takes the lines, so many wait; further ones are lost rather than the gateway's memory. */
const waitingBytesMax = 16 * 1024 * 1024

/** A log at `level` and above, for the part of the gateway that `role` names. */
export function openLog(level: string, role: string): ProcessLog {
  const stream = destination({
    fd: 2,
    sync: false,
    minLength: heldBytes,
    maxWrite: 4 * heldBytes,
    periodicFlush: heldMs,
    maxLength: waitingBytesMax,
  })
  // A reader of the log that went away must not end the gateway.
  stream.on('error', () => {})
  const logger = pino({ level, base: { role, pid: process.pid }, timestamp: pino.stdTimeFunctions.isoTime }, stream)
  return {
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
    flush: () => {
      try {
        stream.flushSync()
      } catch {
        // Nothing was written yet, or nobody reads: there is nothing to save.
      }
    },
  }
}
