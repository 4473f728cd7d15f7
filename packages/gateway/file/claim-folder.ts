/** A folder that one process at a time keeps its state in. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { FileError } from './file-error.ts'
import { isAlive, ownMark } from './process-mark.ts'

const claimsMax = 3

/**
 * Makes the folder where it is missing, for its owner only, and claims it for this process; what is answered gives it
 * back. The claim of a process that is gone is taken over, whatever number it had. Throws {@link FileError}: `locked`
 * where another process has it, `unwritable` where nothing can be written.
 */
export async function claimFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, 'owner')
  try {
    await makeFolder(folder)
    for (let claims = 0; claims < claimsMax; claims += 1) {
      if (await isWritten(path)) return () => rm(path, { force: true })
      const mark = await readFile(path, 'utf8').catch(() => '')
      if (isAlive(mark))
        throw new FileError('locked', folder, `process ${mark.split(' ')[0]} has it; stop that one, or name another`)
      await rm(path, { force: true })
    }
  } catch (cause) {
    throw FileError.of('unwritable', folder, cause)
  }
  throw new FileError('locked', folder, 'another process is claiming it; try again')
}

async function isWritten(path: string): Promise<boolean> {
  try {
    await writeFile(path, ownMark(), { flag: 'wx', mode: 0o600 })
    return true
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw cause
  }
}

/** As `mkdir` with `recursive`, which never ends below a folder that takes none, such as `/proc`. */
export async function makeFolder(path: string): Promise<void> {
  const make = (): Promise<void> => mkdir(path, { mode: 0o700 }).catch(ignoreExisting)
  await make().catch(async (cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT' || dirname(path) === path) throw cause
    await makeFolder(dirname(path))
    await make()
  })
}

function ignoreExisting(cause: NodeJS.ErrnoException): void {
  if (cause.code !== 'EEXIST') throw cause
}
