/** The disk as the spool writes to it: an interface, so that a test can have it fail. */
import * as fs from 'node:fs'
import { promisify } from 'node:util'

/** Writing to files by descriptor. All reject with what the system says. */
export interface Disk {
  /** Makes a file that is not there yet, readable and writable by its owner only. */
  create(path: string): Promise<number>
  /** Writes the pieces one after the other from `position` on; answers how many bytes went, which may be fewer. */
  write(file: number, pieces: readonly Uint8Array[], position: number): Promise<number>
  /** Writes the first `bytes` of a buffer on the spot; undefined when a thread should. Throws what the system says. */
  writeNow?(file: number, buffer: Uint8Array, bytes: number, position: number): number | undefined
  truncate(file: number, bytes: number): Promise<void>
  /** Returns when the file's data are on the medium. */
  sync(file: number): Promise<void>
  close(file: number): Promise<void>
}

/** A write into the page cache takes microseconds; one that took so long waited for the medium, or for its turn on a core. */
const slowMs = 20
/** So many of them within a while mean the medium. Then threads write for as long: waiting is theirs, not all requests'. */
const slowWritesMax = 3
const waryMs = 10_000

let slowWrites = 0
let slowSince = -Infinity
let waryUntil = -Infinity

/**
 * The machine's own. Small writes are made on the spot: handing one to a thread and being woken by it costs seven times what
 * the write does. Once a disk was slow, threads write until it was not for a while.
 */
export const machineDisk: Disk = {
  create: (path) => promisify(fs.open)(path, 'wx', 0o600),
  write: writeByThread,
  writeNow: (file, buffer, bytes, position) => {
    const startedAt = performance.now()
    if (startedAt < waryUntil) return undefined
    const written = fs.writeSync(file, buffer, 0, bytes, position)
    if (performance.now() - startedAt > slowMs) noteSlow(startedAt)
    return written
  },
  truncate: promisify(fs.ftruncate),
  sync: promisify(fs.fdatasync),
  close: promisify(fs.close),
}

function noteSlow(atMs: number): void {
  if (atMs - slowSince > waryMs) {
    slowSince = atMs
    slowWrites = 0
  }
  slowWrites += 1
  if (slowWrites >= slowWritesMax) waryUntil = atMs + waryMs
}

/** By callbacks of `node:fs`: its promises cost 20 µs more for each write. */
function writeByThread(file: number, pieces: readonly Uint8Array[], position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const done = (failure: Error | null, bytes: number): void => (failure === null ? resolve(bytes) : reject(failure))
    fs.writev(file, pieces as Uint8Array[], position, done)
  })
}
