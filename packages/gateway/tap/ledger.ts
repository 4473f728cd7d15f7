/** What was given up for want of room: one line of JSON each, durable, never removed. */
import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'

/** One loss. */
export interface Loss {
  /** The segment that was removed; absent for records that never reached the disk. */
  readonly segment?: string
  readonly records: number
  readonly bytes: number
  readonly because: 'the bound of the spool' | 'the disk is full' | 'the disk took nothing' | 'the segment vanished'
}

/** The ledger's name in the spool. No log's name: a scan passes it over. */
export const ledgerFile = 'shed.log'

/** The ledger of one process. */
export class Ledger {
  readonly #path: string
  readonly #now: () => number
  #unwritten: string[] = []
  #writing: Promise<void> = Promise.resolve()

  constructor(folder: string, now: () => number) {
    this.#path = join(folder, ledgerFile)
    this.#now = now
  }

  /** Enters a loss. Resolves when it is written, or failed to be; then it is written with the next one, or by {@link flush}. */
  enter(loss: Loss): Promise<void> {
    this.#unwritten.push(`${JSON.stringify({ ts: new Date(this.#now()).toISOString(), ...loss })}\n`)
    return this.flush()
  }

  /** Tries again what could not be written. Never throws. */
  flush(): Promise<void> {
    this.#writing = this.#writing.then(() => this.#write())
    return this.#writing
  }

  /** Whether all that was entered is written. */
  get isWritten(): boolean {
    return this.#unwritten.length === 0
  }

  async #write(): Promise<void> {
    const lines = this.#unwritten
    if (lines.length === 0) return
    this.#unwritten = []
    // Opened for appending: lines of several processes do not mix.
    await appendFile(this.#path, lines.join(''), { mode: 0o600, flush: true }).catch(() => {
      this.#unwritten = lines.concat(this.#unwritten)
    })
  }
}
