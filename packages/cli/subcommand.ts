/** Commands that have commands of their own: `stillhunt keys create`. */
import { UsageError } from './command.ts'
import { suggestion } from '@stillhunt/core/spelling'

/** One of them: runs with the words after its name; answers the exit status. */
export type Subcommand = (words: readonly string[]) => Promise<number>

/** Runs the one that the first word names. Throws {@link UsageError} when it names none. */
export function runSubcommand(
  command: string,
  words: readonly string[],
  subcommands: Readonly<Record<string, Subcommand>>,
): Promise<number> {
  const [name, ...rest] = words
  const names = Object.keys(subcommands)
  const list = `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`
  if (name === undefined) throw new UsageError(`${command} needs ${list}; stillhunt ${command} --help explains them`)
  const run = Object.hasOwn(subcommands, name) ? subcommands[name] : undefined
  if (run !== undefined) return run(rest)
  // Not quoted back at length: what stands here may be a key.
  const shown = JSON.stringify(name.length > 24 ? `${name.slice(0, 16)}…` : name)
  throw new UsageError(`${command} takes ${list}, not ${shown}${suggestion(name, names)}`)
}

/** The one name that `command` takes. Throws {@link UsageError} for none, or more; `what` says what it is. */
export function oneName(command: string, names: readonly string[], what: string): string {
  const [name, second] = names
  if (name === undefined || name === '') throw new UsageError(`${command} needs ${what}`)
  if (second !== undefined) throw new UsageError(`${command} takes one name, but ${names.length} are given`)
  return name
}
