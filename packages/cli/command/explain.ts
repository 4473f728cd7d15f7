/** `stillhunt explain`: everything behind one campaign or account. */
import process from 'node:process'
import { inspect } from '@stillhunt/engine/pipeline'
import { renderInspection } from '@stillhunt/engine/report'
import { type Command, ExitStatus, UsageError } from '../command.ts'
import { renderHelp } from '../help.ts'
import { suggestion } from '@stillhunt/core/spelling'
import { terminalOf, writeOutput } from '../output.ts'
import { readWords } from '../words.ts'

const help = renderHelp({
  usage: 'stillhunt explain CAMPAIGN|ACCOUNT --data DIR [options]',
  about: `Prints everything behind a claim: the tests with their thresholds, what members
have in common, every link with its evidence and record ids, and what speaks
against it. Of an account: its place, all its links, also to accounts outside,
and how far it is from being a member where it is none. Reads no logs, only what
a scan kept in DIR. CAMPAIGN is an id such as c-03d53061; ACCOUNT is a name
exactly as the records have it.`,
  options: [
    ['--data DIR', 'the folder that was given to scan as --data'],
    ['--json', 'print it as JSON'],
  ],
  examples: [
    ['stillhunt explain c-03d53061 --data ~/hunt', 'why these accounts are called one operator'],
    ['stillhunt explain acct-p5v9k7fd5e20 --data ~/hunt', 'what is known for and against one account'],
    ['stillhunt explain c-03d53061 --data ~/hunt | less -R', 'page through it; FORCE_COLOR=1 keeps the colours'],
    ['stillhunt explain c-03d53061 --data ~/hunt --json | jq .tests', 'in a pipe'],
    ['stillhunt explain --data ~/hunt -- --odd-name', 'an account whose name begins with a dash'],
  ],
  exit: [
    ['0', 'explained'],
    ['1', 'the store could not be read'],
    ['2', 'the command was called wrongly, or nothing goes by that name'],
  ],
})

async function run(words: readonly string[]): Promise<number> {
  const { names, flags } = readWords('explain', words, { data: 'value', json: 'switch' })
  const [name, second] = names
  if (name === undefined || name === '')
    throw new UsageError('explain needs a campaign id or an account name; stillhunt scan --data DIR prints them')
  if (second !== undefined)
    throw new UsageError(
      `explain takes one name, but ${JSON.stringify(second)} follows ${JSON.stringify(name)}; call it once for each`,
    )
  if (flags.data === undefined)
    throw new UsageError('explain needs --data DIR, the folder that was given to scan as --data')
  const inspected = await inspect(flags.data, name)
  if (!inspected.ok && inspected.reason === 'out of view')
    throw new UsageError(
      `${JSON.stringify(name)} was not looked at: ${flags.data} has more accounts than there is room for, and this one has least in common with others`,
    )
  if (!inspected.ok) {
    const kind = name.startsWith('c-') ? 'campaign, group' : 'campaign'
    throw new UsageError(
      `${flags.data} has no ${kind} or account ${JSON.stringify(name)}${suggestion(name, inspected.names) || '; names are matched exactly'}`,
    )
  }
  const { inspection } = inspected
  await writeOutput(
    '-',
    flags.json === true
      ? `${JSON.stringify(inspection, null, 2)}\n`
      : renderInspection(inspection, terminalOf(process.stdout, process.env)),
  )
  return ExitStatus.ok
}

/** See {@link help}. */
export const explainCommand: Command = { help, run }
