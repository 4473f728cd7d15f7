/** Shows that what is counted on the way of a request is told as `prom-client` would tell it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AggregatorRegistry, Counter, Histogram, Registry } from 'prom-client'
import { HotCounter, HotHistogram } from './hot-metric.ts'

const counterTerms = { name: 'c_total', help: 'Counted.', labelNames: ['route', 'status'] } as const
const histogramTerms = { name: 'h_seconds', help: 'Taken.', buckets: [0.1, 1, 10] }

/** The same counts, by ours and by the library. */
function both(): readonly [ours: Registry, theirs: Registry] {
  const [ours, theirs] = [new Registry(), new Registry()]
  const counters = [
    new HotCounter(counterTerms, ours),
    new Counter({ ...counterTerms, labelNames: [...counterTerms.labelNames], registers: [theirs] }),
  ]
  const histograms = [new HotHistogram(histogramTerms, ours), new Histogram({ ...histogramTerms, registers: [theirs] })]
  for (const counter of counters) {
    counter.inc({ route: '/a', status: 200 }, 1)
    counter.inc({ route: '/a', status: 200 }, 2)
    counter.inc({ route: '/a', status: 429 }, 1)
  }
  for (const histogram of histograms) for (const value of [0.05, 0.1, 0.5, 10, 11]) histogram.observe(value)
  return [ours, theirs]
}

test('counters and histograms read as those of the library', async () => {
  const [ours, theirs] = both()
  assert.equal(await ours.metrics(), await theirs.metrics())
  // A second look tells the same: nothing is counted twice.
  assert.equal(await ours.metrics(), await theirs.metrics())
})

test('those of several processes add up', async () => {
  const [[ours], [others]] = [both(), both()]
  const all = await Promise.all([ours, others].map((registry) => registry.getMetricsAsJSON()))
  const text = await AggregatorRegistry.aggregate(all).metrics()
  assert.match(text, /c_total\{route="\/a",status="200"\} 6/)
  assert.match(text, /h_seconds_bucket\{le="1"\} 6/)
  assert.match(text, /h_seconds_count 10/)
})
