/** The command line: finds the command, runs it, turns what goes wrong into one sentence and an exit status. */
import process from 'node:process'
import { type Command, ExitStatus, UsageError } from './command.ts'
import { overview } from './help.ts'
import { suggestion } from '@stillhunt/core/spelling'

/** Commands by name; each is loaded only when it is asked for, since most need the engine. */
const commands: Readonly<Record<string, { readonly summary: string; readonly load: () => Promise<Command> }>> = {
  scan: {
    summary: 'name the hidden operators in API logs',
    load: async () => (await import('./command/scan.ts')).scanCommand,
  },
  backtest: {
    summary: 'replay API logs and say when each operator would have been named',
    load: async () => (await import('./command/backtest.ts')).backtestCommand,
  },
  explain: {
    summary: 'print every link and test behind a claim',
    load: async () => (await import('./command/explain.ts')).explainCommand,
  },
  gateway: {
    summary: 'stand in front of a model API',
    load: async () => (await import('./command/gateway.ts')).gatewayCommand,
  },
  bench: {
    summary: 'compare with published methods, on labelled logs',
    load: async () => (await import('./command/bench.ts')).benchCommand,
  },
  keys: {
    summary: "make, list, revoke and rotate the gateway's API keys",
    load: async () => (await import('./command/keys.ts')).keysCommand,
  },
  verdicts: {
    summary: 'sign, show and verify what gateways enforce',
    load: async () => (await import('./command/verdicts.ts')).verdictsCommand,
  },
}

async function main(words: readonly string[]): Promise<number> {
  const [name = '--help', ...rest] = words
  if (name === '--version') return print('stillhunt 0.1.0\n')
  if (name === '--help' || name === '-h' || name === 'help')
    return print(rest[0] === undefined ? overview(commands) : (await load(rest[0])).help)
  const command = await load(name)
  const flags = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest
  if (flags.includes('--help') || flags.includes('-h')) return print(command.help)
  return command.run(rest)
}

async function load(name: string): Promise<Command> {
  const named = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (named === undefined)
    throw new UsageError(
      `there is no command ${JSON.stringify(name)}${suggestion(name, Object.keys(commands))}; stillhunt --help lists them`,
    )
  return named.load()
}

function print(text: string): number {
  process.stdout.write(text)
  return ExitStatus.ok
}

/** Errors of use and of the world are one line; only our own faults show a stack. */
function report(cause: unknown): number {
  if (cause instanceof UsageError) {
    process.stderr.write(`stillhunt: ${cause.message}\n`)
    return ExitStatus.usage
  }
  const { name = '', message = String(cause), stack = '' } = cause as Partial<Error>
  const isExpected = ['SourceError', 'StoreError', 'InputError', 'OutputError', 'FileError'].includes(name)
  process.stderr.write(
    isExpected
      ? `stillhunt: ${message}\n`
      : `stillhunt: a fault of stillhunt itself, please report it\n${stack === '' ? message : stack}\n`,
  )
  return ExitStatus.unreadable
}

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (cause: NodeJS.ErrnoException) =>
  process.exit(cause.code === 'EPIPE' ? 0 : ExitStatus.unreadable),
)
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  // Leaves by the exit handlers, which remove temporary stores and give up the data folder.
  process.on(signal, () => process.exit(signal === 'SIGINT' ? 130 : 143))

process.exitCode = await main(process.argv.slice(2)).catch(report)
