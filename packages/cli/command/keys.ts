/** `stillhunt keys`: makes, lists, revokes and rotates API keys. */
import process from 'node:process'
import { text } from 'node:stream/consumers'
import { type Limits, limitNames, snakeName } from '@stillhunt/core/policy'
import {
  createKey,
  type KeyRecord,
  type KeyTerms,
  listKeys,
  type NoKey,
  revokeKey,
  rotateKey,
  termFaults,
} from '@stillhunt/gateway/key'
import { type Command, ExitStatus, UsageError } from '../command.ts'
import { renderHelp } from '../help.ts'
import { keyJson, renderKeys } from '../key-list.ts'
import { suggestion } from '@stillhunt/core/spelling'
import { terminalOf } from '../output.ts'
import { oneName, runSubcommand } from '../subcommand.ts'
import { readCount, readDuration, readEnd } from '../typed-value.ts'
import { readWords } from '../words.ts'

const help = renderHelp({
  usage: 'stillhunt keys create|list|revoke|rotate --file FILE [options]',
  about: `API keys of the gateway. create prints a key once, to standard output, and
nothing else there; the file keeps its hash. list shows what keys there are,
revoke ends one at once, rotate makes another for the same grant and lets the
old one run out. A running gateway follows the file within about a second.
ID is the beginning of a key, shk_ and 12 characters; revoke and rotate take the
whole key as well, or - to read it from standard input, which keeps it out of
the shell's history.`,
  options: [
    ['--file FILE', 'the file of keys; create makes it, for its owner only'],
    ['--account NAME', 'create: who is billed; list: only keys of it'],
    ['--org NAME', 'create: the organisation of the account'],
    ['--plan NAME', 'create: the plan, of which limits come'],
    ['--tier NAME', 'create: how far the account is verified'],
    ['--models LIST', 'create: what may be asked for, as small,large-*'],
    ['--expires TIME', 'create, rotate: 90d, or a date; never when absent'],
    ['--requests-per-minute N', 'create: limits of the key beside those of its plan;'],
    ['--tokens-per-minute N', 'tokens are input and output together,'],
    ['--tokens-per-day N', 'concurrent is what is under way at one time,'],
    ['--concurrent-requests N', 'streams are among the requests,'],
    ['--concurrent-streams N', 'and 0 lets nothing through'],
    ['--grace TIME', 'rotate: how long the old key is good; 24h when absent'],
    ['--json', 'print JSON; of create and rotate with the key in it'],
  ],
  examples: [
    ['stillhunt keys create --file keys.jsonl --account acct-7 --expires 90d', 'a key for three months'],
    ['stillhunt keys create --file keys.jsonl --account acct-7 | pass insert -m k', 'only the key is in the pipe'],
    ['stillhunt keys list --file keys.jsonl --account acct-7', 'which keys an account has'],
    ['stillhunt keys revoke shk_4fQ2mK7XbP0a --file keys.jsonl', 'no longer good, from now on'],
    ['stillhunt keys revoke - --file keys.jsonl < leaked.txt', 'a key that was found lying about'],
    ['stillhunt keys rotate shk_4fQ2mK7XbP0a --file keys.jsonl --grace 7d', 'another key, and a week to change'],
  ],
  exit: [
    ['0', 'done'],
    ['1', 'the file could not be read or written, or is broken'],
    ['2', 'the command was called wrongly, or there is no such key'],
  ],
})

/** The flag of a limit: `requests-per-minute`. */
const limitFlags: ReadonlyMap<string, keyof Limits> = new Map(
  limitNames.map((name) => [snakeName(name).replaceAll('_', '-'), name]),
)

function need(command: string, value: string | undefined, what: string): string {
  if (value === undefined) throw new UsageError(`${command} needs ${what}`)
  return value
}

const fileNeeded = '--file FILE, the file of keys'

async function create(words: readonly string[]): Promise<number> {
  const command = 'keys create'
  const nowMs = Date.now()
  const { names, flags } = readWords(command, words, {
    file: 'value',
    account: 'value',
    org: 'value',
    plan: 'value',
    tier: 'value',
    models: 'value',
    expires: 'value',
    json: 'switch',
    'requests-per-minute': 'value',
    'tokens-per-minute': 'value',
    'tokens-per-day': 'value',
    'concurrent-requests': 'value',
    'concurrent-streams': 'value',
  })
  if (names.length > 0) throw new UsageError(`${command} takes no name; give the account as --account NAME`)
  const path = need(command, flags.file, fileNeeded)
  const { org, plan, tier, models, expires } = flags
  const given: Readonly<Record<string, unknown>> = flags
  const limits = [...limitFlags].flatMap(([flag, name]) =>
    typeof given[flag] === 'string' ? [[name, readCount(command, `--${flag}`, given[flag])] as const] : [],
  )
  const terms: KeyTerms = {
    account: need(command, flags.account, '--account NAME, who is billed'),
    ...(org === undefined ? {} : { org }),
    ...(plan === undefined ? {} : { plan }),
    ...(tier === undefined ? {} : { tier }),
    ...(models === undefined ? {} : { models: models.split(',') }),
    ...(limits.length === 0 ? {} : { limits: Object.fromEntries(limits) }),
    ...(expires === undefined ? {} : { expiresMs: readEnd(command, '--expires', expires, nowMs) }),
  }
  const [fault] = termFaults(terms)
  if (fault !== undefined)
    throw new UsageError(`${command}: ${fault.path.replace('$.', '--')} ${fault.what}; ${fault.remedy}`)
  const { key, record } = await createKey(path, terms, nowMs)
  return printKey(key, record, flags.json, 'This key is shown only now; the file keeps its hash.')
}

