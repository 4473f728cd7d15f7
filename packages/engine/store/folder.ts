/** The data folder: what is ours in it, whose it is, and its secret. */
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { link, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { StoreError } from './store.ts'

const ownNames = /^(secret(\.\d+\.tmp)?|owner|incoming|store|lost\+found|\..*)$/

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

/** Takes `owner` in the folder, or throws `busy` when a living process has it. Answers how to give it up. */
export async function claimFolder(root: string): Promise<() => Promise<void>> {
  const path = join(root, 'owner')
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      await writeFile(path, `${process.pid} ${startOf(process.pid)}\n`, { flag: 'wx', mode: 0o600 })
      const drop = (): void => rmSync(path, { force: true })
      process.once('exit', drop)
      return async () => {
        process.removeListener('exit', drop)
        drop()
      }
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST')
        throw new StoreError('disk', `cannot write ${path}: ${firstLine(cause)}`, { cause })
    }
    const [owner = '', start = ''] = (existsSync(path) ? readFileSync(path, 'utf8') : '').trim().split(' ')
    if (isAlive(Number.parseInt(owner, 10), start))
      throw new StoreError(
        'busy',
        `${root} is in use by process ${owner}; wait for it to end or choose another --data`,
        { retry: true },
      )
    rmSync(path, { force: true })
  }
  throw new StoreError('busy', `${root} is being claimed by another process; try again`, { retry: true })
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
