/** A few threads that fingerprint lines; work is handed to whichever is free. */
import { Worker } from 'node:worker_threads'
import type { Work, WorkDone, WorkerOptions } from './fingerprint-worker.ts'

interface Pending {
  readonly resolve: (done: WorkDone) => void
  readonly reject: (cause: unknown) => void
}

/** Threads beyond what a machine has cores for gain nothing; one always runs. */
export class WorkerPool {
  /** Chunks that may be under way at once: per thread one being read and two waiting, for when this thread is busy. */
  readonly width: number
  private readonly workers: Worker[]
  private readonly load: number[]
  private readonly pending = new Map<number, Pending & { readonly worker: number }>()
  private sequence = 0

  constructor(threads: number, options: WorkerOptions) {
    this.width = threads * 3
    this.load = Array.from({ length: threads }, () => 0)
    this.workers = this.load.map((_, index) => this.start(index, options))
  }

  /** Reads one chunk of lines; the bytes are given away. */
  read(bytes: Uint8Array<ArrayBuffer>): Promise<WorkDone> {
    const worker = this.load.indexOf(Math.min(...this.load))
    this.load[worker] = this.load[worker]! + 1
    this.sequence += 1
    const work: Work = { sequence: this.sequence, bytes }
    return new Promise((resolve, reject) => {
      this.pending.set(work.sequence, { resolve, reject, worker })
      this.workers[worker]!.postMessage(work, [bytes.buffer])
    })
  }

  /** Ends the threads; work under way is dropped. */
  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()))
  }

  private start(index: number, options: WorkerOptions): Worker {
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
