import type { BacktestFinding, LeakagePoint, NearMiss, Release } from './backtest.ts'
import { emptyFinding, exampleFinding, HOSTILE_ACCOUNTS, quietFinding } from './example.fixture.ts'
import type { CampaignEntry, Finding } from './report.ts'

const HOUR_MS = 3_600_000
const START_MS = Date.UTC(2026, 5, 1)
const END_MS = Date.UTC(2026, 6, 16)

/** A made-up backtest of the example: accounts are named one after another, some hostile names come close or are let go. */
export const exampleBacktest: BacktestFinding = replayed({
  ...exampleFinding,
  report: { ...exampleFinding.report, campaigns: exampleFinding.report.campaigns.map(namedInTurn) },
})

/** A backtest in which nobody was ever named. */
export const quietBacktest: BacktestFinding = {
  ...quietFinding,
  replay: { fromMs: START_MS, toMs: END_MS, stepMs: HOUR_MS, steps: 1080, leakage: [], released: [], nearMisses: [] },
}

/** A backtest of nothing. */
export const emptyBacktest: BacktestFinding = {
  ...emptyFinding,
  replay: { fromMs: 0, toMs: 0, stepMs: HOUR_MS, steps: 0, leakage: [], released: [], nearMisses: [] },
}

/** The finding as if it had been replayed hour by hour. */
export function replayed(finding: Finding): BacktestFinding {
  return {
    ...finding,
    replay: {
      fromMs: START_MS,
      toMs: END_MS,
      stepMs: HOUR_MS,
      steps: 1080,
      leakage: leakageOf(finding.report.campaigns),
      released: HOSTILE_ACCOUNTS.map(release),
      nearMisses: HOSTILE_ACCOUNTS.map(nearMiss),
    },
  }
}

// A few at first, then faster, then the late ones; the largest campaign takes the longest.
function namedInTurn(campaign: CampaignEntry): CampaignEntry {
  const firstMs = Date.parse(campaign.first_seen)
  const count = campaign.accounts.length
  const accounts = campaign.accounts.map((account, index) => {
    const hours = 20 + Math.round((campaign.kind === 'resale' ? 400 : 30) * (index / count) ** 2)
    const interactions_after = Math.floor((account.interactions * (count - index)) / (count + 2))
    return { ...account, detected_at: new Date(firstMs + hours * HOUR_MS).toISOString(), interactions_after }
  })
  return { ...campaign, accounts, detected_at: accounts[0]?.detected_at ?? campaign.detected_at }
}

function leakageOf(campaigns: readonly CampaignEntry[]): readonly LeakagePoint[] {
  const claims = campaigns.filter(({ kind }) => kind !== 'coordinated')
  const seenMax = claims.reduce((sum, { interactions }) => sum + interactions, 0)
  const accounts = claims.flatMap((campaign) => campaign.accounts)
  const containedMax = accounts.reduce((sum, { interactions_after }) => sum + interactions_after, 0)
  const points = 300
  return Array.from({ length: points }, (_, index) => {
    const done = (index + 1) / points
    const seen = Math.round(seenMax * done)
    return {
      atMs: START_MS + Math.round(done * (END_MS - START_MS)),
      seen,
      contained: Math.min(seen, Math.round(containedMax * Math.max(0, (done - 0.1) / 0.9) ** 1.3)),
    }
  })
}

function release(account: string, index: number): Release {
  return {
    account,
    campaign: index % 2 === 0 ? 'c-7f3a91d2' : 'c-0badcafe',
    kind: 'extraction',
    namedMs: START_MS + 30 * HOUR_MS,
    releasedMs: START_MS + (78 + index) * HOUR_MS,
    interactionsBetween: 112 - index,
  }
}

function nearMiss(account: string, index: number): NearMiss {
  return {
    account,
    campaign: index === 2 ? null : 'c-7f3a91d2',
    atMs: START_MS + (200 + index) * HOUR_MS,
    nats: index === 1 ? 17.1 : 11.8 - index,
    thresholdNats: 12.1,
    statement:
      `Fills 3 of the campaign's templates as often as its members do, and has <b>one</b> address in common with ` +
      `${index + 2} of them; no conversation of it was seen on another account.`,
  }
}
