/**
 * The calls under way, where a killed process leaves them.
 *
 * A journal's file is JSON Lines with checksums: intents, each a whole record of an interrupted call, and marks, which
 * name calls whose records are written. A mark also says up to where the segments are covered by marks: only records
 * after that have to be read when the process is gone. When a file is long, a new one is begun with what is still under
 * way, and the old one is removed; calls that are in both are the same.
 */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AppendFile } from './append-file.ts'
import { SpoolFullError } from './call.ts'
import type { WriterCounters } from './counter.ts'
import { GroupCommit } from './group-commit.ts'
import { checkedLine, type Line } from './record-line.ts'
import { journalFile } from './spool-folder.ts'
import type { SpoolSettings } from './spool-option.ts'
import { UnderWay, type UnderWayLine } from './under-way.ts'

/** A place in a writer's segments. */
export interface SegmentPlace {
  readonly segment: number
  readonly bytes: number
}

/** A line of the journal that is no intent. */
export interface JournalMark extends SegmentPlace {
  /** Ids of calls whose records stand before this place. */
  readonly ended: readonly string[]
}

/** A call that wants to begin: the line of its intent, and who is told. */
export interface Intended extends UnderWayLine {
  readonly id: string
  /** It may: the intent is in the journal, or, not protected, the disk takes nothing and the rule is to shed. */
  onBegun(isProtected: boolean): void
  /** It may not: the disk takes nothing and the rule is to refuse. */
  onRefused(cause: SpoolFullError): void
}

/** In the queue, what only asks for marks to be written. */
interface Nudge {
  readonly bytes: 0
}

/** A retry of what the disk did not take. */
const retryMs = 100

/** One writer's journal. */
export class Journal {
  /** Since when the disk takes nothing; undefined while it does. */
  failingSinceMs: number | undefined
  /** What the last failed write was told. */
  failure: Error | undefined
  /** Set at the end: nothing is waited for any longer. */
  isGivenUp = false
  #file: AppendFile | undefined
  #number = 0
  /** Marks that are not in the file yet. They go with the next group, or on their own when it is asked for. */
  #ended: string[] = []
  #place: SegmentPlace = { segment: 0, bytes: 0 }
  #isMarkDue = false
  readonly #underWay = new UnderWay()
  readonly #queue: GroupCommit<Intended | Nudge>
  readonly #folder: string
  readonly #settings: SpoolSettings
  readonly #counters: WriterCounters

