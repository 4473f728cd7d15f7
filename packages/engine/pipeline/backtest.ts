/** The backtest: history again, step by step, each step seeing only what came before it. */
import { poolMin } from '@stillhunt/core/campaign'
import type { BacktestFinding, CampaignEntry } from '../report.ts'
import type { Store } from '../store.ts'
import { type Analysis, analysisOf } from './analysis.ts'
import { type ClaimedGroup, isClaimed } from './campaign-entry.ts'
import { tellCampaigns } from './detect.ts'
import type { Directory } from './directory.ts'
import { NamingLedger } from './naming-ledger.ts'
import { nearMisses } from './near-miss.ts'
import { conclude, type ScanOptions, withImported } from './scan.ts'
import { SourceError } from './source.ts'
import type { UsageLog } from './usage-log.ts'
import { Watch } from './watch.ts'

/** What to replay. */
export interface BacktestOptions extends ScanOptions {
  /** Event time between two looks, in milliseconds. */
  readonly stepMs: number
  /** The first look is taken one step after it; what came before is known to it. The first record's time by default. */
  readonly fromMs?: number
  /** What comes from then on is not looked at. */
  readonly toMs?: number
  readonly onStep?: (step: number, steps: number) => void
}

/** More steps are refused: they take a longer `stepMs`. */
export const stepsMax = 1_000_000

/** Replays. Throws as `scan` does, and SourceError where there would be more than {@link stepsMax} steps. */
export async function backtest(options: BacktestOptions): Promise<BacktestFinding> {
  return withImported(options, async (store, imported) => {
    const begins = options.toMs === undefined ? null : await hideFrom(store, options.toMs)
    const watch = await Watch.over(store, options)
    const { directory, log } = watch
    if (begins !== null && directory.size === 0)
      throw new SourceError('nothing to read', `no record came before --to; the first is of ${begins}`)
    const { analysis, ledger, fromMs, toMs, steps } = replay(watch, options)
    const claimed = analysis.groups.filter(isClaimed)
    const told = await tellCampaigns(store, analysis)
    const campaigns = told.campaigns.map((entry, index) => dated(entry, claimed[index]!, ledger, directory, log))
    const finding = await conclude({ ...analysis, ...told, campaigns }, store, imported)
    return {
      ...finding,
      replay: {
        fromMs,
        toMs,
        stepMs: options.stepMs,
        steps,
        leakage: ledger.leakage(log),
        released: ledger.released(log, directory),
        nearMisses: nearMisses(ledger, analysis, toMs),
      },
    }
  })
}

/** Queries see what came before `toMs`. Answers when the first record of all came, null where there is none. */
async function hideFrom(store: Store, toMs: number): Promise<string | null> {
  const [row] = await store.query<{ first: string; count: string }>(
    'SELECT toString(min(ts)) AS first, count() AS count FROM interaction',
  )
  const moment = new Date(toMs).toISOString().replace('T', ' ').replace('Z', '')
  await store.set({ additional_table_filters: `{'interaction': 'ts < toDateTime64(''${moment}'', 3, ''UTC'')'}` })
  return Number(row?.count ?? 0) === 0 ? null : `${row!.first} UTC`
}

interface Replayed {
  readonly analysis: Analysis
  readonly ledger: NamingLedger
  readonly fromMs: number
  readonly toMs: number
  readonly steps: number
}

function replay(watch: Watch, options: BacktestOptions): Replayed {
  const { directory } = watch
  const { span } = directory
  const ledger = new NamingLedger(directory.size)
  const fromMs = span === null ? 0 : (options.fromMs ?? span.fromMs)
  const toMs = span === null ? 0 : Math.max(fromMs, span.toMs)
  const steps = span === null ? 0 : Math.floor((toMs - fromMs) / options.stepMs) + 1
  if (steps > stepsMax)
    throw new SourceError(
      'too many steps',
      `${steps.toLocaleString('en-US')} steps would be taken, at most ${stepsMax.toLocaleString('en-US')}; choose a longer --step or a later --from`,
    )
  let groups: Analysis['groups'] = []
  for (let step = 1; step <= steps; step += 1) {
    const beforeMs = fromMs + step * options.stepMs
    watch.advance(beforeMs)
    const seen = watch.judge(step === steps)
    groups = seen.groups
    ledger.note(groups.filter(isClaimed), beforeMs)
    for (const found of seen.fresh) if (found.whole.members.length >= poolMin) ledger.noteNear(found, beforeMs)
    options.onStep?.(step, steps)
  }
  return { analysis: analysisOf(watch, groups), ledger, fromMs, toMs, steps }
}

/** The entry with the times at which its accounts were first named in a campaign of its kind. */
function dated(
  entry: CampaignEntry,
  { claim }: ClaimedGroup,
  ledger: NamingLedger,
  directory: Directory,
  log: UsageLog,
): CampaignEntry {
  const accounts = entry.accounts.map((account) => {
    const index = directory.indexOfName(account.account)!
    const namedMs = ledger.firstNamedMs(index, claim.kind)!
    const after = account.interactions - log.countBefore([index], namedMs)
    return { ...account, detected_at: new Date(namedMs).toISOString(), interactions_after: after }
  })
  const first = accounts.reduce((least, { detected_at }) => (detected_at < least ? detected_at : least), '9999')
  return { ...entry, detected_at: first, accounts }
}
