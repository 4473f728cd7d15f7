/**
 * Counters and histograms for the path of a request. `prom-client` hashes labels at every count; these find theirs by a
 * look into a map for each label, and are put into its form when somebody asks.
 */
import { Counter, type Histogram, type Registry } from 'prom-client'

/** What every metric has. */
export interface MetricTerms<Label extends string> {
  readonly name: string
  readonly help: string
  readonly labelNames?: readonly Label[]
}

/** What is counted under one value of each label. */
export class Series<Label extends string> {
  readonly labels: Readonly<Record<Label, string | number>>
  count = 0

  constructor(labels: Readonly<Record<Label, string | number>>) {
    this.labels = labels
  }

  inc(by = 1): void {
    this.count += by
  }
}

/** What is known by the values of labels: of the first, of the next, and so on. */
interface Branch<Label extends string> {
  readonly next: Map<string | number, Branch<Label>>
  series: Series<Label> | undefined
}

/** A counter by labels. */
export class HotCounter<Label extends string = never> {
  readonly #root: Branch<Label> = { next: new Map(), series: undefined }
  readonly #all: Series<Label>[] = []

  constructor(terms: MetricTerms<Label>, registry: Registry) {
    const all = this.#all
    const counter: Counter<Label> = new Counter({
      ...terms,
      labelNames: terms.labelNames ?? [],
      registers: [],
      collect() {
        this.reset()
        for (const { labels, count } of all) if (count > 0) this.inc(labels, count)
      },
    })
    registry.registerMetric(counter)
  }

  /** Counts `by`. Labels must be given in one and the same order. */
  inc(labels: Readonly<Record<Label, string | number>>, by = 1): void {
    this.with(labels).inc(by)
  }

  /** What is counted under these labels, for who counts them for every request. Nothing is told of it before. */
  with(labels: Readonly<Record<Label, string | number>>): Series<Label> {
    let branch = this.#root
    for (const label in labels) {
      let next = branch.next.get(labels[label])
      if (next === undefined) branch.next.set(labels[label], (next = { next: new Map(), series: undefined }))
      branch = next
    }
    if (branch.series === undefined) this.#all.push((branch.series = new Series(labels)))
    return branch.series
  }
}

/** A histogram without labels. */
export class HotHistogram {
  readonly #buckets: readonly number[]
  /** Observations up to each bound that are above the one before; the last are above all. */
  readonly #counts: Float64Array
  #sum = 0

  constructor(terms: MetricTerms<never> & { readonly buckets: readonly number[] }, registry: Registry) {
    this.#buckets = terms.buckets
    this.#counts = new Float64Array(terms.buckets.length + 1)
    const { name, help } = terms
    const get = (): Promise<object> =>
      Promise.resolve({ name, help, type: 'histogram', values: this.#values(name), aggregator: 'sum' })
    // Registries ask a metric for its name and what it tells, and no more.
    registry.registerMetric({ name, get } as unknown as Histogram)
  }

  observe(value: number): void {
    let at = 0
    while (at < this.#buckets.length && value > this.#buckets[at]!) at++
    this.#counts[at]! += 1
    this.#sum += value
  }

  #values(name: string): object[] {
    let below = 0
    const buckets = [...this.#buckets, '+Inf'].map((le, i) => {
      below += this.#counts[i]!
      return { metricName: `${name}_bucket`, labels: { le }, value: below }
    })
    return [
      ...buckets,
      { metricName: `${name}_sum`, labels: {}, value: this.#sum },
      { metricName: `${name}_count`, labels: {}, value: below },
    ]
  }
}
