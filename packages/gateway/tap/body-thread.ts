/** A thread that settles long bodies, so that nobody else waits for them. */
import { Worker } from 'node:worker_threads'
import type { BodyRule, SettledBody } from './body.ts'
import type { BodyAnswer, BodyTask } from './body-worker.ts'

interface Job {
  readonly bytes: Uint8Array
  readonly rule: BodyRule
  readonly resolve: (body: SettledBody) => void
  /** Runs out when it has waited too long. */
  readonly timer: NodeJS.Timeout
}

/** A longer body is not looked at: parsed, it would not fit the thread. */
const bodyBytesMax = 64 * 1024 * 1024
/** A body is copied for the thread by pieces of this size, one for each turn of the event loop. */
const copiedBytesMax = 4 * 1024 * 1024
/** A body that takes longer is recorded unchecked: others wait for the thread. */
const jobMs = 1000
/** A body that has waited so long for the bodies of others is recorded unchecked: its call does not wait longer. */
const waitMsMax = 2000

const unchecked: SettledBody = { json: undefined, fault: 'not checked' }

/**
 * Settles one body after the other: of those that wait, one of each account in turn, so that one with many holds up its own
 * and not those of others. The thread starts with the first body; one that it breaks at is recorded unchecked.
 */
export class BodyThread {
  /** Bodies that wait, by account; the account whose turn it is stands first. None is empty. */
  readonly #waiting = new Map<string, Job[]>()
  #worker: Worker | undefined
  #isBusy = false
  #isStopped = false

  /**
   * As `settleBytes`, but never in the way: what it holds up is the call itself, for `waitMsMax` and `jobMs` at most. Never
   * rejects.
   */
  settle(bytes: Uint8Array, rule: BodyRule, account: string): Promise<SettledBody> {
    if (bytes.length > bodyBytesMax) return Promise.resolve({ json: undefined, fault: 'too long' })
    if (this.#isStopped) return Promise.resolve(unchecked)
    return new Promise((resolve) => {
      const job: Job = { bytes, rule, resolve, timer: setTimeout(() => this.#giveUp(account, job), waitMsMax) }
      const others = this.#waiting.get(account)
      if (others === undefined) this.#waiting.set(account, [job])
      else others.push(job)
      void this.#drain()
    })
  }

  /** Ends the thread. What still waits for it is unchecked. */
  async stop(): Promise<void> {
    this.#isStopped = true
    for (const job of [...this.#waiting.values()].flat()) {
      clearTimeout(job.timer)
      job.resolve(unchecked)
    }
    this.#waiting.clear()
    await this.#worker?.terminate()
    this.#worker = undefined
  }

  #giveUp(account: string, job: Job): void {
    const jobs = this.#waiting.get(account) ?? []
    const rest = jobs.filter((other) => other !== job)
    if (rest.length > 0) this.#waiting.set(account, rest)
    else this.#waiting.delete(account)
    job.resolve(unchecked)
  }

  /** The oldest body of the account whose turn it is; that account comes last from now on. */
  #next(): Job | undefined {
    const [first] = this.#waiting
    if (first === undefined) return undefined
    const [account, [job, ...rest]] = first
    this.#waiting.delete(account)
    if (rest.length > 0) this.#waiting.set(account, rest)
    clearTimeout(job?.timer)
    return job
  }

  async #drain(): Promise<void> {
    if (this.#isBusy) return
    this.#isBusy = true
    for (let job = this.#next(); job !== undefined; job = this.#next()) job.resolve(await this.#run(job))
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
      return unchecked
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
