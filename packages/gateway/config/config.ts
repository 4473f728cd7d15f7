/** What `gateway.yaml` may say: every key, its default, its meaning. */
import type { Limits, ScopeLimits } from '@stillhunt/core/policy'
import { LineCounter, type Node, parseDocument } from 'yaml'
import { isSamePlace } from './check.ts'
import type { Configuration } from './configuration.ts'
import { Lookup, type Path, type Surroundings } from './lookup.ts'
import {
  type ConfigFault,
  flag,
  type Key,
  type Kind,
  list,
  map,
  number,
  optional,
  type Place,
  preset,
  record,
  required,
  section,
  text,
  word,
} from './schema.ts'
import { address, block, bytes, count, file, folder, host, port, route, seconds, server, variable } from './value.ts'

const secret = map({
  env: optional(variable, 'Environment variable that holds it.'),
  file: optional(file, 'File that holds it, and nothing else.'),
})

const limits = map({
  requests_per_minute: optional(count, 'Requests per minute; a bucket of so many that fills evenly.'),
  tokens_per_minute: optional(count, 'Tokens per minute, input and output together.'),
  tokens_per_day: optional(count, 'Tokens per 24 hours, input and output together.'),
  concurrent_requests: optional(count, 'Requests under way at one time, streams among them.'),
  concurrent_streams: optional(count, 'Streamed answers under way at one time.'),
})

const scopeKeys = {
  key: optional(limits, 'Of one API key; what the key itself says comes before it.'),
  user: optional(
    limits,
    "Of one of a customer's own users, as `user`, `safety_identifier` or `metadata.user_id` names it.",
  ),
  account: optional(limits, 'Of all keys of one account together.'),
  org: optional(limits, 'Of all accounts of one organisation together.'),
  global: optional(limits, 'Of everything that passes.'),
}
const scopes = map(scopeKeys)

const contentRule = word('keep', 'hash', 'omit')
const provider = word('openai', 'anthropic')

const upstream = map({
  provider: required(provider, 'Whose interface it speaks.'),
  url: required(server, 'Where it is, without `/v1`.'),
  secret: optional(secret, "The operator's own key with it."),
  models: optional(
    list(text('a model, or a beginning with *')),
    'Models that it serves; all when absent. The first server that fits is taken.',
  ),
  connect_timeout_s: preset(seconds, 10, 'Until the connection stands.'),
  headers_timeout_s: preset(seconds, 600, 'Until the answer begins.'),
  idle_timeout_s: preset(seconds, 600, 'Between two pieces of an answer.'),
  ca_file: optional(file, 'Certificates to trust besides those of the system, PEM.'),
  inject_usage: preset(flag, true, 'Ask for the usage of streams where clients do not, and take it out again.'),
})

const listen = {
  host: preset(host, '127.0.0.1', 'Address to listen on; loopback unless told otherwise.'),
}

const redis = map({
  url: optional(secret, 'Where the URL is, as redis://user:password@host:6379 or rediss://…'),
  cluster: optional(list(secret), 'Where the URLs of some nodes of a cluster are, instead of `url`.'),
  prefix: preset(text(), 'stillhunt', 'Beginning of all keys.'),
  timeout_ms: preset(number(1, 10_000), 50, 'A decision that takes longer is made locally.'),
  gateways: preset(number(1, 10_000), 1, 'How many gateways share the limits: alone, each grants this part of them.'),
})

const sink = map({
  url: required(address, 'Where batches are posted to, as JSON Lines.'),
  token: optional(secret, 'Sent as Authorization: Bearer.'),
  batch_records_max: preset(number(1, 100_000), 1000, 'Records in one batch.'),
  batch_bytes_max: preset(bytes, 8 * 1024 * 1024, 'Bytes in one batch, before compression.'),
  compression: preset(word('zstd', 'gzip', 'none'), 'zstd', 'How batches are compressed.'),
  interval_s: preset(seconds, 1, 'The longest that a record waits for its batch.'),
})

