/** The options of the spool, with their units and defaults. */
import type { ConditionChange } from './condition.ts'
import { machineDisk, type Disk } from './disk.ts'

/** What happens when there is no room: the oldest records are given up and counted, or calls are refused. */
export type FullRule = 'shed-oldest' | 'refuse'

/** Options of the spool. Writers and keeper of one spool must be given the same. */
export interface SpoolOptions {
  /** The spool's folder, on a local file system, for one deployment only. */
  readonly folder: string
  /** The most bytes of the whole spool. Looked at every second, so that a second's traffic may go beyond. 10 GiB. */
  readonly bytesMax?: number
  /** Bytes of the file system that are left alone: below them the spool counts as full. 64 MiB. */
  readonly freeBytesMin?: number
  /** `refuse`. */
  readonly whenFull?: FullRule
  /** A segment is ended when it is longer. 64 MiB, at most an eighth of `bytesMax`. */
  readonly segmentBytesMax?: number
  /** A segment is ended by the first record after so long. 10 minutes. */
  readonly segmentAgeMsMax?: number
  /** A journal is begun anew when it is longer, and longer than twice what is under way. 16 MiB, at most a sixteenth of `bytesMax`. */
  readonly journalBytesMax?: number
  /** The most bytes of records that wait in memory for the disk. 256 MiB. */
  readonly queuedBytesMax?: number
  /** With `shed-oldest`, how long calls wait for a disk that takes nothing before they go ahead unprotected. 2 s. */
  readonly stallMsMax?: number
  /**
   * When files are synchronised with the medium. A killed process needs none of it; a machine that loses power loses up
   * to the interval, or nothing with `always`, which costs every call a synchronisation. `interval`.
   */
  readonly sync?: 'never' | 'interval' | 'always'
  /** 1 s. */
  readonly syncIntervalMs?: number
  /** How long a writer that ends waits for a disk that takes nothing; then it gives up what is left. 5 s. */
  readonly flushMsMax?: number
  /** Told once when something goes wrong, and once when it is well again. Must not throw. */
  readonly onChange?: (change: ConditionChange) => void
  /** The disk; the machine's own. */
  readonly disk?: Disk
  /** The clock, in ms since the epoch. */
  readonly now?: () => number
}

/** The options with their defaults. */
export type SpoolSettings = Required<SpoolOptions>

const mebibyte = 1024 * 1024

/** Fills in what was left out. Throws a RangeError for a bound that is none. */
export function settingsOf(options: SpoolOptions): SpoolSettings {
  const settings = {
    bytesMax: 10_240 * mebibyte,
    freeBytesMin: 64 * mebibyte,
    whenFull: 'refuse' as const,
    segmentBytesMax: 64 * mebibyte,
    segmentAgeMsMax: 600_000,
    journalBytesMax: 16 * mebibyte,
    queuedBytesMax: 256 * mebibyte,
    stallMsMax: 2000,
    sync: 'interval' as const,
    syncIntervalMs: 1000,
    flushMsMax: 5000,
    onChange: () => {},
    disk: machineDisk,
    now: Date.now,
    ...options,
  }
  for (const [name, value] of Object.entries(settings))
    if (typeof value === 'number' && !(value >= 0))
      throw new RangeError(`[bad option] ${name} is ${value}; give a number from 0 on`)
  const { bytesMax, segmentBytesMax, journalBytesMax } = settings
  return {
    ...settings,
    segmentBytesMax: Math.min(segmentBytesMax, Math.floor(bytesMax / 8)),
    journalBytesMax: Math.min(journalBytesMax, Math.floor(bytesMax / 16)),
  }
}
