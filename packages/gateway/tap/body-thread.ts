/** A thread that settles long bodies, so that nobody else waits for them. */
import { Worker } from 'node:worker_threads'
import type { BodyRule, SettledBody } from './body.ts'
import type { BodyAnswer, BodyTask } from './body-worker.ts'

interface Job {
  readonly bytes: Uint8Array
  readonly rule: BodyRule
  readonly resolve: (body: SettledBody) => void
}

/** A longer body is not looked at: parsed, it would not fit the thread. */
const bodyBytesMax = 64 * 1024 * 1024
/** A body is copied for the thread by pieces of this size, one for each turn of the event loop. */
const copiedBytesMax = 4 * 1024 * 1024
/** A body that takes longer is recorded unchecked: others wait for the thread. */
const jobMs = 5000

/** Settles one body after the other. The thread starts with the first one; one that it breaks at is recorded unchecked. */
export class BodyThread {
  readonly #jobs: Job[] = []
  #worker: Worker | undefined
  #isBusy = false

  /** As `settleBytes`, but never in the way: what it holds up is the call itself. Never rejects. */
  settle(bytes: Uint8Array, rule: BodyRule): Promise<SettledBody> {
    if (bytes.length > bodyBytesMax) return Promise.resolve({ json: undefined, fault: 'too long' })
    return new Promise((resolve) => {
      this.#jobs.push({ bytes, rule, resolve })
      void this.#drain()
    })
  }

  /** Ends the thread. Nothing may be under way. */
  async stop(): Promise<void> {
    await this.#worker?.terminate()
    this.#worker = undefined
  }

  async #drain(): Promise<void> {
    if (this.#isBusy) return
    this.#isBusy = true
    for (let job = this.#jobs.shift(); job !== undefined; job = this.#jobs.shift()) job.resolve(await this.#run(job))
    this.#isBusy = false
  }

  async #run({ bytes, rule }: Job): Promise<SettledBody> {
    const worker = this.#thread()
    const copy = await copied(bytes)
    worker.ref()
    const answer = await answerOf(worker, { bytes: copy, rule })
    worker.unref()
    if (answer === undefined) {
      this.#worker = undefined
      await worker.terminate()
      return { json: undefined, fault: 'not checked' }
    }
    return { json: answer.isUnchanged ? bytes : answer.json, fault: answer.fault }
  }

  #thread(): Worker {
    if (this.#worker !== undefined) return this.#worker
    const worker = new Worker(new URL('./body-worker.mjs', import.meta.url), {
      // A body of brackets takes 40 times its bytes when it is parsed: such a one breaks the thread, and nothing else.
      resourceLimits: { maxOldGenerationSizeMb: 768, maxYoungGenerationSizeMb: 48 },
    })
    // A thread that breaks between two bodies is replaced for the next.
    worker.on('error', () => undefined)
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = undefined
    })
    this.#worker = worker
    return worker
  }
}

/** The thread's answer; undefined when it broke or takes too long. */
function answerOf(worker: Worker, task: BodyTask): Promise<BodyAnswer | undefined> {
  return new Promise((resolve) => {
    const end = (answer: BodyAnswer | undefined): void => {
      clearTimeout(timer)
      worker.off('message', end).off('error', fail).off('exit', fail)
      resolve(answer)
    }
    const fail = (): void => end(undefined)
    const timer = setTimeout(fail, jobMs)
    worker.on('message', end).on('error', fail).on('exit', fail)
    worker.postMessage(task, [task.bytes.buffer])
  })
}

async function copied(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const copy = new Uint8Array(bytes.length)
  for (let at = 0; at < bytes.length; at += copiedBytesMax) {
    if (at > 0) await new Promise((resolve) => setImmediate(resolve))
    copy.set(bytes.subarray(at, at + copiedBytesMax), at)
  }
  return copy
}
