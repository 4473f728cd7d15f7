/** The inputs of a scan: which files are meant, and their bytes, decompressed. */
import { createReadStream } from 'node:fs'
import { access, constants, glob, open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline, Readable, type Transform } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { zstdFrames } from './zstd-frame.ts'

/** Standard input, among the names of inputs. */
export const standardInput = '-'

/** One input. `bytes` is its size on disk, null where it is not known beforehand. */
export interface Source {
  readonly path: string
  readonly bytes: number | null
}

/** An input that cannot be read at all. */
export class SourceError extends Error {
  readonly code: 'not found' | 'not readable' | 'nothing to read' | 'too many steps'
  constructor(code: SourceError['code'], message: string, options?: ErrorOptions) {
    super(`[${code}] ${message}`, options)
    this.name = 'SourceError'
    this.code = code
  }
}

const logName = /\.(jsonl|ndjson)(\.(gz|zst|zstd))?$/

/**
 * The inputs that `names` mean, without repetition, in the order of their names: a file as it is, a directory as the
 * logs in it and below it, anything else as a glob. Throws {@link SourceError} when a name means nothing.
 */
export async function findSources(names: readonly string[]): Promise<Source[]> {
  const found = new Map<string, Source>()
  for (const name of names) for (const source of await expand(name)) found.set(source.path, source)
  const sources = [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1))
  for (const { path } of sources) if (path !== standardInput) await access(path, constants.R_OK).catch(refuse(path))
  return sources
}

/** The one input that `name` means: a file, or standard input. Throws {@link SourceError} when it means another number. */
export async function findSource(name: string): Promise<Source> {
  const info = await stat(name).catch(() => null)
  const sources = info?.isDirectory() === true ? [] : await findSources([name])
  if (sources[0] === undefined) throw new SourceError('not readable', `${name} is a folder; name a file in it`)
  if (sources.length > 1) throw new SourceError('not readable', `${name} means ${sources.length} files; name one`)
  return sources[0]
}

function refuse(path: string): (cause: unknown) => never {
  return (cause) => {
    throw new SourceError('not readable', `${path}: ${(cause as Error).message}`, { cause })
  }
}

/** What to say of a source that broke off: what is wrong with it; null for a failure that is not the source's. */
export function breakOf(cause: unknown): string | null {
  const { code, message = '' } = (cause ?? {}) as { code?: unknown; message?: string }
  if (typeof code !== 'string' || !/^(Z_|ZSTD_|ERR_ZLIB|EIO$|ERR_STREAM_PREMATURE)/.test(code)) return null
  const isShort = code === 'Z_BUF_ERROR' || /unexpected end|truncated|incomplete/i.test(message)
  const what = isShort ? 'truncated: the compressed data ends too early' : `damaged: ${message}`
  return `${what}; what could be read before it was kept`
}