const tap = map({
  dir: required(folder, 'Where records are written; `stillhunt scan` reads it.'),
  segment_bytes: preset(bytes, 64 * 1024 * 1024, 'A segment is sealed at this size.'),
  bytes_max: preset(bytes, 10 * 1024 * 1024 * 1024, 'All segments together.'),
  when_full: preset(
    word('shed-oldest', 'refuse'),
    'shed-oldest',
    'Drop the oldest segments and count them, or refuse traffic.',
  ),
  fsync: preset(
    word('never', 'interval', 'always'),
    'never',
    'When records are forced to the disk; a killed process loses none either way.',
  ),
  content: section(
    {
      default: preset(contentRule, 'keep', 'Texts as they are, as keyed hashes, or not at all.'),
      accounts: preset(record(contentRule, 'account'), {}, 'For single accounts.'),
      orgs: preset(
        record(contentRule, 'organisation'),
        {},
        'For single organisations; an account comes before its organisation.',
      ),
    },
    'What is kept of the texts.',
  ),
  sink: optional(sink, 'Where records are shipped to; they stay in the spool when absent.'),
})

const schema = map({
  listen: section(
    {
      ...listen,
      port: preset(port, 8080, 'Port for clients; 0 for any that is free.'),
      tls: optional(
        map({
          cert_file: required(file, 'Certificate chain, PEM.'),
          key_file: required(file, 'Private key, PEM.'),
        }),
        'Serve HTTPS.',
      ),
    },
    'Where clients connect.',
  ),
  admin: section(
    { ...listen, port: preset(port, 9090, 'Port for /healthz, /readyz and /metrics; 0 for any that is free.') },
    'Where operators look; never on the port for clients.',
  ),
  upstreams: required(list(upstream), 'The model servers.'),
  keys: required(map({ file: required(file, 'What `stillhunt keys` writes; watched.') }), 'The API keys.'),
  verdicts: optional(
    map({
      file: required(file, 'What `stillhunt verdicts sign` writes; watched.'),
      trust: required(list(file), 'Public keys, PEM, of which one must have signed it.'),
      state_file: optional(file, 'Remembers the highest sequence number, so that no older table comes back.'),
    }),
    'What is to be done about whom; nobody is under a verdict when absent.',
  ),
  limits: section(
    {
      default: { ...section(scopeKeys, 'For every key.'), kind: scopes },
      plans: preset(
        record(scopes, 'plan'),
        {},
        'For keys of a plan: each scope that stands here takes the place of the default one.',
      ),
      output_tokens_default: preset(count, 1024, 'Output tokens reserved where the client sets no bound.'),
      output_tokens_reserved_max: preset(
        count,
        4096,
        'The most output tokens reserved for one choice; usage corrects it.',
      ),
    },
    'How much may be used.',
  ),
  redis: optional(
    redis,
    'Valkey or Redis, where several gateways share their limits and who made what; each has its own when absent.',
  ),
  client: section(
    {
      trusted_proxies: preset(list(block), [], 'Proxies whose `x-forwarded-for` and JA4 header are believed.'),
      ja4_header: optional(
        text('the name of a header'),
        "Header in which they tell the fingerprint of the client's TLS.",
      ),
    },
    'Who is at the other end.',
  ),
  request: section(
    {
      body_bytes_max: preset(bytes, 50 * 1024 * 1024, 'Larger bodies are refused with 413.'),
      body_timeout_s: preset(seconds, 120, 'Bodies that are not whole by then are refused with 408.'),
      header_bytes_max: preset(number(1024, 1024 * 1024), 32 * 1024, 'Larger heads are refused with 431.'),
      headers_timeout_s: preset(seconds, 10, 'Heads that are not whole by then are refused with 408.'),
      keep_alive_s: preset(seconds, 75, 'An idle connection is kept for so long.'),
      connections_max: preset(
        number(1, 1_000_000),
        20_000,
        'Connections of each worker at one time; further ones are closed.',
      ),
    },
    'Bounds on what clients send.',
  ),
  routes: preset(
    list(
      map({
        provider: required(provider, 'Whose server it goes to.'),
        path: required(route, 'Which path.'),
      }),
    ),
    [],
    'Further paths that are forwarded; they count as requests and leave no record.',
  ),
  stateful_routes: preset(
    flag,
    true,
    'Serve stored responses and batches, each to the account that made it; `false` answers 404 to everybody.',
  ),
  owners: section(
    {
      retention_days: preset(number(1, 3650), 30, 'After so long what was made is nobody’s any more.'),
      ids_max: preset(
        number(1, 10_000_000),
        1_000_000,
        'The most that is remembered; beyond that the account with most loses its oldest.',
      ),
    },
    'What is remembered of who made which response and which batch.',
  ),
  data_dir: preset(folder, 'gateway-data', 'Where is kept what must outlive a restart; for one gateway alone.'),
  tap: optional(tap, 'Where calls are recorded; nowhere when absent.'),
  inspected_bytes_max: preset(bytes, 16 * 1024 * 1024, 'Longer answers pass, but are not recorded whole.'),
  drain_s: preset(seconds, 30, 'After SIGTERM, how long requests under way may take.'),
  log: section(
    {
      level: preset(
        word('debug', 'info', 'warn', 'error', 'silent'),
        'info',
        'What is logged, as JSON Lines on standard error.',
      ),
      access: preset(flag, true, 'One line for every request.'),
    },
    'What is told while it runs.',
  ),
})

