/** A few threads that fingerprint lines; work is handed to whichever is free. */
import { Worker } from 'node:worker_threads'
import { chunkBytes } from './chunk.ts'
import { ChunkReader, type ReadOptions, type Work, type WorkDone } from './chunk-reader.ts'

interface Pending {
  readonly resolve: (done: WorkDone) => void
  readonly reject: (cause: unknown) => void
}

/** Chunks that a worker may have: one being read and two waiting, for when this thread is busy. */
const loadMax = 3

/**
 * Threads that read chunks, this one among them: rather than wait for a worker it reads a chunk itself. A worker less is a
 * copy less of all code that a scan compiles, which on a machine of two cores is a tenth of its work.
 */
export class WorkerPool {
  /** Chunks that may be under way at once. */
  readonly width: number
  private readonly workers: Worker[]
  private readonly load: number[]
  private readonly pending = new Map<number, Pending & { readonly worker: number }>()
  private readonly options: ReadOptions
  private own: ChunkReader | null = null
  private sequence = 0

  /** `threads`: how many read at once, at least one of them a worker. */
  constructor(threads: number, options: ReadOptions) {
    const workers = Math.max(1, threads - 1)
    this.width = workers * loadMax + 1
    this.options = options
    this.load = Array.from({ length: workers }, () => 0)
    this.workers = this.load.map((_, index) => this.start(index, options))
  }

  /** Reads one chunk of lines; the bytes are given away. */
  read(bytes: Uint8Array<ArrayBuffer>): Promise<WorkDone> {
    this.sequence += 1
    const work: Work = { sequence: this.sequence, bytes }
    const least = Math.min(...this.load)
    // What a line of many megabytes becomes is for a worker, whose heap is bounded.
    if (least >= loadMax && bytes.length <= ownBytesMax) return Promise.resolve(this.readHere(work))
    const worker = this.load.indexOf(least)
    this.load[worker] = least + 1
    return new Promise((resolve, reject) => {
      this.pending.set(work.sequence, { resolve, reject, worker })
      this.workers[worker]!.postMessage(work, [bytes.buffer])
    })
  }

  /** Ends the threads; work under way is dropped. */
  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()))
  }

  private readHere(work: Work): WorkDone {
    return (this.own ??= new ChunkReader(this.options)).read(work)
  }

  private start(index: number, options: ReadOptions): Worker {
    const worker = new Worker(new URL('./fingerprint-thread.mjs', import.meta.url), {
      workerData: options,
      // The young generation is kept small: records die at once, and two threads must fit beside the engine.
      resourceLimits: { maxOldGenerationSizeMb: 320, maxYoungGenerationSizeMb: 48 },
    })
    worker.on('message', (done: WorkDone) => {
      const pending = this.pending.get(done.sequence)
      this.pending.delete(done.sequence)
      this.load[index] = this.load[index]! - 1
      pending?.resolve(done)
    })
    worker.on('error', (cause) => {
      for (const pending of this.pending.values()) if (pending.worker === index) pending.reject(cause)
    })
    return worker
  }
}

/** Longer chunks hold a line beyond the ordinary. */
const ownBytesMax = 2 * chunkBytes