async function expand(name: string): Promise<Source[]> {
  if (name === standardInput) return [{ path: standardInput, bytes: null }]
  const info = await stat(name).catch(() => null)
  if (info?.isDirectory() === true) return below(name)
  if (info !== null) return [{ path: name, bytes: info.isFile() ? info.size : null }]
  const matches: Source[] = []
  if (/[*?[{]/.test(name))
    for await (const path of glob(name)) {
      const match = await stat(path)
      if (match.isFile()) matches.push({ path, bytes: match.size })
    }
  if (matches.length === 0) throw new SourceError('not found', `${name}: no such file, directory or match`)
  return matches
}

async function below(folder: string): Promise<Source[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const sources: Source[] = []
  for (const entry of entries) {
    if (!entry.isFile() || !logName.test(entry.name)) continue
    const path = join(entry.parentPath, entry.name)
    // A registry or a file of labels beside the logs is not a log.
    if (!/^(accounts|labels)\./.test(entry.name)) sources.push({ path, bytes: (await stat(path)).size })
  }
  if (sources.length === 0)
    throw new SourceError(
      'nothing to read',
      `${folder}: no .jsonl, .jsonl.gz or .jsonl.zst in it; name files, or a glob, if they are called otherwise`,
    )
  return sources
}

/** The bytes of an input as they come, decompressed by what the first bytes say, not by the name. */
export interface OpenSource {
  /** Pieces of decompressed input, each good until the next is asked for. May throw after having delivered what was readable. */
  readonly pieces: AsyncIterable<Uint8Array>
  /** Bytes taken from the input so far, before decompression. */
  taken(): number
}

/** Opens an input. Throws {@link SourceError} when it cannot be opened. */
export async function openSource(source: Source): Promise<OpenSource> {
  const input = (await openInput(source.path))[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>
  // A pipe may bring its first bytes one by one.
  let head: Uint8Array = new Uint8Array()
  while (head.length < magicBytes) {
    const piece = await input.next().catch(refuse(source.path))
    if (piece.done === true) break
    head = head.length === 0 ? piece.value : Buffer.concat([head, piece.value])
  }
  let taken = 0
  async function* counted(): AsyncGenerator<Uint8Array> {
    taken = head.length
    try {
      if (head.length > 0) yield head
      for (let piece = await input.next(); piece.done !== true; piece = await input.next()) {
        taken += piece.value.length
        yield piece.value
      }
    } finally {
      await input.return?.()
    }
  }
  return { pieces: decompressed(counted(), head), taken: () => taken }
}

const magicBytes = 4
const pieceBytes = 1 << 20

async function openInput(path: string): Promise<Readable> {
  if (path === standardInput) return process.stdin
  try {
    const handle = await open(path, 'r')
    return createReadStream(path, { fd: handle, highWaterMark: pieceBytes })
  } catch (cause) {
    return refuse(path)(cause)
  }
}

/** By magic number; an input shorter than that is not compressed. */
function decompressed(pieces: AsyncIterable<Uint8Array>, head: Uint8Array): AsyncIterable<Uint8Array> {
  const magic = new DataView(new Uint8Array([...head.subarray(0, magicBytes), 0, 0, 0, 0]).buffer).getUint32(0, true)
  if ((magic & 0xffff) === 0x8b1f) return through(pieces, createGunzip({ chunkSize: pieceBytes }))
  // A zstd stream may begin with a skippable frame (RFC 8878 §3.1.2).
  if (magic === 0xfd2fb528 || (magic & 0xfffffff0) >>> 0 === 0x184d2a50)
    return through(zstdFrames(pieces), createZstdDecompress({ chunkSize: pieceBytes }))
  return pieces
}

/** Where `pieces` break off, what they held is decompressed first. As objects, so that chunks stay as they were cut. */
async function* through(pieces: AsyncIterable<Uint8Array>, decompress: Transform): AsyncGenerator<Uint8Array> {
  let failure: unknown = null
  async function* whole(): AsyncGenerator<Uint8Array> {
    try {
      yield* pieces
    } catch (cause) {
      failure = cause
    }
  }
  // Its callback has nothing to add: a failure of either side comes out of the iteration.
  pipeline(Readable.from(whole(), { objectMode: true, highWaterMark: 2 }), decompress, () => {})
  try {
    for await (const piece of decompress as AsyncIterable<Uint8Array<ArrayBuffer>>) {
      yield piece
      release(piece)
    }
  } catch (cause) {
    failure ??= cause
  }
  if (failure !== null) throw failure
}

/**
 * Gives the memory of a piece back at once, where the decompressor has filled it and goes on in another. Left to the
 * collector, what a log decompresses to made it go through the whole heap thirty times in one import.
 */
function release({ buffer, byteOffset, byteLength }: Uint8Array<ArrayBuffer>): void {
  if (buffer.byteLength === pieceBytes && byteOffset + byteLength === pieceBytes) buffer.transfer(0)
}
