/** The keys of a file, kept as the file is. */
import { FileError, FileWatch, readWhole, type WatchOptions } from '../file.ts'
import type { KeyGrant, KeyRefusal, KeyRing, LastShown } from './key.ts'
import { keyFileBytesMax, KeyTable } from './key-table.ts'
import { hashOfKey, idOfKey } from './key-text.ts'

/** How a ring is kept. */
export interface KeyRingOptions extends WatchOptions {
  /** Who had the keys of the same file until now: where the file cannot be taken, they stay in force. */
  readonly before?: FileKeyRing | undefined
  /** A changed file could not be taken; the keys from before stay in force. Once for each new reason. */
  readonly onFault?: (fault: FileError) => void
  /** The keys of a changed file are in force. */
  readonly onLoad?: (load: KeyLoad) => void
}

/** What a reading of the file came to. */
export interface KeyLoad {
  readonly keys: number
  /** From when the change was noticed to when it is in force. */
  readonly tookMs: number
}

/** A ring that says how many keys it has. */
export interface FileKeyRing extends KeyRing {
  /** Keys in the file, expired and revoked ones among them. */
  readonly count: number
}

/**
 * Reads a file of keys and follows its changes, within about a second. A file that is broken, empties or goes leaves the
 * keys from before in force. Throws {@link FileError} when there are none to begin with.
 */
export async function openKeyRing(path: string, options: KeyRingOptions = {}): Promise<FileKeyRing> {
  const { before } = options
  if (before instanceof WatchedKeyRing && before.path === path) return WatchedKeyRing.after(before, options)
  const { bytes, mark } = await readWhole(path, keyFileBytesMax)
  return new WatchedKeyRing(path, await KeyTable.read(path, bytes), mark, options)
}

class WatchedKeyRing implements FileKeyRing {
  private table: KeyTable
  readonly path: string
  private readonly options: KeyRingOptions
  private readonly watch: FileWatch
  private lastFault = ''

  constructor(path: string, table: KeyTable, mark: string | undefined, options: KeyRingOptions) {
    this.path = path
    this.table = table
    this.options = options
    this.watch = new FileWatch(path, mark, () => this.reload(), options)
  }

  /** A ring that begins with the keys of another where the file cannot be taken. */
  static async after({ path, table }: WatchedKeyRing, options: KeyRingOptions): Promise<WatchedKeyRing> {
    try {
      const next = await readAfter(path, table)
      return new WatchedKeyRing(path, next.table, next.mark, options)
    } catch (cause) {
      const ring = new WatchedKeyRing(path, table, undefined, options)
      ring.fail(cause)
      return ring
    }
  }

  get count(): number {
    return this.table.count
  }

  find(secret: string, nowMs: number, last: LastShown = nothingShown()): KeyGrant | KeyRefusal {
    // Whoever shows a secret knows it: comparing it with what the same connection showed before tells nobody anything.
    if (last.secret !== secret) {
      last.secret = secret
      last.id = idOfKey(secret)
      last.hash = last.id === undefined ? noHash : hashOfKey(secret)
      last.among = undefined
    }
    if (last.id === undefined) return 'malformed'
    const { table } = this
    if (last.among !== table) {
      const row = table.rowOf(last.id)
      last.row = table.isHashOf(row, last.hash) ? row : -1
      last.among = table
    }
    // Of a wrong secret nothing is told but that, not even that its key was revoked.
    if (last.row < 0) return 'unknown'
    const { grant, revokedMs } = table.recordOf(last.row)
    if (revokedMs !== undefined) return 'revoked'
    return grant.expiresMs !== undefined && grant.expiresMs <= nowMs ? 'expired' : grant
  }

  close(): void {
    this.watch.close()
  }

  private async reload(): Promise<boolean> {
    const sinceMs = performance.now()
    try {
      this.table = (await readAfter(this.path, this.table)).table
    } catch (cause) {
      return this.fail(cause)
    }
    this.lastFault = ''
    this.options.onLoad?.({ keys: this.table.count, tookMs: performance.now() - sinceMs })
    return true
  }

  private fail(cause: unknown): boolean {
    const fault = FileError.of('unreadable', this.path, cause)
    if (fault.message !== this.lastFault) this.options.onFault?.(fault)
    this.lastFault = fault.message
    return !fault.retry
  }
}

const noHash = new Uint8Array(0)

/** For a connection that has shown no secret yet. */
export function nothingShown(): LastShown {
  return { secret: '', id: undefined, hash: noHash, among: undefined, row: -1 }
}

/** The keys of a file that had those of `before`. Throws {@link FileError}. */
async function readAfter(path: string, before: KeyTable): Promise<{ readonly table: KeyTable; readonly mark: string }> {
  const { bytes, mark } = await readWhole(path, keyFileBytesMax)
  if (bytes.length === 0 && before.count > 0)
    throw new FileError('malformed', path, 'it is empty, and had keys; revoke keys rather than remove them all')
  return { table: await KeyTable.read(path, bytes, before), mark }
}
