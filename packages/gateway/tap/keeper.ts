/**
 * Keeps a spool in order: recovers what dead writers left, holds the spool to its bound, compresses, and ships. One
 * process of a deployment does so; writers need it for nothing.
 */
import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm, rmdir, statfs } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createZstdCompress } from 'node:zlib'
import { claimFolder, FileError, isAlive } from '../file.ts'
import { newKeeperCounters, type KeeperCounters } from './counter.ts'
import { Condition } from './condition.ts'
import { Cursor } from './cursor.ts'
import { recoverWriter } from './recovery.ts'
import { removeSegment, Shedder } from './shedder.ts'
import { Shipper } from './ship.ts'
import { sinkSettingsOf, type SinkOptions } from './sink.ts'
import { openFolder, readWriters, type WriterFolder } from './spool-folder.ts'
import { SpoolError } from './spool-error.ts'
import { settingsOf, type SpoolOptions, type SpoolSettings } from './spool-option.ts'

/** Options of the keeper beside those of the spool. */
export interface KeeperOptions extends SpoolOptions {
  /** Where records are shipped to; without one they stay until the bound. */
  readonly sink?: SinkOptions
  /** Bytes of segments that are kept although the sink has them. None. */
  readonly keptBytesMax?: number
  /** Whether sealed segments are compressed with zstd. No. */
  readonly compress?: boolean
  /** How often the keeper looks. 1 s. */
  readonly lookMs?: number
}

/** A spool that is kept. */
export interface SpoolKeeper {
  readonly counters: KeeperCounters
  /** Looks now: to be called when a writer has died. Resolves when its calls are recorded. Never rejects. */
  look(): Promise<void>
  /** Stops cleanly; a batch under way is sent again by the next keeper. */
  stop(): Promise<void>
}

/** Begins to keep a spool: what earlier processes left is recovered when this resolves. Throws when another keeper lives. */
export async function keepSpool(options: KeeperOptions): Promise<SpoolKeeper> {
  const settings = settingsOf(options)
  await openFolder(settings.folder)
  const release = await claim(settings.folder)
  const cursor = await Cursor.read(settings.folder)
  const keeper = new Keeper(options, settings, cursor, release)
  await keeper.look()
  keeper.ship()
  return keeper
}

async function claim(folder: string): Promise<() => Promise<void>> {
  try {
    return await claimFolder(folder, 'keeper')
  } catch (cause) {
    if (!(cause instanceof FileError) || cause.code !== 'locked') throw cause
    throw new SpoolError('busy', `${folder}: a spool has one keeper, and ${cause.reason} in tap.dir`, cause)
  }
}

class Keeper implements SpoolKeeper {
  readonly counters: KeeperCounters = newKeeperCounters()
  readonly #options: KeeperOptions
  readonly #settings: SpoolSettings
  readonly #cursor: Cursor
  readonly #shedder: Shedder
  readonly #condition: Condition
  readonly #release: () => Promise<void>
  readonly #timer: NodeJS.Timeout
  #shipper: Shipper | undefined
  #looking: Promise<void> | undefined
  #isStopped = false

  constructor(options: KeeperOptions, settings: SpoolSettings, cursor: Cursor, release: () => Promise<void>) {
    this.#options = options
    this.#release = release
    this.#settings = settings
    this.#cursor = cursor
    this.#condition = new Condition(settings.onChange, settings.now)
    this.#shedder = new Shedder(settings, cursor, this.counters)
    this.#timer = setInterval(() => void (this.#looking ?? this.look()), options.lookMs ?? 1000).unref()
  }

