/** Accounts that no campaign names and that came closest to one. */
import type { NearMiss } from '../report.ts'
import type { Analysis } from './analysis.ts'
import type { FoundGroup } from './judgement.ts'
import { isClaimed } from './campaign-entry.ts'
import type { Closeness, NamingLedger } from './naming-ledger.ts'

/** Near misses told at most. */
const nearMissesMax = 20
/** An account that fits a campaign so much less than its members is none of them. */
const shortNatsMax = 6

/** The nearest first. O(groups × accounts that share something with them). */
export function nearMisses(ledger: NamingLedger, analysis: Analysis, atMs: number): NearMiss[] {
  const near = new Map<number, Closeness>()
  for (const found of analysis.groups.filter(isClaimed))
    for (const close of outsidersOf(found, analysis, atMs)) keepCloser(near, ...close)
  for (const [account, close] of ledger.near()) if (isClaimed(close.found)) keepCloser(near, account, close)
  return [...near]
    .filter(([account]) => !ledger.wasAccused(account))
    .map(([account, close]) => entryOf(analysis.directory.name(account), close))
    .sort((a, b) => b.nats - b.thresholdNats - (a.nats - a.thresholdNats) || (a.account < b.account ? -1 : 1))
    .slice(0, nearMissesMax)
}

function keepCloser(near: Map<number, Closeness>, account: number, close: Closeness): void {
  const known = near.get(account)
  if (known === undefined || close.nats - close.thresholdNats > known.nats - known.thresholdNats)
    near.set(account, close)
}

/** Accounts that have several telling things of a claimed group and are not in it. */
function outsidersOf(found: FoundGroup, { traits, detector }: Analysis, atMs: number): [number, Closeness][] {
  const { whole } = found
  const inside = new Set(whole.members.map(({ account }) => account))
  const having = new Map<number, number>()
  for (const value of whole.profile.values.keys())
    for (const account of traits.holders(value))
      if (!inside.has(account)) having.set(account, (having.get(account) ?? 0) + 1)
  const accounts = [...having].filter(([, count]) => count > 1).map(([account]) => account)
  return detector
    .standings(whole, accounts)
    .filter(({ nats }) => nats > whole.thresholdNats - shortNatsMax)
    .map(({ account, nats }) => [account, { found, atMs, nats, thresholdNats: whole.thresholdNats }])
}

function entryOf(account: string, { found, atMs, nats, thresholdNats }: Closeness): NearMiss {
  const short = thresholdNats - nats
  const among = `the ${found.claim?.kind ?? 'unclaimed'} group of ${found.whole.members.length}`
  const statement =
    short > 0
      ? `${short.toFixed(1)} nats short of membership in ${among}.`
      : `Fits ${among}, but was not seen handing work over, and does not fill its templates as the pool does.`
  return { account, campaign: found.claim === null ? null : found.id, atMs, nats, thresholdNats, statement }
}
