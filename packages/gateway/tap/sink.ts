/** Where batches go: one address that takes them by POST. */
import { readFile } from 'node:fs/promises'
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { promisify } from 'node:util'
import { gzip, zstdCompress } from 'node:zlib'

/** How batches are compressed on the wire. */
export type Encoding = 'zstd' | 'gzip' | 'identity'

/** Options of the sink. */
export interface SinkOptions {
  /** An http or https address. It answers 2xx when it has the batch for good, and takes a batch id twice as once. */
  readonly url: string
  /** Where the bearer token is read from, anew for each batch: a file, or a variable of the environment. */
  readonly token?: { readonly file: string } | { readonly env: string }
  /** `zstd`. */
  readonly encoding?: Encoding
  /** A batch is sent when it has so many bytes before compression. 4 MiB. One record may be longer. */
  readonly batchBytesMax?: number
  /** 5,000. */
  readonly batchRecordsMax?: number
  /** The longest that a record waits for others to go with. 1 s. */
  readonly lingerMs?: number
  /** 30 s without an answer count as a failure. */
  readonly timeoutMs?: number
  /** The first wait before a batch is sent again; doubled each time, and spread by half. 250 ms. */
  readonly retryMsMin?: number
  /** The longest such wait, and the wait after a refusal. 60 s. */
  readonly retryMsMax?: number
}

/** The options with their defaults. */
export type SinkSettings = Required<Omit<SinkOptions, 'token'>> & Pick<SinkOptions, 'token'>

/** Fills in what was left out. Throws a TypeError for an address that is none. */
export function sinkSettingsOf(options: SinkOptions): SinkSettings {
  const { protocol } = new URL(options.url)
  if (protocol !== 'http:' && protocol !== 'https:')
    throw new TypeError(`[bad option] the sink's address begins with ${protocol}; give one of http: or https:`)
  return {
    encoding: 'zstd',
    batchBytesMax: 4 * 1024 * 1024,
    batchRecordsMax: 5000,
    lingerMs: 1000,
    timeoutMs: 30_000,
    retryMsMin: 250,
    retryMsMax: 60_000,
    ...options,
  }
}

/** What the sink said: it has the batch; it will never take it as it is; or it may another time. */
export interface SinkAnswer {
  readonly kind: 'accepted' | 'refused' | 'failed'
  /** Why it has not got the batch; undefined when it has. Without anything secret. */
  readonly because: string | undefined
  /** What it asked us to wait. */
  readonly retryAfterMs: number | undefined
}

const compressors = {
  zstd: promisify(zstdCompress),
  gzip: promisify(gzip),
  identity: async (bytes: Uint8Array): Promise<Uint8Array> => bytes,
}

/** Compresses a batch. The same bytes give the same bytes under one version of Node. */
export async function encode(bytes: Uint8Array, encoding: Encoding): Promise<Uint8Array> {
  return compressors[encoding](bytes)
}

/** A connection to the sink, kept open between batches. */
export class Sink {
  readonly #settings: SinkSettings
  readonly #agent: HttpAgent | HttpsAgent
  readonly #isSecure: boolean

  constructor(settings: SinkSettings) {
    this.#settings = settings
    this.#isSecure = new URL(settings.url).protocol === 'https:'
    this.#agent = this.#isSecure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true })
  }

  /** Sends one batch. Never rejects; `signal` breaks it off. */
  async post(id: string, body: Uint8Array, encoding: Encoding, signal: AbortSignal): Promise<SinkAnswer> {
    try {
      const response = await this.#answer(await this.#headers(id, body, encoding), body, signal)
      const status = response.statusCode ?? 0
      const retryAfterMs = retryAfterOf(response.headers['retry-after'])
      if (status >= 200 && status < 300) return { kind: 'accepted', because: undefined, retryAfterMs }
      const isRefused = status >= 300 && status < 500 && status !== 408 && status !== 429
      return { kind: isRefused ? 'refused' : 'failed', because: `it answers ${status}`, retryAfterMs }
    } catch (cause) {
      return { kind: 'failed', because: (cause as Error).message, retryAfterMs: undefined }
    }
  }

  /** Closes the connection. */
  close(): void {
    this.#agent.destroy()
  }

  async #headers(id: string, body: Uint8Array, encoding: Encoding): Promise<Record<string, string>> {
    const token = await this.#token()
    return {
      'content-type': 'application/x-ndjson',
      'content-length': String(body.length),
      'idempotency-key': id,
      ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    }
  }

  async #token(): Promise<string | undefined> {
    const { token } = this.#settings
    if (token === undefined) return undefined
    return 'file' in token ? (await readFile(token.file, 'utf8')).trim() : process.env[token.env]
  }

  #answer(headers: Record<string, string>, body: Uint8Array, signal: AbortSignal): Promise<IncomingMessage> {
    const { url, timeoutMs } = this.#settings
    const options = {
      method: 'POST',
      headers,
      agent: this.#agent,
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    }
    return new Promise((resolve, reject) => {
      const request = (this.#isSecure ? httpsRequest : httpRequest)(url, options, (response) => {
        // What it says beside the status is not needed, but must be read for the connection to be used again.
        response.resume()
        response.on('end', () => resolve(response))
        response.on('error', reject)
        response.on('close', () => reject(new Error('the answer was cut off')))
      })
      request.on('error', reject)
      request.end(body)
    })
  }
}

/** Seconds or a date (RFC 9110, 10.2.3) as milliseconds from now; undefined for anything else. */
function retryAfterOf(value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  const ms = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - Date.now()
  return Number.isNaN(ms) ? undefined : Math.max(0, ms)
}
