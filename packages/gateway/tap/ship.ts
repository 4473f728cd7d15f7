/** Brings records to the sink: one batch at a time, each until it is acknowledged. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Condition } from './condition.ts'
import type { KeeperCounters } from './counter.ts'
import type { Batch, Cursor } from './cursor.ts'
import { linesOf, type FileLine } from './file-line.ts'
import { Ledger } from './ledger.ts'
import { setAside } from './quarantine.ts'
import { newRecordId } from './record-id.ts'
import { isIntact } from './record-line.ts'
import { encode, Sink, type SinkSettings } from './sink.ts'
import { readWriters, type Segment } from './spool-folder.ts'

/** Lines of a segment that go into one batch. */
interface Cut {
  readonly intact: readonly FileLine[]
  readonly damaged: readonly FileLine[]
  /** Where the batch ends. */
  readonly to: number
  /** The segment has nothing after it. */
  readonly isLast: boolean
}

/** What a shipper needs to know. */
export interface ShipperOptions {
  readonly folder: string
  readonly sink: SinkSettings
  readonly cursor: Cursor
  readonly counters: KeeperCounters
  readonly condition: Condition
  readonly now: () => number
}

/** A wait after a failure that is none of the sink's. */
const troubleMs = 500

/** Ships as records come, from its making until it is stopped. */
export class Shipper {
  readonly #options: ShipperOptions
  readonly #sink: Sink
  readonly #ledger: Ledger
  readonly #stopping = new AbortController()
  readonly #running: Promise<void>

  constructor(options: ShipperOptions) {
    this.#options = options
    this.#sink = new Sink(options.sink)
    this.#ledger = new Ledger(options.folder, options.now)
    this.#running = this.#run()
  }

