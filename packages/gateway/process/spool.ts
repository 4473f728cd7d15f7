/** The spool as configured: who writes to it, and who keeps it. */
import type { Configuration } from '../config.ts'
import type { Log } from '../proxy.ts'
import {
  type ConditionChange,
  type ConditionName,
  keepSpool,
  openTap as openSpoolTap,
  type SinkOptions,
  type SpoolOptions,
  type SpoolTap,
} from '../tap.ts'
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
    ...spoolOptionsOf(tap, log),
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
export async function openTap(tap: TapConfiguration, log: Log): Promise<SpoolTap | undefined> {
  if (tap === undefined) return undefined
  return openSpoolTap(spoolOptionsOf(tap, log))
}

/** Stops writing to the spool; what the disk did not take until then is lost, and told. */
export async function stopTap(tap: SpoolTap | undefined, log: Log): Promise<void> {
  if (tap === undefined) return
  await tap.stop()
  const { lostRecords: records } = tap.counters
  if (records > 0) log.error({ records }, 'records were lost: the disk took nothing until the end')
}

/** What is told of each thing that goes wrong, and of its end. */
const words: Readonly<Record<ConditionName, readonly [wrong: string, well: string]>> = {
  writing: ['records cannot be written', 'records are written again'],
  room: ['calls are refused: they could not be recorded', 'calls are taken again'],
  keeping: ['the spool cannot be kept in order', 'the spool is kept in order again'],
  sink: ['the sink takes no records', 'the sink takes records again'],
}

function tell({ name, because }: ConditionChange, log: Log): void {
  const [wrong, well] = words[name]
  if (because === undefined) log.info({}, well)
  else log.error({ because }, wrong)
}

function spoolOptionsOf(tap: NonNullable<TapConfiguration>, log: Log): SpoolOptions {
  return {
    folder: tap.dir,
    bytesMax: tap.bytesMax,
    whenFull: tap.whenFull,
    segmentBytesMax: tap.segmentBytes,
    sync: tap.fsync,
    onChange: (change) => tell(change, log),
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
