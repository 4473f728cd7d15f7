/** Files that a command writes, and what it knows of its terminal. */
import { rename, rm, writeFile } from 'node:fs/promises'
import process from 'node:process'

/** A file that could not be written. */
export class OutputError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'OutputError'
  }
}

/** Writes a file whole or not at all; `-` is standard output. Throws {@link OutputError}. */
export async function writeOutput(path: string, text: string): Promise<void> {
  if (path === '-') {
    process.stdout.write(text)
    return
  }
  const draft = `${path}.${process.pid}.tmp`
  try {
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