  constructor(folder: string, settings: SpoolSettings, counters: WriterCounters) {
    this.#folder = folder
    this.#settings = settings
    this.#counters = counters
    this.#queue = new GroupCommit(
      (group) => this.#write(group),
      (group) => this.#writeNow(group),
    )
  }

  /** Writes an intent with the others of this turn; then one of those who are told is. */
  open(intended: Intended): void {
    this.#queue.push(intended)
  }

  /** The short way, which most groups go: the disk is prompt, and the intents are written on the spot. */
  #writeNow(group: readonly (Intended | Nudge)[]): boolean {
    const file = this.#file
    if (file === undefined || this.failingSinceMs !== undefined || this.#isMarkDue) return false
    if (this.#settings.sync === 'always' || this.#isLong(file)) return false
    const intents = intentsOf(group)
    // Marks go with every so many intents: they save a recovery from reading, and nothing else hangs on them.
    const isMarking = this.#ended.length >= promptMarkIds
    if (!file.appendNow(isMarking ? [this.#markLine(this.#ended), ...intents] : intents)) return false
    if (isMarking) this.#ended = []
    for (const intent of intents) this.#began(intent)
    return true
  }

  /** The records of these calls stand before `place`. Is written with the next intents. */
  mark(ended: readonly Intended[], place: SegmentPlace): void {
    for (const intent of ended) {
      this.#ended.push(intent.id)
      this.#underWay.remove(intent)
    }
    this.#place = place
    // Without intents to go with, marks are written when they are many.
    if (this.#ended.length >= markIdsMax) this.#queue.push(nudge)
  }

  /** Resolves when every mark given so far is in the journal, however long the disk takes. */
  async settled(): Promise<void> {
    this.#isMarkDue = true
    this.#queue.push(nudge)
    await this.#queue.idle()
    while (this.#isMarkDue && !this.isGivenUp) {
      await new Promise((resolve) => setTimeout(resolve, retryMs))
      this.#queue.push(nudge)
      await this.#queue.idle()
    }
  }

  /** Tries whether the disk takes something again, where nothing else would. */
  probe(): void {
    if (this.failingSinceMs === undefined || !this.#queue.isIdle) return
    this.#isMarkDue = true
    this.#queue.push(nudge)
  }

  /** Returns when what is in the journal is on the medium. */
  async sync(): Promise<void> {
    await this.#file?.sync()
  }

  /** Closes the file and, when nothing is under way, removes it. */
  async close(): Promise<void> {
    await this.settled()
    await this.#file?.close()
    if (this.#underWay.size === 0 && this.#file !== undefined) await rm(this.#file.path, { force: true })
    this.#file = undefined
  }

  async #write(group: readonly (Intended | Nudge)[]): Promise<void> {
    const intents = intentsOf(group)
    const ended = this.#ended
    const isMarking = ended.length > 0 || this.#isMarkDue
    const marks = isMarking ? [this.#markLine(ended)] : []
    this.#ended = []
    const { lines, failure } = await this.#append([...marks, ...intents])
    if (lines < marks.length) this.#ended = ended.concat(this.#ended)
    else this.#isMarkDue = false
    const done = Math.max(0, lines - marks.length)
    for (const intent of intents.slice(0, done)) this.#began(intent)
    if (failure === undefined) {
      this.failingSinceMs = undefined
      return
    }
    this.#counters.writeFailures += 1
    await this.#fail(intents.slice(done), failure)
  }

  #began(intent: Intended): void {
    this.#underWay.add(intent)
    intent.onBegun(true)
  }

  #markLine(ended: readonly string[]): Line {
    return checkedLine({ ended, ...this.#place } satisfies JournalMark)
  }

  /** Appends to the file, to a new one when the old one is long. Never throws. */
  async #append(lines: readonly Line[]): Promise<{ lines: number; failure: Error | undefined }> {
    try {
      if (this.#file === undefined) this.#file = await this.#next()
      else if (this.#isLong(this.#file)) await this.#beginAnew(this.#file)
      const appended = await this.#file.append(lines)
      if (this.#settings.sync === 'always' && appended.failure === undefined) await this.#file.sync()
      return appended
    } catch (cause) {
      return { lines: 0, failure: cause as Error }
    }
  }

  #next(): Promise<AppendFile> {
    this.#number += 1
    const path = join(this.#folder, journalFile(this.#number))
    return AppendFile.create(path, this.#settings.disk, this.#settings.now())
  }

  #isLong(file: AppendFile): boolean {
    return file.bytes > Math.max(this.#settings.journalBytesMax, 2 * this.#underWay.bytes)
  }

  /** The new file counts from when the old one is gone: until then the old one says all that the new one says. */
  async #beginAnew(old: AppendFile): Promise<void> {
    const file = await this.#next()
    const { failure } = await file.append([this.#markLine([]), ...this.#underWay])
    if (this.#settings.sync === 'always' && failure === undefined) await file.sync()
    const [keep, drop] = failure === undefined ? [file, old] : [old, file]
    this.#file = keep
    await drop.close()
    await rm(drop.path, { force: true })
    if (failure !== undefined) throw failure
  }

  /** Intents that the disk did not take: refused, or held back for a while and then let go unprotected. */
  async #fail(intents: readonly Intended[], cause: Error): Promise<void> {
    const nowMs = this.#settings.now()
    this.failure = cause
    this.failingSinceMs ??= nowMs
    const isRefusing = this.#settings.whenFull === 'refuse'
    if (isRefusing) this.#refuse(intents, cause)
    else if (this.isGivenUp || nowMs - this.failingSinceMs >= this.#settings.stallMsMax)
      for (const intent of intents) intent.onBegun(false)
    else {
      await new Promise((resolve) => setTimeout(resolve, retryMs))
      for (const intent of intents) this.#queue.push(intent)
    }
  }

  #refuse(intents: readonly Intended[], cause: Error): void {
    for (const intent of intents) {
      // Where only the synchronisation failed, the intent is in the file.
      this.#ended.push(intent.id)
      intent.onRefused(spoolFull(cause))
    }
  }
}

const nudge: Nudge = { bytes: 0 }

function intentsOf(group: readonly (Intended | Nudge)[]): readonly Intended[] {
  return group.filter((item) => 'id' in item)
}

/** So many marks are written on their own: what a recovery would have to read is bounded by the records that they name. */
const markIdsMax = 1024

/** Marks of so many calls go with an intent that is written on the spot. */
const promptMarkIds = 64

/** The error for a call that cannot be recorded because a write failed. */
export function spoolFull(cause: Error): SpoolFullError {
  return new SpoolFullError(
    `[spool full] the call cannot be recorded: ${cause.message}; make room on the disk or see to the sink`,
    cause,
  )
}