/** The key alone on standard output, so that it can be piped; what is to be said of it beside. */
function printKey(key: string, record: KeyRecord, json: true | undefined, remark: string): number {
  process.stdout.write(json === true ? `${JSON.stringify({ key, ...keyJson(record) }, null, 2)}\n` : `${key}\n`)
  if (json !== true) process.stderr.write(`${remark} Its id is ${record.grant.id}.\n`)
  return ExitStatus.ok
}

async function list(words: readonly string[]): Promise<number> {
  const { names, flags } = readWords('keys list', words, { file: 'value', account: 'value', json: 'switch' })
  if (names.length > 0) throw new UsageError('keys list takes no name; --account NAME shows the keys of one account')
  const all = await listKeys(need('keys list', flags.file, fileNeeded))
  const shown = all.filter(({ grant }) => flags.account === undefined || grant.account === flags.account)
  if (flags.account !== undefined && shown.length === 0) {
    const accounts = [...new Set(all.map(({ grant }) => grant.account))]
    throw new UsageError(
      `keys list: no key is of the account ${JSON.stringify(flags.account)}${suggestion(flags.account, accounts)}`,
    )
  }
  process.stdout.write(
    flags.json === true
      ? `${JSON.stringify(shown.map(keyJson), null, 2)}\n`
      : renderKeys(shown, Date.now(), terminalOf(process.stdout, process.env)),
  )
  return ExitStatus.ok
}

/** The id or key that was meant, and whether it stood on the command line whole. */
async function readIdOrKey(
  command: string,
  names: readonly string[],
): Promise<{ given: string; isInHistory: boolean }> {
  const name = oneName(command, names, 'the ID of a key, the key itself, or - to read it from standard input')
  if (name !== '-') return { given: name, isInHistory: name.length > idChars }
  return { given: (await text(process.stdin)).trim(), isInHistory: false }
}

const idChars = 16

async function revoke(words: readonly string[]): Promise<number> {
  const { names, flags } = readWords('keys revoke', words, { file: 'value', json: 'switch' })
  const path = need('keys revoke', flags.file, fileNeeded)
  const { given, isInHistory } = await readIdOrKey('keys revoke', names)
  const answer = await revokeKey(path, given, Date.now())
  if (!answer.ok) throw refusal('keys revoke', path, given, answer)
  const { record, wasRevoked } = answer
  const { id, account } = record.grant
  const when = new Date(record.revokedMs!).toISOString()
  if (flags.json === true) process.stdout.write(`${JSON.stringify(keyJson(record), null, 2)}\n`)
  else process.stdout.write(`${id} of ${account} ${wasRevoked ? `was revoked at ${when} already` : 'is revoked'}\n`)
  if (isInHistory)
    process.stderr.write(
      'The key stands in your shell history now; revoked it opens nothing. Next time give its ID or -.\n',
    )
  return ExitStatus.ok
}

async function rotate(words: readonly string[]): Promise<number> {
  const command = 'keys rotate'
  const nowMs = Date.now()
  const { names, flags } = readWords(command, words, {
    file: 'value',
    grace: 'value',
    expires: 'value',
    json: 'switch',
  })
  const path = need(command, flags.file, fileNeeded)
  const graceMs = readDuration(command, '--grace', flags.grace ?? '24h')
  const expires = flags.expires === undefined ? {} : { expiresMs: readEnd(command, '--expires', flags.expires, nowMs) }
  const { given, isInHistory } = await readIdOrKey(command, names)
  const answer = await rotateKey(path, given, { graceMs, ...expires }, nowMs)
  if (!answer.ok) throw refusal(command, path, given, answer)
  const { key, record, old } = answer
  const until = new Date(old.grant.expiresMs!).toISOString()
  const remark = `This key is shown only now; ${old.grant.id} is good until ${until}.`
  const status = printKey(key, record, flags.json, remark)
  if (isInHistory) process.stderr.write(`The old key stands in your shell history now; next time give its ID or -.\n`)
  return status
}

/** Why a key is not there to be changed. Of what was given no more than an id is repeated. */
function refusal(command: string, path: string, given: string, { why, ids, record }: NoKey): UsageError {
  const id = JSON.stringify(given.slice(0, idChars))
  const begins = given.length > idChars ? `what begins with ${id}` : id
  const create = 'create a new one'
  const reasons: Readonly<Record<NoKey['why'], string>> = {
    'no id': `${begins} is neither an ID (shk_ and 12 characters) nor a whole key (54 characters); look for what is missing`,
    unknown: `${path} has no key ${id}${suggestion(given.slice(0, idChars), ids)}`,
    'wrong secret': `the key of ${id} in ${path} is another one than was given; use the ID if it is meant all the same`,
    revoked: `${id} is revoked; ${create}`,
    expired: `${id} has expired; ${create}`,
    rotated: `${id} was rotated already; rotate ${record?.rotatedTo}, which came after it`,
  }
  return new UsageError(`${command}: ${reasons[why]}`)
}

/** See {@link help}. */
export const keysCommand: Command = {
  help,
  run: (words) => runSubcommand('keys', words, { create, list, revoke, rotate }),
}