  /** Breaks off what is under way: it is sent again by whoever comes after. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#running
    this.#sink.close()
  }

  async #run(): Promise<void> {
    const { counters, sink } = this.#options
    while (!this.#isStopping) {
      try {
        await this.#resend()
        if (!(await this.#pass())) {
          counters.lagSeconds = 0
          await this.#wait(sink.lingerMs)
        }
      } catch {
        counters.failures += 1
        await this.#wait(troubleMs)
      }
    }
  }

  get #isStopping(): boolean {
    return this.#stopping.signal.aborted
  }

  async #wait(ms: number): Promise<void> {
    await wait(ms, undefined, { signal: this.#stopping.signal, ref: false }).catch(() => undefined)
  }

  /** Sends the next batch of every writer, each in its order. Answers whether one was full, so that there is more. */
  async #pass(): Promise<boolean> {
    const { folder, cursor } = this.#options
    let isMore = false
    for (const { segments } of await readWriters(folder)) {
      for (const segment of segments) {
        if (this.#isStopping) return false
        if (cursor.isDone(segment.key)) continue
        if ((await cursor.claim(segment.key, () => this.#advance(segment))) !== true) continue
        isMore = true
        break
      }
    }
    return isMore
  }

  /** Sends the next batch of a segment. Answers whether there is more. */
  async #advance(segment: Segment): Promise<boolean> {
    const { folder, cursor, counters, sink } = this.#options
    const from = cursor.acknowledgedOf(segment.key)
    if (!segment.isSealed && segment.bytes <= from) return false
    const cut = await cutBatch(segment, from, sink)
    if (cut.damaged.length > 0) await setAside(folder, segment.key, cut.damaged, counters)
    if (cut.intact.length > 0) {
      const records = cut.intact.length
      const { encoding } = sink
      const batch = { id: newRecordId(this.#options.now()), segment: segment.key, from, to: cut.to, records, encoding }
      cursor.pending = batch
      await cursor.save()
      await this.#send(batch, cut.intact)
    } else if (cut.to > from) cursor.acknowledge(segment.key, cut.to)
    if (this.#isStopping) return false
    if (cut.isLast && segment.isSealed) {
      cursor.finish(segment.key)
      await cursor.save()
    }
    return !cut.isLast
  }

  /** A batch that somebody began to send and did not see acknowledged. */
  async #resend(): Promise<void> {
    const { folder, cursor, sink } = this.#options
    const batch = cursor.pending
    if (batch === null) return
    // It may be that its boundaries could not be saved.
    await cursor.save()
    const writers = await readWriters(folder)
    const segment = writers.flatMap(({ segments }) => segments).find(({ key }) => key === batch.segment)
    if (segment !== undefined) {
      await cursor.claim(segment.key, async () => {
        const { intact } = await cutBatch(segment, batch.from, { ...sink, batchTo: batch.to })
        await this.#send(batch, intact)
      })
      return
    }
    const { records, from, to } = batch
    await this.#ledger.enter({ segment: batch.segment, records, bytes: to - from, because: 'the segment vanished' })
    cursor.forget(batch.segment)
    await cursor.save()
  }

  /** Sends until the sink has it, or until we are stopped. */
  async #send(batch: Batch, lines: readonly FileLine[]): Promise<void> {
    const { cursor, counters, condition, now } = this.#options
    const body = await encode(joined(lines), batch.encoding)
    for (let attempt = 0; !this.#isStopping; attempt += 1) {
      const first = timeOf(lines[0])
      counters.lagSeconds = first === undefined ? 0 : Math.max(0, (now() - first) / 1000)
      const answer = await this.#sink.post(batch.id, body, batch.encoding, this.#stopping.signal)
      if (!this.#isStopping) condition.is('sink', answer.because)
      if (answer.kind === 'accepted') {
        counters.batches += 1
        counters.shippedRecords += batch.records
        counters.shippedBytes += body.length
        cursor.acknowledge(batch.segment, batch.to)
        cursor.pending = null
        await cursor.save()
        return
      }
      if (this.#isStopping) return
      counters.batchRetries += 1
      if (answer.kind === 'refused') counters.sinkRefusals += 1
      await this.#wait(this.#delayMs(answer.kind, answer.retryAfterMs, attempt))
    }
  }

  #delayMs(kind: 'refused' | 'failed', retryAfterMs: number | undefined, attempt: number): number {
    const { retryMsMin, retryMsMax } = this.#options.sink
    const doubled = kind === 'refused' ? retryMsMax : Math.min(retryMsMax, retryMsMin * 2 ** attempt)
    const spread = doubled * (0.5 + Math.random() / 2)
    return retryAfterMs === undefined ? spread : Math.max(retryAfterMs, retryMsMin) + Math.random() * retryMsMin
  }
}

interface CutBounds {
  readonly batchBytesMax: number
  readonly batchRecordsMax: number
  /** Where a batch must end whose boundaries are fixed. */
  readonly batchTo?: number
}

/** The lines from byte `from` on that make a batch: a line of a live segment that breaks off is still being written. */
async function cutBatch(segment: Segment, from: number, bounds: CutBounds): Promise<Cut> {
  const intact: FileLine[] = []
  const damaged: FileLine[] = []
  let to = from
  let bytes = 0
  for await (const lines of linesOf(segment.path, from)) {
    for (const line of lines) {
      const isFull =
        bounds.batchTo === undefined && (bytes >= bounds.batchBytesMax || intact.length >= bounds.batchRecordsMax)
      if (isFull || line.from === bounds.batchTo) return { intact, damaged, to, isLast: false }
      if (!line.isWhole && !segment.isSealed) return { intact, damaged, to, isLast: true }
      ;(line.isWhole && isIntact(line.bytes) ? intact : damaged).push(line)
      bytes += line.bytes.length
      to = line.from + line.bytes.length + (line.isWhole ? 1 : 0)
    }
  }
  return { intact, damaged, to, isLast: true }
}

const lineFeed = Buffer.from('\n')

function joined(lines: readonly FileLine[]): Buffer {
  return Buffer.concat(lines.flatMap(({ bytes }) => [bytes, lineFeed]))
}

/** When the request of a record arrived. */
function timeOf(line: FileLine | undefined): number | undefined {
  const found = /"ts":"([^"]{10,40})"/.exec(Buffer.from(line?.bytes.subarray(0, 512) ?? []).toString('latin1'))
  return found === null ? undefined : Date.parse(found[1]!)
}
