/** Structured logs: JSON Lines on standard error. */
import { destination, pino } from 'pino'
import type { Log, ServedCall } from '../proxy.ts'
import { ServedLines } from './served-line.ts'

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
/** So many lines of requests go to the stream together: it measures all that it holds anew each time it is given something. */
const servedLinesMax = 64

interface Served {
  readonly atMs: number
  readonly call: ServedCall
}

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
  const base = { role, pid: process.pid }
  const logger = pino({ level, base, timestamp: pino.stdTimeFunctions.isoTime }, stream)
  const isServedTold = logger.isLevelEnabled('info')
  const lines = new ServedLines(pino.levels.values['info']!, base)
  let served: Served[] = []
  const release = (): void => {
    if (served.length === 0) return
    let text = ''
    for (const one of served) text += lines.of(one.call, one.atMs)
    stream.write(text)
    served = []
  }
  setInterval(release, heldMs).unref()
  const tell =
    (severity: 'info' | 'warn' | 'error') =>
    (fields: object, message: string): void => {
      // Lines stand in the order in which things happened.
      release()
      logger[severity](fields, message)
    }
  return {
    served: (call) => {
      if (isServedTold && served.push({ atMs: Date.now(), call }) >= servedLinesMax) release()
    },
    info: tell('info'),
    warn: tell('warn'),
    error: tell('error'),
    flush: () => {
      try {
        release()
        stream.flushSync()
      } catch {
        // Nothing was written yet, or nobody reads: there is nothing to save.
      }
    },
  }
}
