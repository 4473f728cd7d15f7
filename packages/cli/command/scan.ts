/** `stillhunt scan`: logs in, campaigns out. */
import process from 'node:process'
import { scan, type ScanOptions } from '@stillhunt/engine/pipeline'
import { renderTerminal, type TerminalOptions } from '@stillhunt/engine/report'
import { type Command, UsageError } from '../command.ts'
import { checkOutputs, deliver } from '../delivery.ts'
import { renderHelp } from '../help.ts'
import { ProgressMeter } from '../progress.ts'
import { readRequest, type Request, requestHelp } from '../request.ts'

const help = renderHelp({
  usage: 'stillhunt scan LOGS… [options]',
  about: `Reads API logs and names the hidden operators behind the accounts in them, each
with its members and its evidence. LOGS are files, globs, directories or - for
standard input; .jsonl, .gz and .zst, told apart by their content.`,
  options: [
    ...requestHelp.inputs,
    ['--data DIR', 'keep fingerprints there and look at all that is known;\nscanning a file twice changes nothing'],
    ...requestHelp.outputs,
    ['--keep-text', 'keep the records themselves in DIR, not only fingerprints'],
  ],
  examples: [
    ['stillhunt scan logs/', 'all logs in a folder, fingerprints in a temporary one'],
    ['stillhunt scan today.jsonl.zst --accounts accounts.jsonl --data ~/hunt', 'add a day to what is known'],
    ['zcat gateway.gz | stillhunt scan - --json - | jq .campaigns', 'in a pipe'],
    ['stillhunt scan "logs/2026-11-*.gz" --html report.html --fail-on extraction', 'in a scheduled job'],
  ],
  exit: [['0', 'the scan ran, whatever it found'], ...requestHelp.exit],
})

type ScanRequest = Request & Pick<ScanOptions, 'keepText'>

function parse(words: readonly string[]): ScanRequest {
  const { request, flags } = readRequest('scan', words, { 'keep-text': 'switch' })
  const { 'keep-text': keepText = false } = flags
  if (keepText && request.data === undefined)
    throw new UsageError('scan: --keep-text needs --data DIR to keep the records in')
  return { ...request, keepText }
}

async function run(words: readonly string[]): Promise<number> {
  const request = parse(words)
  await checkOutputs(request)
  const meter = new ProgressMeter(process.stderr, () => performance.now())
  const finding = await scan({
    ...request,
    clock: () => performance.now(),
    ...(request.quiet ? {} : { onProgress: meter.show }),
  }).finally(() => meter.done())
  const renderings = {
    terminal: (options: TerminalOptions) => renderTerminal(finding, options),
    html: async () => (await import('@stillhunt/engine/report/html')).renderHtml(finding),
  }
  return deliver(finding, renderings, request)
}

/** See {@link help}. */
export const scanCommand: Command = { help, run }
