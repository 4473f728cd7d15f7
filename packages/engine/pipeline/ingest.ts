/** The import: inputs → lines → interactions → fingerprints → store. Keeps going over bad lines and broken files. */
import { availableParallelism } from 'node:os'
import { recordBytesMax } from '@stillhunt/core/interaction'
import type { RejectedEntry, SourceNote } from '../report.ts'
import type { Store } from '../store.ts'
import { chunksOf } from './chunk.ts'
import type { ReadOptions, RejectCount, WorkDone } from './chunk-reader.ts'
import { breakOf, openSource, type Source } from './source.ts'
import { WorkerPool } from './worker-pool.ts'

/** How far an import is. */
export interface Progress {
  /** Bytes of input taken, and of all inputs; the latter null when one has no known size. */
  readonly bytes: number
  readonly bytesTotal: number | null
  readonly records: number
  /** False once all is read and only the detection remains. */
  readonly isReading: boolean
}

/** What an import did. */
export interface Imported {
  /** Records accepted, duplicates included. */
  readonly records: number
  /** Bytes of lines read, after decompression. */
  readonly bytes: number
  readonly rejected: readonly RejectedEntry[]
  readonly notes: readonly SourceNote[]
}

/** Blocks are inserted together once they hold so much: each insert makes one part on disk. */
const insertBytes = 12 << 20

/** Starts the threads of an import ahead of it, so that they are up when the store is. */
export function startPool(options: ReadOptions): WorkerPool {
  return new WorkerPool(Math.max(1, Math.min(availableParallelism(), threadsMax)), options)
}

/**
 * Imports `sources` into `store`. A source that breaks off is told in `notes`, with what came before it kept. Rejects
 * with the store's own errors; what was inserted by then stays, and importing again completes it. The threads of `pool`
 * are ended in any case.
 */
export async function ingest(
  sources: readonly Source[],
  store: Store,
  options: ReadOptions,
  onProgress: (progress: Progress) => void = () => {},
  pool: WorkerPool = startPool(options),
): Promise<Imported> {
  try {
    return await new Import(sources, store, pool, onProgress).run()
  } finally {
    await pool.close()
  }
}

/** More threads would starve the engine's own of memory before they gain speed. */
const threadsMax = 8

class Import {
  private readonly sources: readonly Source[]
  private readonly inserter: Inserter
  private readonly pool: WorkerPool
  private readonly onProgress: (progress: Progress) => void
  private readonly spares: ArrayBuffer[] = []
  private readonly inFlight = new Set<Promise<void>>()
  private readonly notes: SourceNote[] = []
  private readonly rejects = new RejectTally()
  private records = 0
  private bytes = 0
  private takenBefore = 0
  private failure: unknown = null

  constructor(sources: readonly Source[], store: Store, pool: WorkerPool, onProgress: (progress: Progress) => void) {
    this.sources = sources
    this.inserter = new Inserter(store)
    this.pool = pool
    this.onProgress = onProgress
  }

  async run(): Promise<Imported> {
    for (const source of this.sources) await this.readSource(source)
    await Promise.all(this.inFlight)
    this.throwFailure()
    await this.inserter.flush()
    return { records: this.records, bytes: this.bytes, rejected: this.rejects.entries(), notes: this.notes }
  }

  private async readSource(source: Source): Promise<void> {
    const opened = await openSource(source)
    const positions = new LinePositions()
    try {
      for await (const chunk of chunksOf(opened.pieces, recordBytesMax, this.spares)) {
        this.bytes += chunk.bytes.length
        const bytesTotal = totalBytes(this.sources)
        for (const line of chunk.oversized)
          positions.add({ reason: 'too long', count: 1, firstLine: line, detail: '' }, positions.chunks)
        const index = positions.open()
        const task: Promise<void> = this.pool
          .read(chunk.bytes)
          .then((done) => this.take(done, positions, index))
          .catch((cause: unknown) => void (this.failure ??= cause))
          .finally(() => {
            this.inFlight.delete(task)
            this.onProgress({
              bytes: this.takenBefore + opened.taken(),
              bytesTotal,
              records: this.records,
              isReading: true,
            })
          })
        this.inFlight.add(task)
        if (this.inFlight.size >= this.pool.width) await Promise.race(this.inFlight)
        this.throwFailure()
      }
    } catch (cause) {
      const note = breakOf(cause)
      if (this.failure !== null || note === null) throw cause
      this.notes.push({ source: source.path, note })
    }
    // The next source's lines are numbered from one again.
    await Promise.all(this.inFlight)
    this.throwFailure()
    this.rejects.add(positions)
    this.takenBefore += opened.taken()
  }