  look(): Promise<void> {
    // One after the other; whoever asks while one is under way wants another, since that one may have passed by already.
    const looking = (this.#looking ?? Promise.resolve()).then(() => this.#look())
    this.#looking = looking
    void looking.then(() => {
      if (this.#looking === looking) this.#looking = undefined
    })
    return looking
  }

  /** Begins to ship, where there is a sink. */
  ship(): void {
    const { sink } = this.#options
    if (sink === undefined) return
    const { folder, now } = this.#settings
    const { counters } = this
    this.#shipper = new Shipper({
      folder,
      sink: sinkSettingsOf(sink),
      cursor: this.#cursor,
      counters,
      condition: this.#condition,
      now,
    })
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    clearInterval(this.#timer)
    await this.#looking
    await this.#shipper?.stop()
    await this.#release()
  }

  async #look(): Promise<void> {
    if (this.#isStopped) return
    const { folder } = this.#settings
    try {
      for (const writer of await readWriters(folder)) await this.#recover(writer)
      await this.#shedder.finish(await readWriters(folder))
      await this.#hold(await readWriters(folder))
      for (const writer of await readWriters(folder)) {
        if (this.#options.compress === true) await this.#compress(writer)
        if (writer.owner === undefined && writer.segments.length === 0) await removeEmpty(writer)
      }
      await this.#cursor.keepReserve()
      this.#condition.is('keeping', undefined)
    } catch (cause) {
      this.counters.failures += 1
      this.#condition.is('keeping', (cause as Error).message)
    }
  }

  /** One writer that cannot be recovered does not keep the others from it. */
  async #recover(writer: WriterFolder): Promise<void> {
    if (writer.owner === undefined || isAlive(writer.owner)) return
    await recoverWriter(writer, this.counters).catch(() => (this.counters.failures += 1))
  }

  /** Holds the spool to its bound, and to what is kept of what the sink has. */
  async #hold(writers: readonly WriterFolder[]): Promise<void> {
    const { folder, bytesMax, freeBytesMin, whenFull } = this.#settings
    const { bavail, bsize } = await statfs(folder)
    let usedBytes = writers.reduce((sum, { bytes }) => sum + bytes, 0)
    let freeBytes = bavail * bsize
    const isOver = (): boolean => usedBytes > bytesMax || freeBytes < freeBytesMin
    const sealed = writers.flatMap(({ segments }) => segments.filter(({ isSealed }) => isSealed))
    const shipped = sealed.filter(({ key }) => this.#cursor.isDone(key))
    let keptBytes = shipped.reduce((sum, { bytes }) => sum + bytes, 0)
    const account = (bytes: number): void => {
      usedBytes -= bytes
      freeBytes += bytes
    }
    for (const segment of shipped) {
      if (keptBytes <= (this.#options.keptBytesMax ?? 0) && !isOver()) break
      await removeSegment(segment)
      this.#cursor.forget(segment.key)
      keptBytes -= segment.bytes
      account(segment.bytes)
    }
    for (const segment of whenFull === 'shed-oldest' ? sealed : []) {
      if (!isOver()) break
      if (shipped.includes(segment) || this.#cursor.pending?.segment === segment.key) continue
      const because = usedBytes > bytesMax ? 'the bound of the spool' : 'the disk is full'
      const isShed = await this.#cursor.claim(segment.key, () => this.#shedder.shed(segment, because))
      if (isShed === true) account(segment.bytes)
    }
    this.counters.spoolBytes = usedBytes
    this.counters.freeBytes = freeBytes
  }

  async #compress(writer: WriterFolder): Promise<void> {
    for (const { path, isSealed, isCompressed, key } of writer.segments) {
      if (this.#isStopped || !isSealed || isCompressed || this.#cursor.isDone(key)) continue
      const draft = `${path}.draft`
      await pipeline(
        createReadStream(path),
        createZstdCompress(),
        createWriteStream(draft, { mode: 0o600, flush: true }),
      )
      await rename(draft, `${path}.zst`)
      await rm(path)
    }
  }
}

/** A folder in which nothing is any longer but what a killed keeper was making. */
async function removeEmpty(writer: WriterFolder): Promise<void> {
  if (writer.shed.length > 0) return
  for (const path of writer.drafts) await rm(path, { force: true })
  await rmdir(writer.path).catch(() => undefined)
}
