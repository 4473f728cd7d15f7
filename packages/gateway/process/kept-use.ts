/** What was used of limits, kept in a file for the next process: a day's use would otherwise be forgotten by a restart. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { FileError, readWhole, replaceFile } from '../file.ts'
import type { LocalLimiter } from '../limit.ts'
import type { Log } from '../proxy.ts'

/** A file with more bytes is none of ours. */
const bytesMax = 512 * 1024 * 1024
/** After so long everything has filled up again. */
const ageMsMax = 86_400_000
/** Scopes that are written down before requests have their turn: some 3 ms. */
const scopesPerTurn = 1000

/** See the file's header. */
export class KeptUse {
  readonly #path: string
  readonly #limiter: LocalLimiter
  readonly #log: Log
  readonly #timer: NodeJS.Timeout
  #written: Buffer | undefined
  #writing: Promise<void> | undefined
  #hasFault = false

  private constructor(path: string, limiter: LocalLimiter, log: Log, intervalMs: number) {
    this.#path = path
    this.#limiter = limiter
    this.#log = log
    this.#timer = setInterval(() => void this.#write(), intervalMs).unref()
  }

  /** Takes in what an earlier process used, when that was less than a day ago, and writes down what is used from now on. */
  static async open(path: string, limiter: LocalLimiter, log: Log, intervalMs = 10_000): Promise<KeptUse> {
    try {
      const { bytes } = await readWhole(path, bytesMax)
      const { savedMs, ...snapshot } = Object(JSON.parse(bytes.toString())) as { savedMs?: unknown }
      const ageMs = Date.now() - Number(savedMs)
      const scopes = ageMs < ageMsMax ? limiter.restore(snapshot) : 0
      log.info({ scopes }, 'what was used of limits is known from before')
    } catch (cause) {
      if (!(cause instanceof FileError && cause.code === 'missing'))
        log.error({ fault: String(cause) }, 'what was used of limits before is not known: it begins anew')
    }
    return new KeptUse(path, limiter, log, intervalMs)
  }

  /** Writes down the last. */
  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#write()
    // One that was under way may not have had the last.
    await this.#write()
  }

  #write(): Promise<void> {
    this.#writing ??= this.#writeNow().finally(() => (this.#writing = undefined))
    return this.#writing
  }

  async #writeNow(): Promise<void> {
    try {
      const slices: string[] = []
      for (const slice of this.#limiter.slices(scopesPerTurn)) {
        if (slice.length > 0) slices.push(JSON.stringify(slice).slice(1, -1))
        await nextTurn()
      }
      const scopes = Buffer.from(`[${slices.join(',\n')}]`)
      if (this.#written?.equals(scopes)) return
      await replaceFile(this.#path, [Buffer.from(`{"version":1,"savedMs":${Date.now()},"scopes":`), scopes, end])
      this.#written = scopes
      if (this.#hasFault) this.#log.info({}, 'what is used of limits is written down again')
      this.#hasFault = false
    } catch (cause) {
      if (!this.#hasFault)
        this.#log.error({ fault: String(cause) }, 'what is used of limits cannot be written down: a restart forgets it')
      this.#hasFault = true
    }
  }
}

const end = Buffer.from('}\n')