/** The schema, for documents. */
export const keysOfConfiguration: Readonly<Record<string, Key<unknown>>> = schema.keys!

/**
 * Reads the text of a configuration. Every fault is told, each with its line; only without any is there a configuration.
 * Secrets are looked up here: one that is missing is a fault of the file's, at its line. Never throws.
 */
export function readConfiguration(
  yaml: string,
  surroundings: Surroundings,
):
  | { readonly ok: true; readonly value: Configuration }
  | { readonly ok: false; readonly faults: readonly ConfigFault[] } {
  const lines = new LineCounter()
  const document = parseDocument(yaml, { lineCounter: lines, prettyErrors: false })
  const lineOf = (node: Node | null): number => (node?.range ? lines.linePos(node.range[0]).line : 0)
  const faults: ConfigFault[] = document.errors.map(({ pos, message }) => ({
    line: lines.linePos(pos[0]).line,
    path: '',
    message,
  }))
  const place: Place = { path: '', node: document.contents as Node | null, lineOf, document, faults }
  const raw = faults.length > 0 ? undefined : schema.read(place)
  if (raw === undefined || faults.length > 0) return { ok: false, faults }
  const value = new Conversion(place, surroundings).configuration(raw)
  return faults.length > 0 ? { ok: false, faults } : { ok: true, value }
}

const dayMs = 86_400_000

type Of<K> = K extends Kind<infer T> ? T : never
type Raw = Of<typeof schema>

/** From what the file says to what it means. */
class Conversion {
  readonly #place: Place
  readonly #surroundings: Surroundings
  readonly #lookup: Lookup

  constructor(place: Place, surroundings: Surroundings) {
    this.#place = place
    this.#surroundings = surroundings
    this.#lookup = new Lookup(place, surroundings)
  }

