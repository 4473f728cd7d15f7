/**
 * Who made what, on the disk: `owners-NNNNNNNN.jsonl`, files that are only appended to and go as a whole when all in them
 * is over. A line is written before anybody hears of what it says, so a killed process loses nothing; a power cut may
 * take the last seconds.
 */
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Owned, Thing } from './owner.ts'

/** Bounds of an {@link OwnerJournal}, and who is told of its faults. */
export interface JournalRule {
  readonly folder: string
  readonly retentionMs: number
  /** At more lines than this the oldest file goes, whatever is in it. */
  readonly linesMax: number
  readonly nowMs: () => number
  /** The disk takes no lines, and takes them again. */
  readonly onChange: (fault: string | undefined) => void
}

/** What a line says: somebody made something, or it is no more. */
export type JournalEntry = { readonly owned: Owned; readonly madeMs: number } | { readonly forgotten: Thing }

interface File {
  readonly path: string
  readonly number: number
  lines: number
  /** Of its newest line, in ms since the epoch. */
  lastMs: number
}

/** A file is followed by another when it has this part of all lines, and after a day. */
const fileShare = 1 / 8
const fileMs = 86_400_000
const fileName = /^owners-(\d{8})\.jsonl$/

/** See the file's header. */
export class OwnerJournal {
  readonly #rule: JournalRule
  readonly #files: File[] = []
  #open: { readonly file: File; readonly descriptor: number; readonly openedMs: number } | undefined
  #fault: string | undefined
  /** Lines that the disk did not take. */
  unwritten = 0
  /** Lines that could not be read at the start. */
  damaged = 0

  private constructor(rule: JournalRule) {
    this.#rule = rule
  }

  /** Reads what is there, in its order, and removes what is over. Throws what the system says. */
  static async open(rule: JournalRule, take: (entry: JournalEntry) => void): Promise<OwnerJournal> {
    const journal = new OwnerJournal(rule)
    const names = (await readdir(rule.folder)).filter((name) => fileName.test(name)).sort()
    // One after the other: the order tells what holds, and one at a time is in memory.
    for (const name of names) await journal.#read(join(rule.folder, name), Number(fileName.exec(name)![1]), take)
    journal.#removeOver()
    return journal
  }

  note({ kind, id, account, server }: Owned): void {
    this.#append([kind, id, account, server, Math.floor(this.#rule.nowMs() / 1000)])
  }

  forget({ kind, id }: Thing): void {
    this.#append([kind, id])
  }

  close(): void {
    if (this.#open !== undefined) closeSync(this.#open.descriptor)
    this.#open = undefined
  }

  async #read(path: string, number: number, take: (entry: JournalEntry) => void): Promise<void> {
    const file: File = { path, number, lines: 0, lastMs: 0 }
    this.#files.push(file)
    for (const line of (await readFile(path, 'utf8')).split('\n')) {
      if (line === '') continue
      file.lines += 1
      const entry = entryOf(line)
      if (entry === undefined) this.damaged += 1
      else take(entry)
      if (entry !== undefined && 'madeMs' in entry) file.lastMs = Math.max(file.lastMs, entry.madeMs)
    }
  }

  #append(line: readonly unknown[]): void {
    const nowMs = this.#rule.nowMs()
    try {
      const { file, descriptor } = this.#current(nowMs)
      file.lines += 1
      file.lastMs = nowMs
      // What follows half a line must not be taken for its end.
      const bytes = Buffer.from(`${this.#fault === undefined ? '' : '\n'}${JSON.stringify(line)}\n`)
      if (writeSync(descriptor, bytes) !== bytes.length) throw new Error('the disk took a part of a line')
      this.#tell(undefined)
    } catch (cause) {
      this.unwritten += 1
      this.#tell(cause instanceof Error ? cause.message : String(cause))
    }
  }

  /** The file that is appended to: a new one for every process, since the last may end in half a line. */
  #current(nowMs: number): { readonly file: File; readonly descriptor: number } {
    const open = this.#open
    if (open !== undefined && open.file.lines < this.#rule.linesMax * fileShare && nowMs - open.openedMs < fileMs)
      return open
    this.close()
    const number = (this.#files.at(-1)?.number ?? 0) + 1
    const path = join(this.#rule.folder, `owners-${String(number).padStart(8, '0')}.jsonl`)
    const file: File = { path, number, lines: 0, lastMs: nowMs }
    const descriptor = openSync(path, 'ax', 0o600)
    this.#files.push(file)
    this.#open = { file, descriptor, openedMs: nowMs }
    this.#removeOver()
    return this.#open
  }

  #removeOver(): void {
    let lines = this.#files.reduce((sum, file) => sum + file.lines, 0)
    const oldestMs = this.#rule.nowMs() - this.#rule.retentionMs
    while (this.#files.length > 0) {
      const [first] = this.#files
      if (first === this.#open?.file || (first!.lastMs >= oldestMs && lines <= this.#rule.linesMax)) return
      this.#files.shift()
      lines -= first!.lines
      rmSync(first!.path, { force: true })
    }
  }

  #tell(fault: string | undefined): void {
    if ((fault === undefined) === (this.#fault === undefined)) return
    this.#fault = fault
    this.#rule.onChange(fault)
  }
}

/** What a line says; undefined for one that says nothing, half a line among them. */
function entryOf(line: string): JournalEntry | undefined {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return undefined
  }
  if (!Array.isArray(value)) return undefined
  const [kind, id, account, server, madeS] = value as readonly unknown[]
  if ((kind !== 'response' && kind !== 'batch') || typeof id !== 'string') return undefined
  if (value.length === 2) return { forgotten: { kind, id } }
  if (typeof account !== 'string' || typeof server !== 'string' || typeof madeS !== 'number') return undefined
  return { owned: { kind, id, account, server }, madeMs: madeS * 1000 }
}
