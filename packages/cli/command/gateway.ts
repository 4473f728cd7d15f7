/** `stillhunt gateway`: stands in front of a model API. */
import process from 'node:process'
import { checkConfiguration, ConfigurationError, runGateway } from '@stillhunt/gateway/process'
import { type Command, InputError, UsageError } from '../command.ts'
import { renderHelp } from '../help.ts'
import { readWords } from '../words.ts'

/** More serving processes than this help nobody. */
const workersMax = 256

const help = renderHelp({
  usage: 'stillhunt gateway --config FILE [options]',
  about: `Stands between clients and a model API: checks keys, counts what is used, does
what verdicts say, records every call, and passes everything else on byte for
byte. docs/gateway.md has the configuration, key by key.`,
  options: [
    ['--config FILE', 'the configuration, YAML'],
    ['--workers N', 'serving processes that share limits; 1 when absent'],
    ['--check', 'read the configuration, tell every fault, and end'],
  ],
  examples: [
    ['stillhunt gateway --config gateway.yaml', 'serve until SIGTERM; SIGHUP reads the configuration again'],
    ['stillhunt gateway --config gateway.yaml --workers 4', 'use four cores'],
    ['stillhunt gateway --config gateway.yaml --check', 'before a reload'],
  ],
  exit: [
    ['0', 'it was told to end, and did; or the configuration is good'],
    ['1', 'the configuration has faults, or a port, file or folder cannot be had'],
    ['2', 'the command was called wrongly'],
  ],
})

async function run(words: readonly string[]): Promise<number> {
  const { names, flags } = readWords('gateway', words, { config: 'value', workers: 'value', check: 'switch' })
  if (names[0] !== undefined)
    throw new UsageError(`gateway: takes no names, but is given ${JSON.stringify(names[0])}; --config names the file`)
  const { config, workers = '1', check = false } = flags
  if (config === undefined) throw new UsageError('gateway: --config FILE is missing; docs/gateway.md has an example')
  const count = /^\d{1,3}$/.test(workers) ? Number(workers) : 0
  if (count < 1 || count > workersMax)
    throw new UsageError(
      `gateway: --workers takes a whole number from 1 to ${workersMax}, not ${JSON.stringify(workers)}`,
    )
  try {
    return check ? await checkOnly(config) : await serve(config, count)
  } catch (cause) {
    throw expected(cause)
  }
}

async function checkOnly(config: string): Promise<number> {
  await checkConfiguration(config)
  process.stdout.write(`${config} is good\n`)
  return 0
}

function serve(configPath: string, workers: number): Promise<number> {
  return runGateway({
    configPath,
    workers,
    onReady: ({ port, adminPort }) =>
      void process.stdout.write(`serving on port ${port}, /metrics on port ${adminPort}\n`),
  })
}

/** What the world does is told in a line; our own faults keep their stack. */
function expected(cause: unknown): unknown {
  const { name, code, message, syscall } = cause as Partial<NodeJS.ErrnoException>
  const isTheWorlds = cause instanceof ConfigurationError || syscall !== undefined
  if (!isTheWorlds && !['FileError', 'RedisAddressError', 'SpoolError'].includes(name ?? '')) return cause
  return new InputError(code === 'EADDRINUSE' ? `${message}: another program has the port` : (message ?? String(cause)))
}

/** See {@link help}. */
export const gatewayCommand: Command = { help, run }