  configuration(raw: Raw): Configuration {
    const { listen, admin, upstreams, keys, verdicts, limits, redis, client, request, routes, tap, log } = raw
    const { resolve } = this.#surroundings
    for (const [i, path] of (verdicts?.trust ?? []).entries()) this.#lookup.file(['verdicts', 'trust', i], path)
    if (verdicts?.trust.length === 0) this.#lookup.wrong(['verdicts', 'trust'], 'must name at least one key')
    if (upstreams.length === 0) this.#lookup.wrong(['upstreams'], 'must name at least one server')
    this.#checkPlaces(listen, admin)
    return {
      listen: {
        ...listen,
        tls: listen.tls && this.#lookup.tls(listen.tls),
      },
      admin,
      upstreams: upstreams.map((upstream, i) => this.#upstream(upstream, ['upstreams', i])),
      keysFile: resolve(keys.file),
      verdicts: verdicts && {
        file: resolve(verdicts.file),
        trust: verdicts.trust.map((path) => resolve(path)),
        stateFile: verdicts.state_file === undefined ? undefined : resolve(verdicts.state_file),
      },
      limits: {
        default: scopeLimitsOf(limits.default),
        plans: Object.fromEntries(Object.entries(limits.plans).map(([plan, of]) => [plan, scopeLimitsOf(of)])),
        outputTokensDefault: limits.output_tokens_default,
        outputTokensReservedMax: limits.output_tokens_reserved_max,
      },
      redis: redis && this.#redis(redis),
      client: { trustedProxies: client.trusted_proxies, ja4Header: client.ja4_header?.toLowerCase() },
      request: {
        bodyBytesMax: request.body_bytes_max,
        bodyTimeoutMs: request.body_timeout_s * 1000,
        headerBytesMax: request.header_bytes_max,
        headersTimeoutMs: request.headers_timeout_s * 1000,
        keepAliveMs: request.keep_alive_s * 1000,
        connectionsMax: request.connections_max,
      },
      routes,
      tap: tap && this.#tap(tap),
      hasStatefulRoutes: raw.stateful_routes,
      owners: { retentionMs: raw.owners.retention_days * dayMs, idsMax: raw.owners.ids_max },
      dataDir: resolve(raw.data_dir),
      inspectedBytesMax: raw.inspected_bytes_max,
      drainMs: raw.drain_s * 1000,
      log,
    }
  }

  #checkPlaces(listen: Raw['listen'], admin: Raw['admin']): void {
    if (!isSamePlace(listen, admin)) return
    const isGiven = this.#place.document.hasIn(['admin', 'port'])
    this.#lookup.wrong(
      [isGiven ? 'admin' : 'listen', 'port'],
      `listen and admin both have ${admin.port}: give them two ports`,
    )
  }

  #upstream(raw: Raw['upstreams'][number], path: Path): Configuration['upstreams'][number] {
    return {
      provider: raw.provider,
      url: new URL(raw.url),
      secret: raw.secret && this.#lookup.secret([...path, 'secret'], raw.secret),
      models: raw.models,
      connectTimeoutMs: raw.connect_timeout_s * 1000,
      headersTimeoutMs: raw.headers_timeout_s * 1000,
      idleTimeoutMs: raw.idle_timeout_s * 1000,
      ca: raw.ca_file === undefined ? undefined : this.#lookup.authorities([...path, 'ca_file'], raw.ca_file),
      injectsUsage: raw.inject_usage,
    }
  }

  #redis(raw: NonNullable<Raw['redis']>): Configuration['redis'] {
    if ((raw.url === undefined) === (raw.cluster === undefined))
      this.#lookup.wrong(['redis'], 'needs either url or cluster, not both')
    return {
      url: raw.url && this.#lookup.secret(['redis', 'url'], raw.url),
      cluster: raw.cluster?.map((node, i) => this.#lookup.secret(['redis', 'cluster', i], node)),
      prefix: raw.prefix,
      timeoutMs: raw.timeout_ms,
      gateways: raw.gateways,
    }
  }

  #tap(raw: NonNullable<Raw['tap']>): Configuration['tap'] {
    if (raw.segment_bytes > raw.bytes_max)
      this.#lookup.wrong(['tap', 'segment_bytes'], 'must not be larger than bytes_max')
    return {
      dir: this.#surroundings.resolve(raw.dir),
      segmentBytes: raw.segment_bytes,
      bytesMax: raw.bytes_max,
      whenFull: raw.when_full,
      fsync: raw.fsync,
      content: raw.content,
      sink: raw.sink && {
        url: new URL(raw.sink.url),
        token: raw.sink.token && this.#lookup.whereabouts(['tap', 'sink', 'token'], raw.sink.token),
        batchRecordsMax: raw.sink.batch_records_max,
        batchBytesMax: raw.sink.batch_bytes_max,
        compression: raw.sink.compression,
        intervalMs: raw.sink.interval_s * 1000,
      },
    }
  }
}

function scopeLimitsOf(raw: Of<typeof scopes>): ScopeLimits {
  const found: Record<string, Limits> = {}
  for (const [kind, of] of Object.entries(raw)) if (of !== undefined) found[kind] = limitsOf(of)
  return found
}

/** `requests_per_minute` as `requestsPerMinute`, and so on. */
function limitsOf(raw: Of<typeof limits>): Limits {
  const set = Object.entries(raw).filter(([, limit]) => limit !== undefined)
  return Object.fromEntries(set.map(([name, limit]) => [name.replace(/_./g, (tail) => tail[1]!.toUpperCase()), limit]))
}