  private async take(done: WorkDone, positions: LinePositions, index: number): Promise<void> {
    this.spares.push(done.spare)
    positions.close(index, done.lines)
    for (const reject of done.rejects) positions.add(reject, index)
    this.records += done.records
    await this.inserter.add(done)
  }

  private throwFailure(): void {
    if (this.failure !== null) throw this.failure
  }
}

/** Gathers blocks and inserts them a few at a time, one insert at a time. */
class Inserter {
  private readonly store: Store
  private waiting: WorkDone['blocks'][] = []
  private waitingBytes = 0
  private hasFlushed = false
  private running: Promise<void> = Promise.resolve()

  constructor(store: Store) {
    this.store = store
  }

  async add(done: WorkDone): Promise<void> {
    if (done.records === 0) return
    this.waiting.push(done.blocks)
    this.waitingBytes += done.blocks.interaction.length
    // The first insert loads the engine: it comes early, while the threads have their hands full.
    if (this.waitingBytes >= insertBytes || !this.hasFlushed) await this.flush()
  }

  /** Interactions last: a run killed in between leaves names without records, which nobody sees. */
  flush(): Promise<void> {
    const blocks = this.waiting
    this.hasFlushed = true
    this.waiting = []
    this.waitingBytes = 0
    this.running = this.running.then(async () => {
      if (blocks.length === 0) return
      await this.store.insert(
        'account',
        blocks.flatMap(({ account }) => (account === null ? [] : [account])),
      )
      await this.store.insert(
        'text',
        blocks.flatMap(({ text }) => (text === null ? [] : [text])),
      )
      await this.store.insert(
        'arrival',
        blocks.map(({ arrival }) => arrival),
      )
      await this.store.insert(
        'interaction',
        blocks.map(({ interaction }) => interaction),
      )
    })
    return this.running
  }
}

/** Turns line indices within chunks, which come back in any order, into line numbers of one source. */
class LinePositions {
  private readonly linesOf: number[] = []
  private readonly found: { readonly reject: RejectCount; readonly chunk: number }[] = []

  get chunks(): number {
    return this.linesOf.length
  }
  open(): number {
    return this.linesOf.push(0) - 1
  }
  close(chunk: number, lines: number): void {
    this.linesOf[chunk] = lines
  }
  add(reject: RejectCount, chunk: number): void {
    this.found.push({ reject, chunk })
  }
  /** Refusals with line numbers counted from one. */
  *rejects(): Generator<{ reason: string; count: number; line: number }> {
    const before: number[] = [0]
    for (const lines of this.linesOf) before.push(before.at(-1)! + lines)
    for (const { reject, chunk } of this.found)
      yield { reason: reject.reason, count: reject.count, line: before[chunk]! + reject.firstLine + 1 }
  }
}

/** Refusals over all sources, by reason. */
class RejectTally {
  private readonly byReason = new Map<string, { count: number; first_line: number }>()

  add(positions: LinePositions): void {
    for (const { reason, count, line } of positions.rejects()) {
      const known = this.byReason.get(reason)
      if (known === undefined) this.byReason.set(reason, { count, first_line: line })
      else {
        known.count += count
        known.first_line = Math.min(known.first_line, line)
      }
    }
  }
  /** Most frequent first; the order of files does not show. */
  entries(): RejectedEntry[] {
    return [...this.byReason]
      .map(([reason, { count, first_line }]) => ({ reason, count, first_line }))
      .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1))
  }
}

function totalBytes(sources: readonly Source[]): number | null {
  let total = 0
  for (const { bytes } of sources) {
    if (bytes === null) return null
    total += bytes
  }
  return total
}
