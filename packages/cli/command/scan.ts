/** `stillhunt scan`: logs in, campaigns out. */
import process from 'node:process'
import { scan, type ScanOptions, standardInput } from '@stillhunt/engine/pipeline'
import { type Finding, renderJson, renderTerminal } from '@stillhunt/engine/report'
import { type Command, ExitStatus, UsageError } from '../command.ts'
import { renderHelp } from '../help.ts'
import { suggestion } from '../nearest.ts'
import { checkOutput, isSamePlace, printablePath, standardOutput, terminalOf, writeOutput } from '../output.ts'
import { ProgressMeter } from '../progress.ts'
import { readWords } from '../words.ts'

const help = renderHelp({
  usage: 'stillhunt scan LOGS… [options]',
  about: `Reads API logs and names the hidden operators behind the accounts in them, each
with its members and its evidence. LOGS are files, globs, directories or - for
standard input; .jsonl, .gz and .zst, told apart by their content.`,
  options: [
    ['--accounts FILE', 'the account registry: sign-up, payment, organisation'],
    ['--data DIR', 'keep fingerprints there and look at all that is known;\nscanning a file twice changes nothing'],
    ['--json FILE', 'write the report as JSON; - for standard output'],
    ['--html FILE', 'write the report as one self-contained page'],
    ['--fail-on KIND', 'exit with 3 when a campaign of that kind is claimed:\nextraction, resale or any'],
    ['--keep-text', 'keep the records themselves in DIR, not only fingerprints'],
    ['--quiet', 'no progress, no report on the terminal'],
  ],
  examples: [
    ['stillhunt scan logs/', 'all logs in a folder, fingerprints in a temporary one'],
    ['stillhunt scan today.jsonl.zst --accounts accounts.jsonl --data ~/hunt', 'add a day to what is known'],
    ['zcat gateway.gz | stillhunt scan - --json - | jq .campaigns', 'in a pipe'],
    ['stillhunt scan "logs/2026-11-*.gz" --html report.html --fail-on extraction', 'in a scheduled job'],
  ],
  exit: [
    ['0', 'the scan ran, whatever it found'],
    ['1', 'an input could not be read, or the store or an output not written'],
    ['2', 'the command was called wrongly'],
    ['3', '--fail-on was given and such a campaign claimed'],
  ],
})

const failOnKinds = ['extraction', 'resale', 'any']

interface Request extends Omit<ScanOptions, 'clock'> {
  readonly json: string | undefined
  readonly html: string | undefined
  readonly failOn: string | undefined
  readonly quiet: boolean
}

function parse(words: readonly string[]): Request {
  const { names, flags } = readWords('scan', words, {
    accounts: 'value',
    data: 'value',
    json: 'value',
    html: 'value',
    'fail-on': 'value',
    'keep-text': 'switch',
    quiet: 'switch',
  })
  const { accounts, data, json, html, 'fail-on': failOn, 'keep-text': keepText = false, quiet = false } = flags
  if (names.length === 0) throw new UsageError('scan needs LOGS: files, globs, directories or - for standard input')
  if (names.includes('')) throw new UsageError('scan: one of LOGS is empty; leave it out or name a file')
  if (accounts === standardInput && names.includes(standardInput))
    throw new UsageError('scan: LOGS and --accounts cannot both be standard input; put one of them into a file')
  if (failOn !== undefined && !failOnKinds.includes(failOn))
    throw new UsageError(
      `scan: --fail-on takes ${failOnKinds.join(', ')}, not ${JSON.stringify(failOn)}${suggestion(failOn, failOnKinds)}`,
    )
  if (keepText && data === undefined) throw new UsageError('scan: --keep-text needs --data DIR to keep the records in')
  if (json !== undefined && html !== undefined && isSamePlace(json, html))
    throw new UsageError(`scan: --json and --html both write to ${json}; give each its own file`)
  for (const input of [...names, ...(accounts === undefined ? [] : [accounts])])
    for (const output of [json, html])
      if (output !== undefined && output !== standardOutput && isSamePlace(input, output))
        throw new UsageError(`scan: ${output} is read and would be written over; choose another file for the report`)
  return {
    logs: names,
    ...(accounts === undefined ? {} : { accounts }),
    ...(data === undefined ? {} : { data }),
    keepText,
    json,
    html,
    failOn,
    quiet,
  }
}

async function run(words: readonly string[]): Promise<number> {
  const request = parse(words)
  // Found out now rather than after hours of reading.
  for (const output of [request.json, request.html]) if (output !== undefined) await checkOutput(output)
  const meter = new ProgressMeter(process.stderr, () => performance.now())
  const finding = await scan({
    ...request,
    clock: () => performance.now(),
    ...(request.quiet ? {} : { onProgress: meter.show }),
  }).finally(() => meter.done())
  await write(finding, request)
  for (const { source, note } of finding.notes) process.stderr.write(`stillhunt: ${source}: ${note}\n`)
  const { campaigns } = finding.report
  const isClaimed = campaigns.some(({ kind }) =>
    request.failOn === 'any' ? kind !== 'coordinated' : kind === request.failOn,
  )
  return isClaimed ? ExitStatus.claimed : ExitStatus.ok
}

async function write(finding: Finding, { json, html, quiet }: Request): Promise<void> {
  if (json !== undefined) await writeOutput(json, renderJson(finding.report))
  if (html !== undefined) {
    const { renderHtml } = await import('@stillhunt/engine/report/html')
    await writeOutput(html, renderHtml(finding))
  }
  if (quiet || json === standardOutput || html === standardOutput) return
  process.stdout.write(renderTerminal(finding, terminalOf(process.stdout, process.env)))
  for (const path of [html, json]) if (path !== undefined) process.stdout.write(`Wrote ${printablePath(path)}\n`)
}

/** See {@link help}. */
export const scanCommand: Command = { name: 'scan', summary: 'name the hidden operators in API logs', help, run }
