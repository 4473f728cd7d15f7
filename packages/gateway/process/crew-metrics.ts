/**
 * What all workers count, together. One that died goes on counting with what it was last known to have: a counter that
 * falls is taken for one that began anew, and everything since then is counted twice.
 */
import type { Worker } from 'node:cluster'
import { AggregatorRegistry, type MetricObjectWithValues, type MetricValue, Registry } from 'prom-client'

/** What one process counts, as it goes over the line. */
type Counted = MetricObjectWithValues<MetricValue<string>>[]

/** What workers are asked, and how they answer. */
const question = 'metrics?'
const answer = 'metrics'

/** A worker is asked so often whether anybody looks or not, in ms: what it counted since is lost with it. */
const askMs = 5000
/** A worker that takes longer is told of as it was last known. */
const answerMsMax = 2000

/** Of now, and gone with the process that says it. */
const ofNow: ReadonlySet<string> = new Set([
  'stillhunt_gateway_active',
  'stillhunt_gateway_tap_open_calls',
  'stillhunt_gateway_tap_queued_bytes',
])

/** The worker's end: answers with what `registry` has. */
export function answerMetrics(registry: Registry): void {
  process.on('message', (message: unknown) => {
    if (Object(message)[question] !== true) return
    void registry.getMetricsAsJSON().then((counted) => {
      if (process.connected) process.send?.({ [answer]: counted }, undefined, undefined, () => {})
    })
  })
}

/** The primary's end. */
export class CrewMetrics {
  readonly #known = new Map<Worker, Counted>()
  readonly #workers = new Map<Worker, Set<() => void>>()
  readonly #timer: NodeJS.Timeout
  /** One after the other: of two that die together none is lost. */
  #ofTheDead: Promise<Counted> = Promise.resolve([])

  constructor() {
    this.#timer = setInterval(() => void this.#askAll(), askMs).unref()
  }

  /** Counts this worker from now on. */
  attach(worker: Worker): void {
    const waiting = new Set<() => void>()
    this.#workers.set(worker, waiting)
    const release = (): void => {
      for (const done of waiting) done()
      waiting.clear()
    }
    worker.on('message', (message: unknown) => {
      const counted = Object(message)[answer] as Counted | undefined
      // What comes after the end was counted at the end.
      if (counted === undefined || !this.#workers.has(worker)) return
      this.#known.set(worker, counted)
      release()
    })
    worker.once('exit', () => {
      this.#workers.delete(worker)
      this.#bury(worker)
      release()
    })
  }

  /** All of it, in Prometheus' text format. */
  async text(): Promise<string> {
    await this.#askAll()
    const ofTheDead = await this.#ofTheDead
    return AggregatorRegistry.aggregate([ofTheDead, ...this.#known.values()]).metrics()
  }

  /** Asks no more. */
  close(): void {
    clearInterval(this.#timer)
  }

  async #askAll(): Promise<void> {
    await Promise.all([...this.#workers].map(([worker, waiting]) => ask(worker, waiting)))
  }

  #bury(worker: Worker): void {
    const counted = this.#known.get(worker)?.filter(({ name }) => !ofNow.has(name)) ?? []
    this.#known.delete(worker)
    this.#ofTheDead = this.#ofTheDead.then((sum) => AggregatorRegistry.aggregate([sum, counted]).getMetricsAsJSON())
  }
}

/** Resolves when the worker has answered, has died, or takes too long. */
function ask(worker: Worker, waiting: Set<() => void>): Promise<void> {
  if (!worker.isConnected()) return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(done, answerMsMax)
    function done(): void {
      clearTimeout(timer)
      waiting.delete(done)
      resolve()
    }
    waiting.add(done)
    worker.process.send({ [question]: true }, () => {})
  })
}
