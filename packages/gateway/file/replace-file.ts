/** Files that are whole at every moment. */
import { randomBytes } from 'node:crypto'
import { chmod, chown, type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { FileError } from './file-error.ts'

/** Readable and writable for its owner alone. */
export const ownerOnly = 0o600

/**
 * Puts a file of these bytes in place of the one that is there: whoever opens it has the old or the new one, also after a
 * crash. A new one is for its owner only; an old one's owner and mode are kept, and where `path` is a link, what it leads
 * to is replaced. Throws {@link FileError}, and then nothing has changed.
 */
export async function replaceFile(path: string, parts: readonly Uint8Array[]): Promise<void> {
  let draft: string | undefined
  try {
    const target = await realpath(path).catch(() => path)
    const old = await stat(target).catch(() => undefined)
    if (old !== undefined && !old.isFile()) throw new FileError('unwritable', path, 'it is no plain file; name one')
    draft = join(dirname(target), `.${basename(target)}.${process.pid}.${randomBytes(6).toString('hex')}.tmp`)
    await writeSynced(draft, parts)
    if (old !== undefined) {
      await chmod(draft, old.mode & 0o777)
      // Of another owner: only root may give files away, and only then is there something to keep.
      if (process.getuid?.() === 0) await chown(draft, old.uid, old.gid)
    }
    await rename(draft, target)
    await syncFolder(dirname(target))
  } catch (cause) {
    if (draft !== undefined) await rm(draft, { force: true })
    throw FileError.of('unwritable', path, cause)
  }
}

/** Writes a file that must not be there yet. Throws {@link FileError}. */
export async function createFile(path: string, text: string, mode: number): Promise<void> {
  try {
    await writeSynced(path, [Buffer.from(text)], mode)
    await syncFolder(dirname(path))
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST')
      throw new FileError('exists', path, 'it is there already and is not written over; choose another name', { cause })
    throw FileError.of('unwritable', path, cause)
  }
}

async function writeSynced(path: string, parts: readonly Uint8Array[], mode: number = ownerOnly): Promise<void> {
  const file = await open(path, 'wx', mode)
  try {
    for (const part of parts) await writeAll(file, part)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function writeAll(file: FileHandle, part: Uint8Array): Promise<void> {
  let at = 0
  while (at < part.length) at += (await file.write(part, at)).bytesWritten
}

/** Makes a rename outlast a power cut; where folders cannot be synced nothing more can be done. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined)
  await folder?.sync().catch(() => {})
  await folder?.close()
}
