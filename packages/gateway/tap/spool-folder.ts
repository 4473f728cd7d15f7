/**
 * Where what lies in the spool:
 *
 *     DIR/secret                        key of the hashes in place of texts
 *     DIR/keeper                        the process that keeps the spool
 *     DIR/cursor.json                   how far the sink has acknowledged, and the batch under way
 *     DIR/shed.log                      what was given up, as JSON Lines
 *     DIR/quarantine.log                lines that are damaged, as JSON Lines
 *     DIR/<writer>/owner                the process that writes; gone when nobody will write here again
 *     DIR/<writer>/journal-NNNNNNNN     calls under way
 *     DIR/<writer>/NNNNNNNN.jsonl[.zst] records: a segment
 *
 * Only segments are called as logs are, so that `stillhunt scan DIR` reads them and nothing else.
 */
import { randomBytes } from 'node:crypto'
import { link, mkdir, open, readdir, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder, ownMark } from '../file.ts'
import { SpoolError } from './spool-error.ts'

/** One segment on the disk. */
export interface Segment {
  /** Folder and name, without what compression adds: what it is called in the cursor and the ledger. */
  readonly key: string
  readonly path: string
  readonly number: number
  readonly bytes: number
  readonly isCompressed: boolean
  /** Nobody appends to it any longer. */
  readonly isSealed: boolean
}

/** One writer's folder. */
export interface WriterFolder {
  readonly name: string
  readonly path: string
  /** The mark of the process that writes here; undefined when nobody will again. */
  readonly owner: string | undefined
  /** Paths of the journals, oldest first. */
  readonly journals: readonly string[]
  /** Oldest first. */
  readonly segments: readonly Segment[]
  /** Paths of segments that are being given up. */
  readonly shed: readonly string[]
  /** Paths of what was begun and not finished. */
  readonly drafts: readonly string[]
  /** Bytes of all files. */
  readonly bytes: number
}

const segmentName = /^(\d{8})\.jsonl(\.zst)?$/
const writerName = /^\d{17}-\d+-[0-9a-f]{8}$/
const secretBytes = 32

/** The name of a segment's file. */
export function segmentFile(number: number): string {
  return `${String(number).padStart(8, '0')}.jsonl`
}

/** The name of a journal's file. */
export function journalFile(number: number): string {
  return `journal-${String(number).padStart(8, '0')}`
}

/** Makes the spool's folder where it is missing and answers its secret, made on first use. */
export async function openFolder(folder: string): Promise<Uint8Array> {
  await makeFolder(folder).catch((cause: Error) => {
    throw new SpoolError('unwritable', `${folder} cannot be made: ${cause.message}; name a folder on a disk`, cause)
  })
  const path = join(folder, 'secret')
  const known = await readFile(path, 'utf8').catch(() => undefined)
  if (known !== undefined) return secretOf(path, known)
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  const file = await open(draft, 'wx', 0o600)
  await file.writeFile(randomBytes(secretBytes).toString('hex'))
  await file.sync()
  await file.close()
  // A link never replaces the secret of a process that was faster.
  await link(draft, path).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EEXIST') throw cause
  })
  await rm(draft, { force: true })
  return secretOf(path, await readFile(path, 'utf8'))
}

function secretOf(path: string, hex: string): Uint8Array {
  const secret = Buffer.from(hex.trim(), 'hex')
  if (secret.length !== secretBytes)
    throw new SpoolError('damaged', `${path} does not hold ${secretBytes} bytes in hex; restore it or remove it`)
  return secret
}

/** Makes a folder for a new writer, which this process owns. It appears with its owner in it, or not at all. */
export async function makeWriter(folder: string, nowMs: number): Promise<string> {
  const time = new Date(nowMs).toISOString().replace(/\D/g, '')
  const name = `${time}-${process.pid}-${randomBytes(4).toString('hex')}`
  const draft = join(folder, `.${name}`)
  await mkdir(draft, { mode: 0o700 })
  await writeFile(join(draft, 'owner'), ownMark(), { mode: 0o600 })
  await rename(draft, join(folder, name))
  return join(folder, name)
}

/** All writers' folders, oldest first. What vanishes meanwhile is not there. */
export async function readWriters(folder: string): Promise<WriterFolder[]> {
  const names = (await readdir(folder)).filter((name) => writerName.test(name)).sort()
  const writers = await Promise.all(names.map((name) => readWriter(folder, name).catch(ignoreMissing)))
  return writers.filter((writer) => writer !== undefined)
}

/** One writer's folder, as it is now. */
export async function readWriter(folder: string, name: string): Promise<WriterFolder> {
  const path = join(folder, name)
  const files = (await readdir(path)).sort()
  const sizes = await Promise.all(files.map((file) => sizeOf(join(path, file))))
  const owner = files.includes('owner') ? await readFile(join(path, 'owner'), 'utf8').catch(ignoreMissing) : undefined
  const numbers = files.map((file) => Number(segmentName.exec(file)?.[1] ?? -1))
  const newest = Math.max(...numbers)
  const segments = files.flatMap((file, index): Segment[] => {
    const number = numbers[index]!
    const isCompressed = file.endsWith('.zst')
    // Both are there when compressing was broken off after it was done: they say the same.
    if (number < 0 || (isCompressed && files.includes(segmentFile(number)))) return []
    const key = `${name}/${segmentFile(number)}`
    const isSealed = owner === undefined || number < newest
    return [{ key, path: join(path, file), number, bytes: sizes[index]!, isCompressed, isSealed }]
  })
  const pathsOf = (pattern: RegExp): string[] =>
    files.filter((file) => pattern.test(file)).map((file) => join(path, file))
  return {
    name,
    path,
    owner,
    journals: pathsOf(/^journal-/),
    segments,
    shed: pathsOf(/\.shed-/),
    drafts: pathsOf(/^recovered$|\.draft$/),
    bytes: sizes.reduce((sum, bytes) => sum + bytes, 0),
  }
}

/** How much there is on the disk. */
export interface Room {
  /** Bytes in all writers' folders. */
  readonly usedBytes: number
  /** Bytes that the file system has left for us. */
  readonly freeBytes: number
}

/** Measures the spool and its file system: one look at each file. */
export async function measure(folder: string): Promise<Room> {
  const [writers, system] = await Promise.all([readWriters(folder), statfs(folder)])
  return {
    usedBytes: writers.reduce((sum, { bytes }) => sum + bytes, 0),
    freeBytes: system.bavail * system.bsize,
  }
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(ignoreMissing))?.size ?? 0
}

function ignoreMissing(cause: NodeJS.ErrnoException): undefined {
  if (cause.code !== 'ENOENT') throw cause
}
