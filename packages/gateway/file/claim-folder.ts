/** A folder that one process at a time keeps its state in. */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { FileError } from './file-error.ts'
import { isAlive, ownMark } from './process-mark.ts'

/** Two that claim at the same moment both stand back, for a time that differs, and claim again so often. */
const claimsMax = 5
const pauseMsMax = 40

/**
 * Makes the folder where it is missing, for its owner only, and claims it for this process; what is answered gives it
 * back. The claim of a process that is gone counts for nothing, whatever number it had. Throws {@link FileError}: `locked`
 * where another process has it, `unwritable` where nothing can be written.
 *
 * A claim is a file that bears its process in its name, `owner.MARK`. Each process writes its own, then looks for others:
 * of two that do so at once at least the later one sees the other. A claim that several share would have to be taken from
 * a dead process, and who is about to take it cannot know that another has done so meanwhile.
 *
 * `name`: what is claimed of the folder, where it is not all of it.
 */
export async function claimFolder(folder: string, name = 'owner'): Promise<() => Promise<void>> {
  const own = claimOf(name, ownMark())
  const path = join(folder, own)
  try {
    await makeFolder(folder)
    for (let claims = 1; ; claims += 1) {
      if (!(await isWritten(path))) throw lockedError(folder, own)
      const giveUp = (): Promise<void> => rm(path, { force: true })
      const holder = await holderBeside(folder, name, own).catch(async (cause: unknown) => {
        await giveUp()
        throw cause
      })
      if (holder === undefined) return giveUp
      await giveUp()
      if (claims === claimsMax) throw lockedError(folder, holder)
      await pause(Math.random() * pauseMsMax)
    }
  } catch (cause) {
    throw FileError.of('unwritable', folder, cause)
  }
}

const claimOf = (name: string, mark: string): string => `${name}.${mark.replaceAll(' ', '.')}`
const markOf = (name: string, claim: string): string => claim.slice(name.length + 1).replaceAll('.', ' ')

/** The claim of another process that lives; those of the dead are taken away, which nobody can write again. */
async function holderBeside(folder: string, name: string, own: string): Promise<string | undefined> {
  const others = (await readdir(folder)).filter((file) => file.startsWith(`${name}.`) && file !== own)
  for (const claim of others) {
    if (isAlive(markOf(name, claim))) return claim
    await rm(join(folder, claim), { force: true })
  }
  return undefined
}

function lockedError(folder: string, claim: string): FileError {
  return new FileError('locked', folder, `process ${claim.split('.')[1]} has it; stop that one, or name another`)
}

async function isWritten(path: string): Promise<boolean> {
  try {
    await writeFile(path, '', { flag: 'wx', mode: 0o600 })
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
