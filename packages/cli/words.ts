/** The words after a command's name: names and flags, or one line that says what is wrong with them. */
import { parseArgs } from 'node:util'
import { UsageError } from './command.ts'
import { suggestion } from '@stillhunt/core/spelling'

/** Flags by name: `value` takes one, `switch` is there or not. */
export type Flags = Readonly<Record<string, 'value' | 'switch'>>

/** What was given. A flag that was not given is absent. */
export interface Words<F extends Flags> {
  readonly names: readonly string[]
  readonly flags: { readonly [Name in keyof F]?: F[Name] extends 'value' ? string : true }
}

/**
 * Reads the words given to `command`. Everything after `--` is a name. Throws {@link UsageError} for a flag that is
 * unknown, given twice, empty, without its value or with one too many.
 */
export function readWords<const F extends Flags>(command: string, words: readonly string[], flags: F): Words<F> {
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, kind]) => [name, { type: kind === 'value' ? 'string' : 'boolean' } as const]),
  )
  const { tokens } = parseArgs({ args: [...words], options, strict: false, allowPositionals: true, tokens: true })
  const names: string[] = []
  const given: Record<string, string | true> = {}
  const wrong = (what: string): UsageError =>
    new UsageError(`${command}: ${what}; stillhunt ${command} --help lists the flags`)
  for (const token of tokens) {
    if (token.kind === 'positional') names.push(token.value)
    if (token.kind !== 'option') continue
    const { name, rawName, value } = token
    const kind = Object.hasOwn(flags, name) ? flags[name] : undefined
    if (kind === undefined)
      throw wrong(
        `there is no flag ${rawName}${suggestion(
          rawName,
          Object.keys(flags).map((flag) => `--${flag}`),
        )}`,
      )
    if (Object.hasOwn(given, name)) throw wrong(`${rawName} is given twice`)
    if (kind === 'switch' && value !== undefined)
      throw wrong(`${rawName} takes no value, but is given ${JSON.stringify(value)}`)
    if (kind === 'value' && (value === undefined || value === '' || (value.startsWith('--') && !token.inlineValue)))
      throw wrong(`${rawName} needs a value${value?.startsWith('--') === true ? `, but ${value} follows` : ''}`)
    given[name] = value ?? true
  }
  return { names, flags: given as Words<F>['flags'] }
}
