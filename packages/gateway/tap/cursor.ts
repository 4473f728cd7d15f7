/** How far the sink has acknowledged, durable: what a shipper that comes after a killed one goes by. */
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Encoding } from './sink.ts'

/** A batch whose boundaries are fixed: sent again, it is the same bytes under the same id. */
export interface Batch {
  readonly id: string
  /** The key of the segment that it is of. */
  readonly segment: string
  /** Bytes of the segment before compression. */
  readonly from: number
  readonly to: number
  readonly records: number
  readonly encoding: Encoding
}

interface CursorFile {
  /** Bytes acknowledged, by the key of the segment. */
  acknowledged: Record<string, number>
  /** Keys of sealed segments of which all is acknowledged. */
  done: string[]
  pending: Batch | null
}

const reserveBytes = 64 * 1024

/** The cursor of a spool. Changes are in memory until they are saved. */
export class Cursor {
  pending: Batch | null = null
  /** Segments that somebody reads to ship them or to give them up: nobody else may meanwhile. */
  readonly #claimed = new Set<string>()
  readonly #acknowledged = new Map<string, number>()
  readonly #done = new Set<string>()
  readonly #path: string
  readonly #reserve: string
  #saving: Promise<void> = Promise.resolve()

  private constructor(folder: string) {
    this.#path = join(folder, 'cursor.json')
    this.#reserve = join(folder, 'reserve')
  }

  /** Reads the cursor; a spool that was never shipped has an empty one. Throws when it is there and damaged. */
  static async read(folder: string): Promise<Cursor> {
    const cursor = new Cursor(folder)
    const text = await readFile(cursor.#path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'ENOENT') throw cause
    })
    if (text === undefined) return cursor
    const { acknowledged, done, pending } = JSON.parse(text) as CursorFile
    for (const [segment, bytes] of Object.entries(acknowledged)) cursor.#acknowledged.set(segment, bytes)
    for (const segment of done) cursor.#done.add(segment)
    cursor.pending = pending
    return cursor
  }

  /** Bytes of a segment that are acknowledged. */
  acknowledgedOf(segment: string): number {
    return this.#acknowledged.get(segment) ?? 0
  }

  isDone(segment: string): boolean {
    return this.#done.has(segment)
  }

  acknowledge(segment: string, bytes: number): void {
    this.#acknowledged.set(segment, bytes)
  }

  finish(segment: string): void {
    this.#done.add(segment)
    this.#acknowledged.delete(segment)
  }

  /** Runs `task` unless somebody has the segment; answers undefined then. */
  async claim<Result>(segment: string, task: () => Promise<Result>): Promise<Result | undefined> {
    if (this.#claimed.has(segment)) return undefined
    this.#claimed.add(segment)
    try {
      return await task()
    } finally {
      this.#claimed.delete(segment)
    }
  }

  /** The segment is gone. */
  forget(segment: string): void {
    this.#done.delete(segment)
    this.#acknowledged.delete(segment)
    if (this.pending?.segment === segment) this.pending = null
  }

  /** Makes the cursor durable. Rejects when the disk does not take it, even into the room that was kept for it. */
  save(): Promise<void> {
    const saved = this.#saving.then(() =>
      this.#write().catch(async () => {
        await rm(this.#reserve, { force: true })
        await this.#write()
      }),
    )
    this.#saving = saved.catch(() => undefined)
    return saved
  }

  /** Keeps room for {@link save} on a disk that fills up. */
  async keepReserve(): Promise<void> {
    // Of bytes that no file system leaves out for being zero.
    await writeFile(this.#reserve, Buffer.alloc(reserveBytes, 'reserve '), { flag: 'wx', mode: 0o600 }).catch(
      () => undefined,
    )
  }

  async #write(): Promise<void> {
    const file: CursorFile = {
      acknowledged: Object.fromEntries(this.#acknowledged),
      done: [...this.#done],
      pending: this.pending,
    }
    const draft = `${this.#path}.draft`
    await writeFile(draft, JSON.stringify(file), { mode: 0o600, flush: true })
    await rename(draft, this.#path)
  }
}
