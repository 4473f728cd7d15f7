/** What is counted, in Prometheus' terms. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client'

/** Upper bounds in seconds: a gateway's own time is well below a millisecond, a model's well above. */
const addedBuckets = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1]
const servedBuckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600]

/** All metrics of one process. Labels are from closed lists: no id of a customer's is ever one. */
export class Metrics {
  readonly registry: Registry = new Registry()
  readonly requests: Counter<'route' | 'status'> = new Counter({
    name: 'stillhunt_gateway_requests_total',
    help: 'Requests answered, by route and status.',
    labelNames: ['route', 'status'],
    registers: [this.registry],
  })
  readonly refusals: Counter<'reason'> = new Counter({
    name: 'stillhunt_gateway_refusals_total',
    help: 'Requests that the gateway itself answered with an error, by reason.',
    labelNames: ['reason'],
    registers: [this.registry],
  })
  readonly keyRefusals: Counter<'why'> = new Counter({
    name: 'stillhunt_gateway_key_refusals_total',
    help: 'Keys refused, by why.',
    labelNames: ['why'],
    registers: [this.registry],
  })
  readonly limited: Counter<'scope' | 'limit'> = new Counter({
    name: 'stillhunt_gateway_limited_total',
    help: 'Requests refused by a limit, by scope and limit.',
    labelNames: ['scope', 'limit'],
    registers: [this.registry],
  })
  readonly enforced: Counter<'step' | 'mode'> = new Counter({
    name: 'stillhunt_gateway_enforced_total',
    help: 'Verdicts that applied to a request, by step; mode shadow where nothing was done.',
    labelNames: ['step', 'mode'],
    registers: [this.registry],
  })
  readonly endings: Counter<'ending'> = new Counter({
    name: 'stillhunt_gateway_endings_total',
    help: 'Forwarded requests by how they ended.',
    labelNames: ['ending'],
    registers: [this.registry],
  })
  readonly tokens: Counter<'direction' | 'source'> = new Counter({
    name: 'stillhunt_gateway_tokens_total',
    help: 'Tokens by direction; source estimate where nobody counted them.',
    labelNames: ['direction', 'source'],
    registers: [this.registry],
  })
  readonly active: Gauge<'kind'> = new Gauge({
    name: 'stillhunt_gateway_active',
    help: 'Requests and streams under way.',
    labelNames: ['kind'],
    registers: [this.registry],
  })
  readonly added: Histogram = new Histogram({
    name: 'stillhunt_gateway_added_seconds',
    help: "The gateway's own time: from the whole request to the upstream, and from the upstream's end to the client's.",
    buckets: addedBuckets,
    registers: [this.registry],
  })
  readonly firstByte: Histogram = new Histogram({
    name: 'stillhunt_gateway_upstream_first_byte_seconds',
    help: 'From the upstream request to the head of its answer.',
    buckets: servedBuckets,
    registers: [this.registry],
  })
  readonly duration: Histogram = new Histogram({
    name: 'stillhunt_gateway_duration_seconds',
    help: 'From the request to the end of the answer.',
    buckets: servedBuckets,
    registers: [this.registry],
  })
  readonly faults: Counter<'where'> = new Counter({
    name: 'stillhunt_gateway_inspection_faults_total',
    help: 'Answers that could not be inspected, by where; they were served all the same.',
    labelNames: ['where'],
    registers: [this.registry],
  })
  readonly malformedEvents: Counter = new Counter({
    name: 'stillhunt_gateway_malformed_events_total',
    help: 'Events of upstream streams that were no JSON; they were forwarded.',
    registers: [this.registry],
  })
}
