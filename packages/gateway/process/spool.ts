/** The spool as configured: who writes to it, and who keeps it. */
import type { Configuration } from '../config.ts'
import type { Log } from '../proxy.ts'
import { keepSpool, openTap as openSpoolTap, type SinkOptions, type SpoolOptions, type SpoolTap } from '../tap.ts'
import type { Counters } from './counters.ts'

type TapConfiguration = Configuration['tap']

/** A spool that this process keeps: it recovers what dead writers left, holds the bound and ships. */
export interface Spool {
  readonly counters: () => Counters
  /** A process that wrote to it has died. */
  onWriterDeath(): void
  stop(): Promise<void>
}

/** Begins to keep the spool; undefined where nothing is recorded. Throws when another gateway keeps it. */
export async function openSpool(tap: TapConfiguration, log: Log): Promise<Spool | undefined> {
  if (tap === undefined) return undefined
  const { sink } = tap
  const keeper = await keepSpool({
    ...spoolOptionsOf(tap),
    ...(sink === undefined ? {} : { sink: sinkOptionsOf(sink) }),
  })
  const { recoveries, interruptedRecords, tornLines } = keeper.counters
  if (recoveries > 0)
    log.warn({ recoveries, interruptedRecords, tornLines }, 'what earlier processes left was recovered')
  return {
    counters: () => ({ ...keeper.counters }),
    onWriterDeath: () => void keeper.look(),
    stop: () => keeper.stop(),
  }
}

/** Begins to write to the spool; undefined where nothing is recorded. */
export async function openTap(tap: TapConfiguration): Promise<SpoolTap | undefined> {
  return tap === undefined ? undefined : openSpoolTap(spoolOptionsOf(tap))
}

function spoolOptionsOf(tap: NonNullable<TapConfiguration>): SpoolOptions {
  return {
    folder: tap.dir,
    bytesMax: tap.bytesMax,
    whenFull: tap.whenFull,
    segmentBytesMax: tap.segmentBytes,
    sync: tap.fsync,
  }
}

function sinkOptionsOf(sink: NonNullable<NonNullable<TapConfiguration>['sink']>): SinkOptions {
  return {
    url: sink.url.href,
    ...(sink.token === undefined ? {} : { token: sink.token }),
    encoding: sink.compression === 'none' ? 'identity' : sink.compression,
    batchBytesMax: sink.batchBytesMax,
    batchRecordsMax: sink.batchRecordsMax,
    lingerMs: sink.intervalMs,
  }
}
