/** A file that grows by whole lines. */
import type { Disk } from './disk.ts'
import type { Line } from './record-line.ts'

/** How far an append came: so many of the lines are in the file; the others are not, for the reason given. */
export interface Appended {
  readonly lines: number
  readonly failure: Error | undefined
}

/** Pieces below this size are joined before they are written: copying them costs less than naming them to the kernel. */
const joinedBytesMax = 64 * 1024

/**
 * A new file that one process appends to. After a failure the file ends with the last line that fitted: the torn
 * remainder is cut off at once, or, where the disk refuses that too, before the next append.
 */
export class AppendFile {
  readonly path: string
  /** Length of the whole lines in the file. */
  bytes = 0
  readonly openedMs: number
  readonly #file: number
  readonly #disk: Disk
  #isTorn = false
  #isBusy = false

  private constructor(path: string, file: number, disk: Disk, nowMs: number) {
    this.path = path
    this.openedMs = nowMs
    this.#file = file
    this.#disk = disk
  }

  /** Makes the file, which must not be there yet. */
  static async create(path: string, disk: Disk, nowMs: number): Promise<AppendFile> {
    return new AppendFile(path, await disk.create(path), disk, nowMs)
  }

  /**
   * Appends lines on the spot, all of them: false when that is not to be had now, and then nothing was appended. Not while
   * {@link append} is at it.
   */
  appendNow(lines: readonly Line[]): boolean {
    if (this.#isTorn || this.#isBusy || this.#disk.writeNow === undefined) return false
    let bytes = 0
    for (const line of lines) bytes += line.bytes
    if (bytes > scratch.length) return false
    fill(scratch, lines)
    let written: number | undefined
    try {
      written = this.#disk.writeNow(this.#file, scratch, bytes, this.bytes)
    } catch {
      // Whatever it is, it comes again where it is dealt with.
      written = undefined
    }
    if (written === bytes) this.bytes += bytes
    // What went in part is cut off by whoever comes next.
    else if (written !== undefined && written > 0) this.#isTorn = true
    return written === bytes
  }

  /** Appends lines. Never throws. One call at a time. */
  async append(lines: readonly Line[]): Promise<Appended> {
    this.#isBusy = true
    try {
      return await this.#append(lines)
    } finally {
      this.#isBusy = false
    }
  }

  async #append(lines: readonly Line[]): Promise<Appended> {
    let written = 0
    let failure: Error | undefined
    try {
      if (this.#isTorn) await this.#mend()
      const pieces = joined(lines)
      while (pieces.length > 0) {
        const bytes = await this.#disk.write(this.#file, pieces, this.bytes + written)
        if (bytes === 0) throw new Error('[no progress] the disk took none of the bytes; see whether it is full')
        written += bytes
        skip(pieces, bytes)
      }
    } catch (cause) {
      failure = cause as Error
    }
    const whole = wholeLines(lines, written)
    this.bytes += whole.bytes
    if (written > whole.bytes) {
      this.#isTorn = true
      await this.#mend().catch(() => undefined)
    }
    return { lines: whole.count, failure }
  }

  /** Returns when what was appended is on the medium. */
  sync(): Promise<void> {
    return this.#disk.sync(this.#file)
  }

  /** Closes the file; it stays on the disk. */
  close(): Promise<void> {
    return this.#disk.close(this.#file)
  }

  async #mend(): Promise<void> {
    await this.#disk.truncate(this.#file, this.bytes)
    this.#isTorn = false
  }
}

/** What is written on the spot is put together here: it is on its way before anything else can use it. */
const scratch = Buffer.allocUnsafeSlow(256 * 1024)

function fill(target: Uint8Array, lines: readonly Line[]): void {
  let at = 0
  for (const { chunks } of lines)
    for (const chunk of chunks) {
      target.set(chunk, at)
      at += chunk.length
    }
}

/** The pieces of all lines, neighbours joined where they are small. */
function joined(lines: readonly Line[]): Uint8Array[] {
  const pieces: Uint8Array[] = []
  let run: Uint8Array[] = []
  const endRun = (): void => {
    if (run.length > 0) pieces.push(run.length === 1 ? run[0]! : Buffer.concat(run))
    run = []
  }
  for (const { chunks } of lines) {
    for (const chunk of chunks) {
      if (chunk.length < joinedBytesMax) {
        run.push(chunk)
        continue
      }
      endRun()
      pieces.push(chunk)
    }
  }
  endRun()
  return pieces
}

/** Takes the first `bytes` off the pieces. */
function skip(pieces: Uint8Array[], bytes: number): void {
  let rest = bytes
  while (rest > 0 && rest >= pieces[0]!.length) rest -= pieces.shift()!.length
  if (rest > 0) pieces[0] = pieces[0]!.subarray(rest)
}

function wholeLines(lines: readonly Line[], written: number): { count: number; bytes: number } {
  let count = 0
  let bytes = 0
  for (const line of lines) {
    if (bytes + line.bytes > written) break
    bytes += line.bytes
    count += 1
  }
  return { count, bytes }
}
