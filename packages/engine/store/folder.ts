/** The data folder: what is ours in it, whose it is, and its secret. */
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { link, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { StoreError } from './store.ts'

const ownNames = /^(secret(\.\d+\.tmp)?|owner(\..*)?|incoming|store|lost\+found|\..*)$/

/**
 * Makes the data folder, or finds it. Throws `no store` for a folder that holds other things, so that nobody's files are
 * ever taken for ours, and with `existing` also for one that holds no store yet.
 */
export async function makeFolder(root: string, existing = false): Promise<void> {
  const names = await readdir(root).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return null
    const what = cause.code === 'ENOTDIR' ? 'is a file, not a folder' : `cannot be read (${cause.code})`
    throw new StoreError('disk', `${root} ${what}; choose another --data`, { cause })
  })
  const isStore = names?.includes('secret') === true
  if (existing && !isStore) {
    const what = names === null ? 'there is no such folder' : 'it holds no Stillhunt store'
    throw new StoreError('no store', `${root}: ${what}; name the folder that was given to scan as --data`)
  }
  const foreign = isStore ? undefined : names?.find((name) => !ownNames.test(name))
  if (foreign !== undefined)
    throw new StoreError(
      'no store',
      `${root} holds other things (${foreign}) and no Stillhunt store; choose an empty folder or one that is not there yet`,
    )
  try {
    await makeFolders(resolve(root))
  } catch (cause) {
    throw new StoreError('disk', `cannot make ${root}: ${firstLine(cause)}; choose a folder that you may write to`, {
      cause,
    })
  }
}

// Not by `recursive`: where a file system refuses new folders with ENOENT, as /proc does, Node 24 tries for ever.
async function makeFolders(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 })
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'EEXIST') return
    if (code !== 'ENOENT' || existsSync(dirname(path))) throw cause
    await makeFolders(dirname(path))
    await mkdir(path, { mode: 0o700 })
  }
}

/**
 * The deployment's secret, made on first use, readable by its owner only. It is there whole or not at all, and before
 * anything else is: a folder without it is not ours.
 */
export async function readSecret(folder: string, bytes: number): Promise<Uint8Array> {
  const path = join(folder, 'secret')
  await makeFolder(folder)
  if (!existsSync(path)) await writeSecret(path, randomBytes(bytes))
  const secret = Buffer.from((await readFile(path, 'utf8').catch(refuse(path))).trim(), 'hex')
  if (secret.length !== bytes)
    throw new StoreError(
      'damaged',
      `${path} does not hold ${bytes} bytes in hex; restore it: without it the stored fingerprints match nothing`,
    )
  return secret
}

async function writeSecret(path: string, secret: Uint8Array): Promise<void> {
  const draft = `${path}.${process.pid}.tmp`
  try {
    const file = await open(draft, 'w', 0o600)
    await file.writeFile(`${Buffer.from(secret).toString('hex')}\n`)
    await file.sync()
    await file.close()
    // A link never replaces the secret of a process that was faster; file systems without links are left to chance.
    await link(draft, path).catch(async (cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'EEXIST') await rename(draft, path)
    })
  } catch (cause) {
    refuse(path)(cause)
  } finally {
    await rm(draft, { force: true })
  }
}

function refuse(path: string): (cause: unknown) => never {
  return (cause) => {
    throw new StoreError('disk', `cannot use ${path}: ${firstLine(cause)}; see to it that you may read and write it`, {
      cause,
    })
  }
}

/** Two that claim at the same moment both stand back, for a time that differs, and claim again so often. */
const claimsMax = 5
const pauseMsMax = 40

/**
 * Claims the folder, or throws `busy` when a living process has it. Answers how to give it up. A claim bears its process
 * in its name, `owner.NUMBER.START`: each writes its own and then looks for others, so that of two that come at once the
 * later one sees the other. One claim for all would have to be taken from a dead process, which two could do.
 */
export async function claimFolder(root: string): Promise<() => Promise<void>> {
  const own = `owner.${process.pid}.${startOf(process.pid)}`
  const path = join(root, own)
  const drop = (): void => rmSync(path, { force: true })
  for (let claims = 1; ; claims += 1) {
    if (!(await isWritten(path))) throw busyError(root, own)
    const holder = await holderBeside(root, own).catch((cause: unknown) => {
      drop()
      return refuse(root)(cause)
    })
    if (holder === undefined) break
    drop()
    if (claims === claimsMax) throw busyError(root, holder)
    await pause(Math.random() * pauseMsMax)
  }
  process.once('exit', drop)
  return async () => {
    process.removeListener('exit', drop)
    drop()
  }
}

/** The claim of another process that lives; those of the dead are taken away, which nobody can write again. */
async function holderBeside(root: string, own: string): Promise<string | undefined> {
  const others = (await readdir(root)).filter((name) => name.startsWith('owner.') && name !== own)
  for (const claim of others) {
    const [, pid = '', start = ''] = claim.split('.')
    if (isAlive(Number.parseInt(pid, 10), start)) return claim
    rmSync(join(root, claim), { force: true })
  }
  return undefined
}

async function isWritten(path: string): Promise<boolean> {
  try {
    await writeFile(path, '', { flag: 'wx', mode: 0o600 })
    return true
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw new StoreError('disk', `cannot write ${path}: ${firstLine(cause)}`, { cause })
  }
}

function busyError(root: string, claim: string): StoreError {
  const message = `${root} is in use by process ${claim.split('.')[1]}; wait for it to end or choose another --data`
  return new StoreError('busy', message, { retry: true })
}

/** A number is soon given to another process, in a container to the next run's own: only its start tells them apart. */
function isAlive(pid: number, start: string): boolean {
  if (!Number.isInteger(pid)) return false
  try {
    process.kill(pid, 0)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return startOf(pid) === start
}

/** When a process started, in the kernel's ticks (proc(5), field 22 of stat); empty where the system does not tell. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

/** The first line of a failure's message, cut. */
export function firstLine(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).split('\n')[0]!.slice(0, 300)
}
