/** Files that a command writes, and what it knows of its terminal. */
import { access, constants, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import process from 'node:process'

/** A file that could not be written. */
export class OutputError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'OutputError'
  }
}

/** Standard output, among the names of files to write. */
export const standardOutput = '-'

/** Whether two paths, as given, name one place. */
export function isSamePlace(one: string, other: string): boolean {
  return resolve(one) === resolve(other)
}

/** A path as given, without what a terminal would obey. */
export function printablePath(path: string): string {
  return path.replaceAll(/\p{Cc}/gu, '?')
}

/** Throws {@link OutputError} when it is plain already that `path` cannot be written. */
export async function checkOutput(path: string): Promise<void> {
  if (path === standardOutput) return
  const info = await stat(path).catch(() => null)
  if (info?.isDirectory() === true) throw new OutputError(`cannot write ${path}: it is a folder; name a file in it`)
  // A file is put in place of the one that is there, so its folder must be writable; a device or a pipe is written to.
  const target = info === null || info.isFile() ? dirname(path) : path
  try {
    await access(target, constants.W_OK)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    const why =
      code === 'ENOENT'
        ? `there is no folder ${target}; make it first`
        : `${target} is not writable (${code}); choose another place`
    throw new OutputError(`cannot write ${path}: ${why}`, { cause })
  }
}

/** Writes a file whole or not at all; `-` is standard output. Throws {@link OutputError}. */
export async function writeOutput(path: string, text: string): Promise<void> {
  if (path === standardOutput) {
    process.stdout.write(text)
    return
  }
  const draft = `${path}.${process.pid}.tmp`
  try {
    const info = await stat(path).catch(() => null)
    if (info !== null && !info.isFile()) return await writeFile(path, text)
    await writeFile(draft, text)
    await rename(draft, path)
  } catch (cause) {
    await rm(draft, { force: true })
    throw new OutputError(`cannot write ${path}: ${(cause as Error).message}`, { cause })
  }
}

/** How wide and how colourful standard output may be: NO_COLOR (no-color.org), FORCE_COLOR, TERM=dumb and pipes are heeded. */
export function terminalOf(
  stream: NodeJS.WriteStream,
  env: NodeJS.ProcessEnv,
): { columns: number; color: boolean; unicode: boolean } {
  const forced = env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '0'
  const refused = (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb'
  const columns = stream.columns ?? (Number.parseInt(env['COLUMNS'] ?? '', 10) || 80)
  const locale = env['LC_ALL'] ?? env['LC_CTYPE'] ?? env['LANG'] ?? 'UTF-8'
  return { columns, color: !refused && (forced || stream.isTTY === true), unicode: !/^(C|POSIX)$/.test(locale) }
}
