/** `stillhunt backtest`: logs in, and when each hidden operator in them would have been named. */
import process from 'node:process'
import { backtest, type BacktestOptions } from '@stillhunt/engine/pipeline'
import { renderBacktest, type TerminalOptions } from '@stillhunt/engine/report'
import { type Command, UsageError } from '../command.ts'
import { checkOutputs, deliver } from '../delivery.ts'
import { renderHelp } from '../help.ts'
import { ProgressMeter } from '../progress.ts'
import { readRequest, type Request, requestHelp } from '../request.ts'
import { readDuration, readMoment } from '../typed-value.ts'

const help = renderHelp({
  usage: 'stillhunt backtest LOGS… [options]',
  about: `Replays API logs in the order of their own time. Each step sees only what came
before it, as a scan on that day would have. Says when each account would have
been named, what would still have leaked, who was named and later released, and
who came closest without being named. LOGS are as for scan.`,
  options: [
    ...requestHelp.inputs,
    ['--data DIR', 'keep fingerprints there, and replay all that is known'],
    ['--step TIME', 'how much time a step is: 15m, 1h, 1d; 1h when absent'],
    ['--from TIME', 'first moment to replay: a date in UTC, or RFC 3339;\nwhat came before is seen by the first step'],
    ['--to TIME', 'replay what came before it: a date in UTC, or RFC 3339'],
    ...requestHelp.outputs,
  ],
  examples: [
    ['stillhunt backtest logs/ --html backtest.html', 'hour by hour, with charts'],
    ['stillhunt backtest logs/ --accounts accounts.jsonl --step 1d', 'as if scanned once a day'],
    ['stillhunt backtest logs/ --from 2026-06-01 --to 2026-07-01', 'one month'],
    ['stillhunt backtest logs/ --fdr 0.001 --json - | jq ".campaigns[].detected_at"', 'claiming less, in a pipe'],
  ],
  exit: [['0', 'the backtest ran, whatever it found'], ...requestHelp.exit],
})

const stepDefault = '1h'

type BacktestRequest = Request & Pick<BacktestOptions, 'stepMs' | 'fromMs' | 'toMs'>

function parse(words: readonly string[]): BacktestRequest {
  const { request, flags } = readRequest('backtest', words, { step: 'value', from: 'value', to: 'value' })
  const { step = stepDefault, from, to } = flags
  const stepMs = readDuration('backtest', '--step', step)
  const fromMs = from === undefined ? undefined : readMoment('backtest', '--from', from)
  const toMs = to === undefined ? undefined : readMoment('backtest', '--to', to)
  if (fromMs !== undefined && toMs !== undefined && fromMs >= toMs)
    throw new UsageError(`backtest: --from ${from} is not before --to ${to}; exchange them or leave one out`)
  return {
    ...request,
    stepMs,
    ...(fromMs === undefined ? {} : { fromMs }),
    ...(toMs === undefined ? {} : { toMs }),
  }
}

async function run(words: readonly string[]): Promise<number> {
  const request = parse(words)
  await checkOutputs(request)
  const meter = new ProgressMeter(process.stderr, () => performance.now())
  const finding = await backtest({
    ...request,
    clock: () => performance.now(),
    ...(request.quiet ? {} : { onProgress: meter.show, onStep: meter.showStep }),
  }).finally(() => meter.done())
  const renderings = {
    terminal: (options: TerminalOptions) => renderBacktest(finding, options),
    html: async () => (await import('@stillhunt/engine/report/html')).renderBacktestHtml(finding),
  }
  return deliver(finding, renderings, request)
}

/** See {@link help}. */
export const backtestCommand: Command = { help, run }
