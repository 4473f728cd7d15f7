/** What is counted, in Prometheus' terms. */
import { Gauge, Registry } from 'prom-client'
import type { Forwarded } from './forward.ts'
import { HotCounter, HotHistogram, type Series } from './hot-metric.ts'

/** Upper bounds in seconds: a gateway's own time is well below a millisecond, a model's well above. */
const addedBuckets = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1]
const servedBuckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600]

/** Tokens counted in one way. */
export interface TokenSeries {
  readonly input: Series<'direction' | 'source'>
  readonly output: Series<'direction' | 'source'>
}

function tokensFrom(tokens: HotCounter<'direction' | 'source'>, source: string): TokenSeries {
  return {
    input: tokens.with({ direction: 'input', source }),
    output: tokens.with({ direction: 'output', source }),
  }
}

/** All metrics of one process. Labels are from closed lists: no id of a customer's is ever one. */
export class Metrics {
  readonly registry: Registry = new Registry()
  readonly requests: HotCounter<'route' | 'status'> = new HotCounter(
    {
      name: 'stillhunt_gateway_requests_total',
      help: 'Requests answered, by route and status.',
      labelNames: ['route', 'status'],
    },
    this.registry,
  )
  readonly refusals: HotCounter<'reason'> = new HotCounter(
    {
      name: 'stillhunt_gateway_refusals_total',
      help: 'Requests that the gateway itself answered with an error, by reason.',
      labelNames: ['reason'],
    },
    this.registry,
  )
  readonly keyRefusals: HotCounter<'why'> = new HotCounter(
    {
      name: 'stillhunt_gateway_key_refusals_total',
      help: 'Keys refused, by why.',
      labelNames: ['why'],
    },
    this.registry,
  )
  readonly limited: HotCounter<'scope' | 'limit'> = new HotCounter(
    {
      name: 'stillhunt_gateway_limited_total',
      help: 'Requests refused by a limit, by scope and limit.',
      labelNames: ['scope', 'limit'],
    },
    this.registry,
  )
  readonly enforced: HotCounter<'step' | 'mode'> = new HotCounter(
    {
      name: 'stillhunt_gateway_enforced_total',
      help: 'Verdicts that applied to a request, by step; mode shadow where nothing was done.',
      labelNames: ['step', 'mode'],
    },
    this.registry,
  )
  readonly #endings: HotCounter<'ending'> = new HotCounter(
    {
      name: 'stillhunt_gateway_endings_total',
      help: 'Forwarded requests by how they ended.',
      labelNames: ['ending'],
    },
    this.registry,
  )
  readonly #tokens: HotCounter<'direction' | 'source'> = new HotCounter(
    {
      name: 'stillhunt_gateway_tokens_total',
      help: 'Tokens by direction; source estimate where nobody counted them.',
      labelNames: ['direction', 'source'],
    },
    this.registry,
  )
  /** What every call is counted under, found once: its ending, and its tokens by how they were counted. */
  readonly ended: Readonly<Record<Forwarded['ending'], Series<'ending'>>> = {
    complete: this.#endings.with({ ending: 'complete' }),
    'client aborted': this.#endings.with({ ending: 'client aborted' }),
    'upstream cut': this.#endings.with({ ending: 'upstream cut' }),
  }
  readonly used: Readonly<Record<'usage' | 'estimate', TokenSeries>> = {
    usage: tokensFrom(this.#tokens, 'usage'),
    estimate: tokensFrom(this.#tokens, 'estimate'),
  }
  /** Requests and streams under way: plain numbers, since they change twice for each request. */
  activeRequests = 0
  activeStreams = 0
  readonly added: HotHistogram = new HotHistogram(
    {
      name: 'stillhunt_gateway_added_seconds',
      help: "The gateway's own time: from the whole request to the upstream, and from the upstream's end to the client's.",
      buckets: addedBuckets,
    },
    this.registry,
  )
  readonly firstByte: HotHistogram = new HotHistogram(
    {
      name: 'stillhunt_gateway_upstream_first_byte_seconds',
      help: 'From the upstream request to the head of its answer.',
      buckets: servedBuckets,
    },
    this.registry,
  )
  readonly duration: HotHistogram = new HotHistogram(
    {
      name: 'stillhunt_gateway_duration_seconds',
      help: 'From the request to the end of the answer.',
      buckets: servedBuckets,
    },
    this.registry,
  )
  readonly faults: HotCounter<'where'> = new HotCounter(
    {
      name: 'stillhunt_gateway_inspection_faults_total',
      help: 'Answers that could not be inspected, by where; they were served all the same.',
      labelNames: ['where'],
    },
    this.registry,
  )
  readonly malformedEvents: HotCounter = new HotCounter(
    {
      name: 'stillhunt_gateway_malformed_events_total',
      help: 'Events of upstream streams that were no JSON; they were forwarded, but to who is served hardened answers.',
    },
    this.registry,
  )

  constructor() {
    const read = (): readonly [number, number] => [this.activeRequests, this.activeStreams]
    const active: Gauge<'kind'> = new Gauge({
      name: 'stillhunt_gateway_active',
      help: 'Requests and streams under way.',
      labelNames: ['kind'],
      registers: [],
      collect() {
        const [requests, streams] = read()
        this.set({ kind: 'request' }, requests)
        this.set({ kind: 'stream' }, streams)
      },
    })
    this.registry.registerMetric(active)
  }
}
