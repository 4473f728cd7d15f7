/** The workers of a primary: begun, told, drained, and replaced when they die. */
import cluster, { type Worker } from 'node:cluster'
import { channelToWorker, type LimiterHost } from '../limit.ts'
import { hostOwners, type Owners } from '../owner.ts'
import type { CrewMetrics } from './crew-metrics.ts'
import { ConfigurationError } from './load.ts'
import type { ProcessLog } from './log.ts'
import type { Spool } from './spool.ts'
import { portVariable, type Told } from './worker.ts'

/** A worker that dies is replaced after so long; each death within a minute of its birth doubles it, up to the second. */
const restartMsMin = 50
const restartMsMax = 10_000
const youngMs = 60_000

/** What workers have of their primary. */
export interface Shared {
  readonly limiter: LimiterHost
  readonly owners: Owners
  readonly metrics: CrewMetrics
  readonly spool: Spool | undefined
}

/** See the file's header. */
export class Crew {
  readonly #size: number
  readonly #port: number
  readonly #shared: Shared
  readonly #log: ProcessLog
  /** Those that serve, and why each would rather not be sent requests. */
  readonly #serving = new Map<Worker, string | undefined>()
  #restartMs = restartMsMin
  #isDraining = false

  constructor(size: number, port: number, shared: Shared, log: ProcessLog) {
    this.#size = size
    this.#port = port
    this.#shared = shared
    this.#log = log
  }

  /** Resolves when every one serves. Rejects with what keeps one from serving; then none is left. */
  async start(): Promise<void> {
    try {
      // One after the other: of two that find the same fault only one is needed to tell it.
      for (let i = 0; i < this.#size; i++) await this.#begin()
    } catch (cause) {
      this.#isDraining = true
      for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill('SIGKILL')
      throw cause
    }
  }

  get notReadyBecause(): string | undefined {
    if (this.#isDraining) return 'shutting down'
    if (this.#serving.size === 0) return 'no worker serves'
    return [...this.#serving.values()].find((because) => because !== undefined)
  }

  tell(told: Told): void {
    for (const worker of this.#serving.keys()) if (worker.isConnected()) worker.send(told)
  }

  /** Resolves when every worker has ended; those that take longer than `withinMs` are killed. */
  async drain(withinMs: number): Promise<void> {
    this.#isDraining = true
    const known = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined)
    // One that is dead already says so no more.
    const workers = known.filter((worker) => !worker.isDead())
    const ends = workers.map((worker) => new Promise<void>((resolve) => worker.once('exit', () => resolve())))
    this.tell({ stillhunt: 'drain' })
    // One that is only coming up has nothing to finish, and does not listen to words yet.
    for (const worker of workers) if (!this.#serving.has(worker)) worker.process.kill('SIGKILL')
    const timer = setTimeout(() => {
      for (const worker of workers) worker.process.kill('SIGKILL')
    }, withinMs)
    await Promise.all(ends)
    clearTimeout(timer)
  }

  #begin(): Promise<void> {
    const worker = cluster.fork({ [portVariable]: String(this.#port) })
    const bornAt = performance.now()
    const release = this.#shared.limiter.attach(channelToWorker(worker))
    hostOwners(this.#shared.owners, channelToWorker(worker))
    this.#shared.metrics.attach(worker)
    return new Promise((resolve, reject) => {
      worker.on('message', (told: Partial<Told> | null) => {
        if (told?.stillhunt === 'failed') reject(new ConfigurationError(told.fault ?? 'a worker could not serve'))
        if (told?.stillhunt === 'condition' && this.#serving.has(worker)) this.#serving.set(worker, told.fault)
        if (told?.stillhunt !== 'ready') return
        this.#serving.set(worker, told.fault)
        resolve()
      })
      worker.once('exit', (status, signal) => {
        const wasServing = this.#serving.delete(worker)
        release()
        this.#shared.spool?.onWriterDeath()
        if (!wasServing) reject(new ConfigurationError('a worker ended before it served; the log says why'))
        if (wasServing && !this.#isDraining) this.#replace(bornAt, signal ?? String(status))
      })
    })
  }

  #replace(bornAt: number, why: string): void {
    const isYoung = performance.now() - bornAt < youngMs
    this.#restartMs = isYoung ? Math.min(restartMsMax, this.#restartMs * 2) : restartMsMin
    this.#log.error({ why, againInMs: this.#restartMs }, 'a worker died')
    setTimeout(() => {
      if (this.#isDraining) return
      this.#begin().catch((cause: unknown) => {
        this.#log.error({ fault: String(cause) }, 'a new worker could not serve')
        this.#replace(performance.now(), 'could not serve')
      })
    }, this.#restartMs)
  }
}
