/** A gateway for tests, in this process: real servers and sockets, with keys, verdicts and a tap that a test holds. */
import { mkdtempSync, rmSync } from 'node:fs'
import { request as sendRequest, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ScopeLimits } from '@stillhunt/core/policy'
import type { KeyGrant } from '../key.ts'
import { LocalLimiter } from '../limit.ts'
import { LocalOwners } from '../owner.ts'
import { listen, type Listener } from './listener.ts'
import type { Intent, Outcome, Tap } from '../tap.ts'
import type { Enforcer } from '../verdict.ts'
import { RouteTable } from '../wire.ts'
import type { Deployment } from './deployment.ts'
import { createHandler } from './handler.ts'
import { Metrics } from './metric.ts'
import { Passages } from './passages.ts'
import { UpstreamTable, type UpstreamRule } from './upstream.ts'

/** The key that every fixture knows, and whose it is. */
export const key = 'shk_test'
const grant: KeyGrant = { id: 'k_1', account: 'acct_1', plan: 'payg' }

/** What a tap was told. */
export interface Recorded {
  readonly intent: Intent
  outcome?: Outcome
}

/** What can be different about a gateway. */
export interface FixtureOptions {
  readonly upstream: URL
  readonly rule?: Partial<UpstreamRule>
  readonly grants?: Readonly<Record<string, KeyGrant>>
  readonly limits?: ScopeLimits
  readonly enforcer?: Enforcer
  readonly deployment?: Partial<Deployment>
  readonly open?: (intent: Intent) => Promise<void>
  readonly request?: Partial<Deployment['request'] & { headersTimeoutMs: number; headerBytesMax: number }>
}

/** A gateway on loopback. */
export class GatewayFixture {
  readonly records: Recorded[] = []
  readonly logged: string[] = []
  readonly passages: Passages = new Passages()
  readonly metrics: Metrics = new Metrics()
  readonly limiter: LocalLimiter = new LocalLimiter()
  readonly #upstreams: UpstreamTable
  owners!: LocalOwners
  readonly #folder = mkdtempSync(join(tmpdir(), 'stillhunt-gateway-'))
  listener!: Listener

  private constructor({ upstream, rule }: FixtureOptions) {
    this.#upstreams = new UpstreamTable(
      (['openai', 'anthropic'] as const).map((provider) => ({
        provider,
        url: upstream,
        secret: 'upstream-secret',
        models: undefined,
        connectTimeoutMs: 2000,
        headersTimeoutMs: 5000,
        idleTimeoutMs: 5000,
        ca: undefined,
        injectsUsage: true,
        ...rule,
      })),
    )
  }

  static async start(options: FixtureOptions): Promise<GatewayFixture> {
    const fixture = new GatewayFixture(options)
    const bounds = { idsMax: 10_000, retentionMs: 86_400_000 }
    fixture.owners = await LocalOwners.open({ folder: fixture.#folder, ...bounds })
    const deployment = fixture.#deployment(options)
    const clock = { wall: Date.now, monotonic: () => performance.now() }
    const rule = {
      host: '127.0.0.1',
      port: 0,
      sharesPort: false,
      tls: undefined,
      headerBytesMax: 32_768,
      headersTimeoutMs: 2000,
      keepAliveMs: 5000,
      connectionsMax: 10_000,
      ...deployment.request,
      ...options.request,
    }
    fixture.listener = await listen(
      rule,
      createHandler(
        () => deployment,
        clock,
        () => false,
      ),
    )
    return fixture
  }

  get url(): string {
    return `http://127.0.0.1:${this.listener.port}`
  }

  /** Resolves when `count` calls are recorded to their end. */
  async recorded(count: number): Promise<readonly Recorded[]> {
    for (let i = 0; i < 400 && this.records.filter(({ outcome }) => outcome !== undefined).length < count; i++)
      await new Promise((resolve) => setTimeout(resolve, 5))
    return this.records
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.listener.drain(0)
    await this.#upstreams.destroy()
    await this.limiter.close()
    await this.owners.close()
    rmSync(this.#folder, { recursive: true })
  }

  #deployment({ grants, limits, enforcer, deployment, request, open }: FixtureOptions): Deployment {
    const known: Readonly<Record<string, KeyGrant>> = { [key]: grant, ...grants }
    const log = (fields: object, message: string): void => void this.logged.push(JSON.stringify({ ...fields, message }))
    return {
      routes: new RouteTable(),
      keys: { find: (secret) => known[secret] ?? 'unknown', close: () => {} },
      enforcer,
      limiter: this.limiter,
      limitsOf: () => limits ?? {},
      estimate: { outputTokensDefault: 100, outputTokensReservedMax: 4096 },
      tap: this.#tap(open),
      contentOf: () => 'keep',
      upstreams: this.#upstreams,
      client: { trustedProxies: undefined, ja4Header: 'x-ja4' },
      owners: this.owners,
      inspectedBytesMax: 16 * 1024 * 1024,
      metrics: this.metrics,
      passages: this.passages,
      log: { served: (fields: object) => log(fields, 'served'), info: log, warn: log, error: log },
      logsAccess: true,
      ...deployment,
      request: { bodyBytesMax: 50 * 1024 * 1024, bodyTimeoutMs: 2000, ...request },
    }
  }

  #tap(open: (intent: Intent) => Promise<void> = () => Promise.resolve()): Tap {
    return {
      open: async (intent) => {
        await open(intent)
        const recorded: Recorded = { intent }
        this.records.push(recorded)
        return {
          close: (outcome) => {
            recorded.outcome = outcome
          },
        }
      },
      flush: () => Promise.resolve(),
    }
  }
}

/** An answer, whole. */
export interface Answered {
  readonly status: number
  readonly rawHeaders: readonly string[]
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
  /** The connection was cut before the answer was whole. */
  readonly isCut: boolean
}

/** Sends one request and takes the whole answer. `headers` are name and value in turn, sent as they stand. */
export function send(
  url: string,
  options: {
    readonly method?: string
    readonly headers?: readonly string[]
    readonly body?: string | Uint8Array
  } = {},
): Promise<Answered> {
  const { method = 'POST', body } = options
  const headers = options.headers ?? ['authorization', `Bearer ${key}`, 'content-type', 'application/json']
  const length = body === undefined ? [] : ['content-length', String(Buffer.byteLength(body))]
  return new Promise((resolve, reject) => {
    const host = ['host', new URL(url).host]
    const request = sendRequest(
      url,
      { method, headers: [...host, ...headers, ...length], agent: false },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', () => {})
        response.on('close', () => {
          const { statusCode = 0, rawHeaders, headers: read, complete } = response
          resolve({ status: statusCode, rawHeaders, headers: read, body: Buffer.concat(chunks), isCut: !complete })
        })
      },
    )
    request.on('error', reject)
    // A text would take the head into its own encoding.
    request.end(body === undefined ? undefined : Buffer.from(body))
  })
}
