/** A configuration from its file, with the files and variables that it leans on. */
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type Configuration, readConfiguration } from '../config.ts'
import { openKeyRing } from '../key.ts'
import { readPublicKey } from '../verdict.ts'

/** A configuration that cannot be used. The message has one line for each fault: file, line, path, what is wrong. */
export class ConfigurationError extends Error {
  readonly code = 'configuration'
  constructor(message: string) {
    super(message)
    this.name = 'ConfigurationError'
  }
}

/**
 * Reads `path` and the files of keys that it names, opening nothing. Throws {@link ConfigurationError}, and FileError for a
 * file of keys that cannot be used.
 */
export async function checkConfiguration(path: string): Promise<void> {
  const { keysFile, verdicts } = loadConfiguration(path)
  const keys = await openKeyRing(keysFile)
  keys.close()
  await Promise.all((verdicts?.trust ?? []).map(readPublicKey))
}

/** Larger files are no configuration. */
const bytesMax = 1024 * 1024

/** Reads `path`. Paths in it are from its own folder. Throws {@link ConfigurationError}. */
export function loadConfiguration(path: string): Configuration {
  const folder = dirname(resolve(path))
  const text = readText(path)
  if (text === undefined) throw new ConfigurationError(`${path}: cannot be read; --config names the configuration`)
  if (text.length > bytesMax) throw new ConfigurationError(`${path}: has more than ${bytesMax} bytes: no configuration`)
  const read = readConfiguration(text, {
    readFile: (name) => readText(resolve(folder, name)),
    variable: (name) => process.env[name],
    resolve: (name) => resolve(folder, name),
  })
  if (read.ok) return read.value
  const faults = read.faults.map(({ line, path: key, message }) =>
    [path, ...(line > 0 ? [`:${line}`] : []), key === '' ? ': ' : `: ${key} `, message].join(''),
  )
  throw new ConfigurationError(faults.join('\n'))
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
