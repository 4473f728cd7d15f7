/** One writer at a time, also among processes. */
import { open, readFile, realpath, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { FileError } from './file-error.ts'

/** How a lock is waited for. */
export interface LockOptions {
  /** How long, in ms; 10 s when absent. */
  readonly waitMs?: number
}

const waitMsDefault = 10_000
const pauseMs = 20

/**
 * Runs `task` while nobody else runs one for `path`: `PATH.lock` names the process that does. A lock whose process is
 * gone is taken away, if it was of this machine. Throws {@link FileError} `locked` when the wait is over, and what `task`
 * throws. Readers need no lock, since files are replaced whole.
 */
export async function withLock<Result>(
  path: string,
  task: () => Promise<Result>,
  { waitMs = waitMsDefault }: LockOptions = {},
): Promise<Result> {
  // Two names of one file are one lock.
  const lock = `${await realpath(path).catch(() => path)}.lock`
  const endMs = performance.now() + waitMs
  while (!(await take(path, lock))) {
    const owner = await ownerOf(lock)
    if (performance.now() > endMs) throw lockedError(path, lock, owner, waitMs)
    if (isGone(owner)) await breakLock(path, lock)
    else await pause(pauseMs)
  }
  try {
    return await task()
  } finally {
    await rm(lock, { force: true })
  }
}

function lockedError(path: string, lock: string, owner: string | undefined, waitMs: number): FileError {
  const who = owner === undefined || owner === '' ? 'another process' : `process ${owner}`
  return new FileError(
    'locked',
    path,
    `${who} has been writing it for ${waitMs / 1000} s; try again, or remove ${lock}* if that process is gone`,
  )
}

async function take(path: string, lock: string): Promise<boolean> {
  try {
    const file = await open(lock, 'wx', 0o600)
    try {
      await file.writeFile(`${process.pid} on ${hostname()}`)
    } finally {
      await file.close()
    }
    return true
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw FileError.of('unwritable', path, cause)
  }
}

async function ownerOf(lock: string): Promise<string | undefined> {
  return readFile(lock, 'utf8').catch(() => undefined)
}

/** Whether the owner was a process of this machine that runs no more. One that has not written its name yet is not gone. */
function isGone(owner: string | undefined): boolean {
  const [, pid, host] = /^(\d+) on (.+)$/.exec(owner ?? '') ?? []
  if (pid === undefined || host !== hostname()) return false
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

/**
 * Takes away the lock of a process that is gone. Of several that find it only one does, and it looks once more: the lock
 * that is there by then may be of somebody else.
 */
async function breakLock(path: string, lock: string): Promise<void> {
  const breaking = `${lock}.breaking`
  if (!(await take(path, breaking))) return pause(pauseMs)
  try {
    if (isGone(await ownerOf(lock))) await rm(lock, { force: true })
  } finally {
    await rm(breaking, { force: true })
  }
}
