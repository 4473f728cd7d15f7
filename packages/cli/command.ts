/** What every command is made of. */

/** Exit statuses, for scripts. */
export const ExitStatus = { ok: 0, unreadable: 1, usage: 2, claimed: 3 } as const

/** One command of the command line. */
export interface Command {
  /** The whole help text, with examples. */
  readonly help: string
  /** Runs with the words after the command's name; answers the exit status. */
  run(words: readonly string[]): Promise<number>
}

/** The command was called wrongly: what was given, and what would be right. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'UsageError'
  }
}

/** An input that was read says what it must not: which, and what is wrong with it. */
export class InputError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'InputError'
  }
}
