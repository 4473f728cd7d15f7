/** The disk as the spool writes to it: an interface, so that a test can have it fail. */
import * as fs from 'node:fs'
import { promisify } from 'node:util'

/** Writing to files by descriptor. All reject with what the system says. */
export interface Disk {
  /** Makes a file that is not there yet, readable and writable by its owner only. */
  create(path: string): Promise<number>
  /** Writes the pieces one after the other from `position` on; answers how many bytes went, which may be fewer. */
  write(file: number, pieces: readonly Uint8Array[], position: number): Promise<number>
  truncate(file: number, bytes: number): Promise<void>
  /** Returns when the file's data are on the medium. */
  sync(file: number): Promise<void>
  close(file: number): Promise<void>
}

/** The machine's own. By callbacks of `node:fs`: its promises cost 20 µs more for each write. */
export const machineDisk: Disk = {
  create: (path) => promisify(fs.open)(path, 'wx', 0o600),
  write: (file, pieces, position) =>
    new Promise((resolve, reject) => {
      const done = (failure: Error | null, bytes: number): void => (failure === null ? resolve(bytes) : reject(failure))
      const [only] = pieces
      if (pieces.length === 1) fs.write(file, only!, 0, only!.length, position, done)
      else fs.writev(file, pieces as Uint8Array[], position, done)
    }),
  truncate: promisify(fs.ftruncate),
  sync: promisify(fs.fdatasync),
  close: promisify(fs.close),
}
