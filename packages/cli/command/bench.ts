/** `stillhunt bench`: the detector beside the published methods, on labelled logs. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setImmediate } from 'node:timers/promises'
import { findSource, findSources, openSource, scan, type Source, standardInput } from '@stillhunt/engine/pipeline'
import type { Finding } from '@stillhunt/engine/report'
import { TrafficReader } from '@stillhunt/lab/baseline'
import { compare, type Comparison, linesOf, readLabels, renderPicture, renderTable } from '@stillhunt/lab/comparison'
import { exampleSpec, generateWorld, type LabelLine, writeWorld } from '@stillhunt/lab/world'
import { type Command, ExitStatus, InputError, UsageError } from '../command.ts'
import { renderHelp } from '../help.ts'
import { checkOutput, isSamePlace, printablePath, standardOutput, terminalOf, writeOutput } from '../output.ts'
import { ProgressMeter } from '../progress.ts'
import { readWords } from '../words.ts'

const help = renderHelp({
  usage: 'stillhunt bench [LOGS… --labels FILE] [options]',
  about: `Scores a scan of labelled logs beside what else is published against extraction
and against coordinated accounts, in one table. Every figure of another method
has the setting and the threshold that are best for it on these very labels.
LOGS are as for scan, without standard input: they are read twice. Without LOGS
the bundled example world is taken. The labels file has one JSON object a line:
account and kind (benign, extraction, resale), and any of campaign, group, hard.`,
  options: [
    ['--labels FILE', 'who is who; no method is shown it but where the table says so'],
    ['--accounts FILE', 'the account registry: sign-up, payment, organisation'],
    ['--json FILE', 'write all figures and settings as JSON; - for standard\noutput'],
    ['--svg FILE', 'write the comparison as a picture; - for standard output'],
  ],
  examples: [
    ['stillhunt bench', 'on the bundled example world'],
    ['stillhunt bench logs/ --labels labels.jsonl --accounts accounts.jsonl', 'on held-out logs of your own'],
    ['stillhunt bench logs/ --labels labels.jsonl --svg bench.svg', 'with a picture'],
    ['stillhunt bench --json - | jq ".methods[] | {name, source, best}"', 'what was compared'],
  ],
  exit: [
    ['0', 'compared, whatever came out'],
    ['1', 'an input could not be read, or an output not written'],
    ['2', 'the command was called wrongly'],
  ],
})

interface Inputs {
  readonly logs: readonly string[]
  readonly labels: string
  readonly accounts: string | undefined
}

interface Request {
  /** Null for the example world. */
  readonly inputs: Inputs | null
  readonly json: string | undefined
  readonly svg: string | undefined
}

function parse(words: readonly string[]): Request {
  const { names, flags } = readWords('bench', words, {
    labels: 'value',
    accounts: 'value',
    json: 'value',
    svg: 'value',
  })
  const { labels, accounts, json, svg } = flags
  const stray = labels === undefined ? (accounts === undefined ? undefined : '--accounts') : '--labels'
  if (names.length === 0 && stray !== undefined)
    throw new UsageError(`bench: ${stray} needs LOGS beside it; without any of them the example world is taken`)
  if (names.includes('')) throw new UsageError('bench: one of LOGS is empty; leave it out or name a file')
  if (names.length > 0 && labels === undefined)
    throw new UsageError('bench needs --labels FILE to score by; without LOGS it takes the example world')
  if (names.includes(standardInput) || accounts === standardInput)
    throw new UsageError('bench reads logs and registry twice; write standard input to a file first')
  if (json !== undefined && svg !== undefined && isSamePlace(json, svg))
    throw new UsageError(`bench: --json and --svg both write to ${json}; give each its own file`)
  for (const input of [...names, labels, accounts])
    for (const output of [json, svg])
      if (input !== undefined && output !== undefined && output !== standardOutput && isSamePlace(input, output))
        throw new UsageError(`bench: ${output} is read and would be written over; choose another file`)
  return { inputs: labels === undefined ? null : { logs: names, labels, accounts }, json, svg }
}

async function run(words: readonly string[]): Promise<number> {
  const request = parse(words)
  for (const output of [request.json, request.svg]) if (output !== undefined) await checkOutput(output)
  const inputs = request.inputs ?? writeExample()
  // Found out now rather than after the scan.
  const labels = await labelsIn(inputs.labels)
  const meter = new ProgressMeter(process.stderr, () => performance.now())
  const finding = await scan({
    logs: inputs.logs,
    ...(inputs.accounts === undefined ? {} : { accounts: inputs.accounts }),
    keepText: false,
    clock: () => performance.now(),
    onProgress: meter.show,
  }).finally(() => meter.done())
  for (const { source, note } of finding.notes) process.stderr.write(`stillhunt: ${source}: ${note}\n`)
  const comparison = await compareWith(finding, inputs, labels)
  await write(comparison, request)
  return ExitStatus.ok
}

/** Writes the example world to a temporary folder, which goes when the process does. */
function writeExample(): Inputs {
  const folder = mkdtempSync(join(tmpdir(), 'stillhunt-bench-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  writeWorld(generateWorld(exampleSpec), folder)
  const file = (name: string): string => join(folder, `${name}.jsonl`)
  return { logs: [file('interactions')], labels: file('labels'), accounts: file('accounts') }
}

async function labelsIn(path: string): Promise<readonly LabelLine[]> {
  const read = await readLabels(linesOf((await openSource(await findSource(path))).pieces))
  if (!read.ok) throw new InputError(`${path} ${read.fault}`)
  return read.labels
}

async function compareWith(
  { report, notes }: Finding,
  { logs, labels: path, accounts }: Inputs,
  labels: readonly LabelLine[],
): Promise<Comparison> {
  const reader = new TrafficReader()
  const broken = new Set(notes.map(({ source }) => source))
  for (const source of await findSources(logs)) await eachLine(source, broken, (line) => reader.addRecord(line))
  if (accounts !== undefined) await eachLine(await findSource(accounts), broken, (line) => reader.addAccount(line))
  const traffic = reader.finish()
  const seen = new Set(traffic.accounts.map(({ name }) => name))
  if (!labels.some(({ account, kind }) => kind === 'extraction' && seen.has(account)))
    throw new InputError(`${path} labels no account of these logs as extraction; there is nothing to find`)
  try {
    return await compare(traffic, labels, report, showMethod)
  } finally {
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[2K')
  }
}

/** What a scan has told to be broken is read as far as it goes, as the scan did. */
async function eachLine(source: Source, broken: ReadonlySet<string>, take: (line: string) => void): Promise<void> {
  try {
    for await (const { text } of linesOf((await openSource(source)).pieces)) take(text)
  } catch (cause) {
    if (!broken.has(source.path)) throw cause
  }
}

async function showMethod(name: string, index: number, count: number): Promise<void> {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${index + 1} of ${count} methods: ${name} …`)
  // Otherwise an interruption would wait for the last method.
  await setImmediate()
}

async function write(comparison: Comparison, { json, svg }: Request): Promise<void> {
  if (json !== undefined) await writeOutput(json, `${JSON.stringify(comparison, null, 2)}\n`)
  if (svg !== undefined) await writeOutput(svg, renderPicture(comparison))
  if (json === standardOutput || svg === standardOutput) return
  process.stdout.write(renderTable(comparison, terminalOf(process.stdout, process.env)))
  for (const path of [svg, json]) if (path !== undefined) process.stdout.write(`Wrote ${printablePath(path)}\n`)
}

/** See {@link help}. */
export const benchCommand: Command = { help, run }
