/** `stillhunt verdicts`: makes signing keys, signs verdict tables, shows and verifies them. */
import process from 'node:process'
import { faultText, parseVerdictTable, serialiseVerdictTable, type VerdictTable } from '@stillhunt/core/policy'
import {
  createPair,
  openSignedTable,
  peekSignedTable,
  readPrivateKey,
  readPublicKey,
  readSignedFile,
  replaceSignedFile,
  signVerdictTable,
} from '@stillhunt/gateway/verdict'
import { type Command, ExitStatus, InputError, UsageError } from '../command.ts'
import { renderHelp } from '../help.ts'
import { isSamePlace, terminalOf } from '../output.ts'
import { oneName, runSubcommand } from '../subcommand.ts'
import { renderVerdicts } from '../verdict-list.ts'
import { readWords } from '../words.ts'

const help = renderHelp({
  usage: 'stillhunt verdicts keygen|sign|show|verify [FILE] [options]',
  about: `What gateways obey: a table of measures against keys, end users, accounts,
organisations and campaigns, signed so that nobody else can write one. keygen
makes a pair of keys, sign checks a table and signs it, show prints a table that
is signed or not, verify says whether a gateway would take it.`,
  options: [
    [
      '--key FILE',
      'keygen: where the private key goes, the public one beside it\nas FILE.pub; sign: the private key, or several as a,b',
    ],
    ['--out FILE', 'sign: the signed file that gateways watch'],
    [
      '--any-sequence',
      'sign: also over a file whose sequence number is not lower;\ngateways that had it will not take this one',
    ],
    ['--trust PUB', 'verify, show: the public key to hold it against, or several\nas a,b, any of which will do'],
    ['--json', 'show: print the table as JSON'],
  ],
  examples: [
    ['stillhunt verdicts keygen --key signing.pem', 'writes signing.pem (keep it) and signing.pem.pub'],
    ['stillhunt verdicts sign table.json --key signing.pem --out verdicts.json', 'what gateways watch'],
    ['stillhunt verdicts show verdicts.json --trust signing.pem.pub', 'who, what, until when, and why'],
    ['stillhunt verdicts verify verdicts.json --trust old.pub,new.pub', 'in a script: exits with 1 if not'],
    ['stillhunt verdicts show verdicts.json --json > table.json', 'to change it: raise its sequence, then sign'],
  ],
  exit: [
    ['0', 'done; of verify: it is valid'],
    ['1', 'a file could not be read or written, or is not valid'],
    ['2', 'the command was called wrongly'],
  ],
})

async function keygen(words: readonly string[]): Promise<number> {
  const { names, flags } = readWords('verdicts keygen', words, { key: 'value' })
  if (names.length > 0) throw new UsageError('verdicts keygen takes no name; give the file as --key FILE')
  if (flags.key === undefined) throw new UsageError('verdicts keygen needs --key FILE, where the private key goes')
  const keyId = await createPair(flags.key)
  process.stdout.write(
    `Key ${keyId}\n  private  ${flags.key}      signs tables; keep it off the gateways\n  public   ${flags.key}.pub  what gateways trust\n`,
  )
  return ExitStatus.ok
}

async function sign(words: readonly string[]): Promise<number> {
  const { names, flags } = readWords('verdicts sign', words, { key: 'value', out: 'value', 'any-sequence': 'switch' })
  const path = oneName('verdicts sign', names, 'TABLE.json, the table to sign')
  if (flags.key === undefined) throw new UsageError('verdicts sign needs --key FILE, the private key; keygen makes one')
  if (flags.out === undefined) throw new UsageError('verdicts sign needs --out FILE, the signed file to write')
  if (isSamePlace(path, flags.out)) throw new UsageError(`verdicts sign: ${path} is the table; give --out another file`)
  const keys = await Promise.all(flags.key.split(',').map((key) => readPrivateKey(key)))
  const table = readTable(path, await readSignedFile(path))
  if (flags['any-sequence'] !== true) await checkRises(path, table, flags.out)
  await replaceSignedFile(flags.out, signVerdictTable(table, keys))
  process.stdout.write(`Wrote ${flags.out}: sequence ${table.sequence}, ${count(table)}\n`)
  return ExitStatus.ok
}

function count({ verdicts, campaigns }: VerdictTable): string {
  const accounts = Object.values(campaigns).reduce((sum, members) => sum + members.length, 0)
  return `verdicts: ${verdicts.length}, campaigns: ${Object.keys(campaigns).length}, accounts in them: ${accounts}`
}

/** A table that is not signed. Throws {@link InputError} with all of its faults. */
function readTable(path: string, bytes: Buffer): VerdictTable {
  const read = parseVerdictTable(bytes.toString())
  if (read.ok) return read.value
  const list = read.faults.map((fault) => `\n  ${faultText(fault)}`).join('')
  throw new InputError(`${path} is no verdict table:${list}`)
}

/** Gateways take no table that is older than what they have; better to be told here than by them. */
async function checkRises(path: string, table: VerdictTable, out: string): Promise<void> {
  const bytes = await readSignedFile(out).catch((cause: { code?: string }) => {
    if (cause.code === 'missing') return undefined
    throw cause
  })
  if (bytes === undefined) return
  const before = peekSignedTable(out, bytes)
  if (table.sequence > before.sequence) return
  throw new InputError(
    `${path}: its sequence is ${table.sequence}, and that of ${out} is ${before.sequence}; raise it, or give --any-sequence`,
  )
}

async function show(words: readonly string[]): Promise<number> {
  const { names, flags } = readWords('verdicts show', words, { trust: 'value', json: 'switch' })
  const path = oneName('verdicts show', names, 'FILE, a signed file or a table')
  const bytes = await readSignedFile(path)
  const { table, signed } = await readEither(path, bytes, flags.trust)
  process.stdout.write(
    flags.json === true
      ? `${JSON.stringify(JSON.parse(serialiseVerdictTable(table)), null, 2)}\n`
      : renderVerdicts(table, signed, Date.now(), terminalOf(process.stdout, process.env)),
  )
  return ExitStatus.ok
}

async function readEither(
  path: string,
  bytes: Buffer,
  trust: string | undefined,
): Promise<{ table: VerdictTable; signed: string }> {
  if (trust !== undefined) {
    const { table, keyId } = openSignedTable(path, bytes, await readTrust(trust))
    return { table, signed: `signed by ${keyId}` }
  }
  // A table has no member of that name, and an envelope no other than it.
  const isSigned = bytes.includes('"payloadType"')
  if (!isSigned) return { table: readTable(path, bytes), signed: 'not signed' }
  return { table: peekSignedTable(path, bytes), signed: 'signature not looked at; --trust PUB does' }
}

function readTrust(trust: string): Promise<Parameters<typeof openSignedTable>[2]> {
  return Promise.all(trust.split(',').map((path) => readPublicKey(path)))
}

async function verify(words: readonly string[]): Promise<number> {
  const { names, flags } = readWords('verdicts verify', words, { trust: 'value' })
  const path = oneName('verdicts verify', names, 'FILE, the signed file')
  if (flags.trust === undefined)
    throw new UsageError('verdicts verify needs --trust PUB, the public key that gateways trust')
  const trust = await readTrust(flags.trust)
  const { table, keyId } = openSignedTable(path, await readSignedFile(path), trust)
  process.stdout.write(`${path} is valid: signed by ${keyId}, sequence ${table.sequence}, ${count(table)}\n`)
  return ExitStatus.ok
}

/** See {@link help}. */
export const verdictsCommand: Command = {
  help,
  run: (words) => runSubcommand('verdicts', words, { keygen, sign, show, verify }),
}
