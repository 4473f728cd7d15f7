/** Help texts: one shape for all commands. */

/** What a command's help is made of. */
export interface HelpText {
  readonly usage: string
  readonly about: string
  readonly options: readonly (readonly [flag: string, meaning: string])[]
  readonly examples: readonly (readonly [command: string, meaning: string])[]
  readonly exit?: readonly (readonly [status: string, meaning: string])[]
}

/** Lays a help text out for 80 columns. */
export function renderHelp({ usage, about, options, examples, exit = [] }: HelpText): string {
  const rows = (pairs: HelpText['options']): string => {
    const width = Math.max(...pairs.map(([left]) => left.length)) + 2
    return pairs
      .map(([left, right]) => `  ${left.padEnd(width)}${right.split('\n').join(`\n${' '.repeat(width + 2)}`)}`)
      .join('\n')
  }
  const shown = examples.map(([command, meaning]) => `  ${command}\n      ${meaning}`).join('\n')
  const status = exit.length === 0 ? '' : `\nExit status\n${rows(exit)}\n`
  return `Usage: ${usage}\n\n${about}\n\nOptions\n${rows(options)}\n\nExamples\n${shown}\n${status}`
}

/** The list of commands, by name. */
export function overview(commands: Readonly<Record<string, { readonly summary: string }>>): string {
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(10)}${summary}`)
  return `Stillhunt finds the hidden operators behind many accounts of a language-model
API.

Usage: stillhunt COMMAND …

Commands
${lines.join('\n')}

  stillhunt COMMAND --help    options and examples
  stillhunt --version
`
}
