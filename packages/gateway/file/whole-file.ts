/** A file read whole, as it was at one moment. */
import { constants, type BigIntStats } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { FileError } from './file-error.ts'

/** What a file holds, and what tells this state of it from another. */
export interface WholeFile {
  readonly bytes: Buffer
  readonly mark: string
}

const triesMax = 5
const pauseMs = 50

/**
 * Reads a file whole. What is no plain file or has more than `bytesMax` is refused, and so is what changes under our eyes
 * five times in a row. Throws {@link FileError}.
 */
export async function readWhole(path: string, bytesMax: number): Promise<WholeFile> {
  try {
    for (let tries = 0; tries < triesMax; tries += 1) {
      const whole = await readOnce(path, bytesMax)
      if (whole !== undefined) return whole
      await pause(pauseMs)
    }
  } catch (cause) {
    throw FileError.of('unreadable', path, cause)
  }
  throw new FileError(
    'changing',
    path,
    'it is being written; put a finished file in its place instead (write, then rename)',
  )
}

async function readOnce(path: string, bytesMax: number): Promise<WholeFile | undefined> {
  // A pipe opened without this waits for its writer.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const before = await file.stat({ bigint: true })
    if (!before.isFile()) throw new FileError('unreadable', path, 'it is no plain file; name one')
    if (before.size > bytesMax)
      throw new FileError(
        'too large',
        path,
        `it has ${before.size} bytes, at most ${bytesMax} are read; make it smaller`,
      )
    const bytes = Buffer.allocUnsafeSlow(Number(before.size))
    const isWhole = await fill(file, bytes)
    const mark = markOfStats(before)
    return isWhole && markOfStats(await file.stat({ bigint: true })) === mark ? { bytes, mark } : undefined
  } finally {
    await file.close()
  }
}

async function fill(file: FileHandle, bytes: Buffer): Promise<boolean> {
  let at = 0
  while (at < bytes.length) {
    const { bytesRead } = await file.read(bytes, at, bytes.length - at, at)
    if (bytesRead === 0) return false
    at += bytesRead
  }
  return true
}

/** What tells the present state of a file from another; undefined when there is none. Throws {@link FileError}. */
export async function markOf(path: string): Promise<string | undefined> {
  try {
    return markOfStats(await stat(path, { bigint: true }))
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw FileError.of('unreadable', path, cause)
  }
}

function markOfStats({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return `${dev}:${ino} ${size} ${mtimeNs} ${ctimeNs}`
}

/** Whether two marks are of one file: it was written to, not replaced. */
export function isSameFile(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && one.split(' ')[0] === other?.split(' ')[0]
}
