/** The process that has workers: it keeps the limits and the spool, and puts new workers in the place of dead ones. */
import cluster, { type Worker } from 'node:cluster'
import { type AddressInfo, createServer } from 'node:net'
import { Registry } from 'prom-client'
import { channelToWorker, LimiterHost } from '../limit.ts'
import type { Configuration } from '../config.ts'
import { claimFolder } from '../file.ts'
import { hostOwners, type Owners } from '../owner.ts'
import { serveAdmin } from './admin.ts'
import type { Closing } from './closing.ts'
import { exportCounters } from './counters.ts'
import { CrewMetrics } from './crew-metrics.ts'
import { openLimiter } from './limiter.ts'
import { openOwners } from './owners.ts'
import { ConfigurationError, loadConfiguration } from './load.ts'
import type { ProcessLog } from './log.ts'
import { live } from './life.ts'
import type { RunOptions } from './run.ts'
import { untilTold } from './signals.ts'
import { openSpool, type Spool } from './spool.ts'
import { portVariable, type Told } from './worker.ts'

/** A worker that dies is replaced after so long; each death within a minute of its birth doubles it, up to the second. */
const restartMsMin = 50
const restartMsMax = 10_000
const youngMs = 60_000
/** So much longer than requests may take, in ms, a worker has for its records. */
const drainSlackMs = 10_000

/** See {@link runGateway}. */
export function runPrimary(options: RunOptions): Promise<number> {
  return live('primary', options, serve)
}

/** Opens everything, operators' port first, and has workers serve until it is told to end. Throws what keeps it from that. */
async function serve(
  { configPath, workers, onReady }: RunOptions,
  configuration: Configuration,
  log: ProcessLog,
  closing: Closing,
): Promise<void> {
  const registry = new Registry()
  const crewMetrics = new CrewMetrics()
  closing.add(() => crewMetrics.close())
  let notReadyBecause = (): string | undefined => 'starting'
  const admin = await serveAdmin(configuration.admin, {
    notReadyBecause: () => notReadyBecause(),
    metrics: async () => ({
      contentType: registry.contentType,
      text: `${await crewMetrics.text()}\n${await registry.metrics()}`,
    }),
  })
  closing.add(() => admin.close())
  const spool = await openSpool(configuration.tap, log)
  closing.add(() => spool?.stop())
  closing.add(await claimFolder(configuration.dataDir))
  const { limiter, counters, close } = await openLimiter(configuration, log)
  closing.add(close)
  const { owners, counters: ownerCounters } = await openOwners(configuration, log)
  closing.add(() => owners.close())
  exportCounters(registry, 'limiter', counters)
  exportCounters(registry, 'owner', ownerCounters)
  if (spool !== undefined) exportCounters(registry, 'spool', spool.counters)
  const port = await probePort(configuration.listen)
  const crew = new Crew(workers, port, { limiter: new LimiterHost(limiter), owners, spool, metrics: crewMetrics }, log)
  // Workers bound their own drain; what hangs beyond that is not waited for.
  let { drainMs } = configuration
  closing.add(() => crew.drain(drainMs + drainSlackMs))
  await crew.start()
  notReadyBecause = () => crew.notReadyBecause
  const isTold = untilTold(() => (drainMs = reload(configPath, crew, log)?.drainMs ?? drainMs))
  log.info({ port, adminPort: admin.port, workers }, 'serving')
  onReady({ port, adminPort: admin.port })
  await isTold
  log.info({}, 'draining')
}

/** A faulty configuration is told once, here, and no worker hears of it; undefined then. */
function reload(configPath: string, crew: Crew, log: ProcessLog): Configuration | undefined {
  try {
    const configuration = loadConfiguration(configPath)
    crew.tell({ stillhunt: 'reload' })
    return configuration
  } catch (cause) {
    log.error(
      { fault: cause instanceof ConfigurationError ? cause.message : String(cause) },
      'the configuration was not taken',
    )
    return undefined
  }
}

/** What workers have of their primary. */
interface Shared {
  readonly limiter: LimiterHost
  readonly owners: Owners
  readonly metrics: CrewMetrics
  readonly spool: Spool | undefined
}

/** The workers of a primary. */
class Crew {
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

/**
 * The port for all workers, those of later too: the one asked for, or any that is free. Workers would share it with another
 * program of the same user without a word; whoever has it is found out here.
 */
function probePort({ host, port }: { readonly host: string; readonly port: number }): Promise<number> {
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      const { port: got } = server.address() as AddressInfo
      server.close(() => resolve(got))
    })
  })
}
