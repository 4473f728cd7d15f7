/** The backtest, for now as a single step: a scan that speaks as of the end of the data. */
import type { BacktestFinding } from '../report.ts'
import { scan, type ScanOptions } from './scan.ts'

/** What to replay, and how. */
export interface BacktestOptions extends ScanOptions {
  /** Event time between two looks. */
  readonly stepMs: number
  /** The first moment that is replayed, and the first that no longer is; the data's own where absent. */
  readonly fromMs?: number
  readonly toMs?: number
  /** Called after each step with its number, from 1, and how many there are. */
  readonly onStep?: (step: number, steps: number) => void
}

/** Replays history in event time. Throws as a scan does. */
export async function backtest(options: BacktestOptions): Promise<BacktestFinding> {
  const finding = await scan(options)
  const { from, to } = finding.report.data
  const steps = from === null || to === null ? 0 : 1
  if (steps > 0) options.onStep?.(steps, steps)
  const claims = finding.report.campaigns.filter(({ kind }) => kind !== 'coordinated')
  const seen = claims.reduce((sum, { interactions }) => sum + interactions, 0)
  const [fromMs, toMs] = [from, to].map((time) => (time === null ? 0 : Date.parse(time))) as [number, number]
  return {
    ...finding,
    replay: {
      fromMs,
      toMs,
      stepMs: options.stepMs,
      steps,
      leakage: seen === 0 ? [] : [{ atMs: toMs, seen, contained: 0 }],
      released: [],
      nearMisses: [],
    },
  }
}
