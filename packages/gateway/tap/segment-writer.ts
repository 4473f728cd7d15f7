/** A writer's records on their way to its segments. */
import { join } from 'node:path'
import { AppendFile } from './append-file.ts'
import type { WriterCounters } from './counter.ts'
import { GroupCommit } from './group-commit.ts'
import type { Intended, Journal, SegmentPlace } from './journal.ts'
import type { Line } from './record-line.ts'
import { segmentFile } from './spool-folder.ts'
import type { SpoolSettings } from './spool-option.ts'

/** The line of one record. */
export interface RecordLine extends Line {
  /** What the journal has of its call. */
  readonly intended: Intended
}

const retryMs = 100

/** Appends records by groups, and tells the journal of each group what is written. What fails is tried again for ever. */
export class SegmentWriter {
  /** Since when the disk takes nothing; undefined while it does. */
  failingSinceMs: number | undefined
  /** What the last failed write was told. */
  failure: Error | undefined
  /** Set at the end: what fails from now on is not tried again, and its call stays in the journal. */
  isGivenUp = false
  #file: AppendFile | undefined
  #number = 0
  /** Up to here all records are marked in the journal, or will be with its next marks. */
  #place: SegmentPlace = { segment: 0, bytes: 0 }
  readonly #queue: GroupCommit<RecordLine>
  readonly #folder: string
  readonly #settings: SpoolSettings
  readonly #counters: WriterCounters
  readonly #journal: Journal
  readonly #onShed: (records: readonly RecordLine[]) => void

  /** `onShed` is told of records that are given up because `queuedBytesMax` is reached under the rule to shed. */
  constructor(
    folder: string,
    settings: SpoolSettings,
    counters: WriterCounters,
    journal: Journal,
    onShed: (records: readonly RecordLine[]) => void,
  ) {
    this.#folder = folder
    this.#settings = settings
    this.#counters = counters
    this.#journal = journal
    this.#onShed = onShed
    this.#queue = new GroupCommit(
      (group) => this.#write(group),
      (group) => this.#writeNow(group),
    )
  }

  /** Bytes that wait for the disk. */
  get queuedBytes(): number {
    return this.#queue.bytes
  }

  add(record: RecordLine): void {
    this.#queue.push(record)
    this.#counters.queuedBytes = this.#queue.bytes
    if (this.#settings.whenFull !== 'shed-oldest' || this.#queue.bytes <= this.#settings.queuedBytesMax) return
    const shed = this.#queue.dropOldest(this.#settings.queuedBytesMax)
    this.#counters.shedRecords += shed.length
    this.#mark(shed)
    this.#onShed(shed)
  }

  /** The short way, which most groups go: the disk is prompt, and the records are written on the spot. */
  #writeNow(group: readonly RecordLine[]): boolean {
    const file = this.#file
    const { segmentBytesMax, segmentAgeMsMax, now, sync } = this.#settings
    if (file === undefined || this.failingSinceMs !== undefined || sync === 'always') return false
    if (file.bytes >= segmentBytesMax || now() - file.openedMs >= segmentAgeMsMax) return false
    if (this.#fitting(file, group) < group.length || !file.appendNow(group)) return false
    this.#wrote(group)
    return true
  }

  /** These are in the current file, and nothing after them. */
  #wrote(records: readonly RecordLine[]): void {
    if (records.length > 0) this.#place = { segment: this.#number, bytes: this.#file?.bytes ?? 0 }
    this.#counters.records += records.length
    for (const { bytes } of records) this.#counters.recordBytes += bytes
    this.#counters.queuedBytes = this.#queue.bytes
    this.#mark(records)
  }

  /** Resolves when everything that was added is written. */
  idle(): Promise<void> {
    return this.#queue.idle()
  }

  /** Returns when what is written is on the medium. */
  async sync(): Promise<void> {
    await this.#file?.sync()
  }

  /** Closes the file. */
  async close(): Promise<void> {
    await this.idle()
    await this.#file?.close()
    this.#file = undefined
  }

  async #write(group: readonly RecordLine[]): Promise<void> {
    let rest = group
    while (rest.length > 0) {
      const { lines, failure } = await this.#append(rest)
      this.#wrote(rest.slice(0, lines))
      rest = rest.slice(lines)
      if (failure === undefined) {
        this.failingSinceMs = undefined
        continue
      }
      this.#counters.writeFailures += 1
      this.failure = failure
      this.failingSinceMs ??= this.#settings.now()
      if (this.isGivenUp) {
        this.#counters.lostRecords += rest.length
        return
      }
      await new Promise((resolve) => setTimeout(resolve, retryMs))
    }
  }

  /** How many of the records go into the file until it has its length: one in any case. */
  #fitting(file: AppendFile, records: readonly RecordLine[]): number {
    let { bytes } = file
    let count = 0
    while (count < records.length && (count === 0 || bytes < this.#settings.segmentBytesMax))
      bytes += records[count++]!.bytes
    return count
  }

  #mark(records: readonly RecordLine[]): void {
    if (records.length === 0) return
    this.#journal.mark(
      records.map(({ intended }) => intended),
      this.#place,
    )
  }

  async #append(records: readonly RecordLine[]): Promise<{ lines: number; failure: Error | undefined }> {
    try {
      const file = await this.#current()
      const appended = await file.append(records.slice(0, this.#fitting(file, records)))
      if (this.#settings.sync === 'always') await file.sync().catch(() => undefined)
      return appended
    } catch (cause) {
      return { lines: 0, failure: cause as Error }
    }
  }

  /** The file to append to: a new one when there is none or the old one has its length or age. */
  async #current(): Promise<AppendFile> {
    const { segmentBytesMax, segmentAgeMsMax, disk, now, sync } = this.#settings
    const old = this.#file
    const nowMs = now()
    const isFresh = old !== undefined && old.bytes < segmentBytesMax && nowMs - old.openedMs < segmentAgeMsMax
    if (isFresh || old?.bytes === 0) return old
    if (old !== undefined) {
      // A segment is sealed by its successor, and what is sealed may vanish: the journal must not need it any longer.
      await this.#journal.settled()
      if (this.isGivenUp) throw new Error('the journal needs the segment before, and there is no time left')
      if (sync !== 'never') await old.sync()
      await old.close()
      this.#file = undefined
    }
    this.#number += 1
    this.#file = await AppendFile.create(join(this.#folder, segmentFile(this.#number)), disk, nowMs)
    return this.#file
  }
}
