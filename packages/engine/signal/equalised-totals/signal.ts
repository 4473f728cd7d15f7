/**
 * Equalised totals: members were used equally much, where people differ by orders of magnitude.
 *
 * Catches: pools behind a scheduler, and with them their cover traffic: the scheduler spreads that, too. Sticky ones by
 * their conversations, which are what they deal out.
 * Honest users trip it by: quotas that all use up; timers (accounts that ask at fixed minutes are left out). Therefore the bet is also against people who
 * differ only by a few times.
 * Evasion: quotas skewed on purpose, each with a persona.
 * Weight: log e-value in nats: evenly spread by days of use, against people of their plan's own unevenness and of less;
 * of calls and of conversations, averaged.
 * Source: own; heavy tails of clients in production traces: Xiang et al., "ServeGen", 2025.
 */
import {
  averageEvidence,
  beyondFirst,
  dispersionOf,
  evennessEvidenceAgainst,
  fitConcentration,
  logPOfEvidence,
  type Spread,
} from '@stillhunt/core/statistics'
import type { AccountFacts, Activity } from '../activity.ts'
import type { TestOutcome, TestSignal } from '../signal.ts'
import { isTimer } from '../timer.ts'

const accountsMin = 5
/** Fewer calls per account cannot tell equal from unequal. */
const callsPerAccountMin = 5
/** People that are more alike than any that were measured: at 10, two thirds of them lie within a third of the mean. */
const alikeConcentrations: readonly number[] = [1, 3, 10]
const dayMs = 86_400_000

/** What is dealt out. */
const units = ['interactions', 'conversations'] as const

/** Uses beyond the first, and days from first to last; accounts used once were never the scheduler's to even out. */
function spreadOf(accounts: readonly AccountFacts[], unit: (typeof units)[number]): Spread {
  const used = accounts.filter((facts) => facts[unit] > 1)
  return {
    counts: beyondFirst(Float64Array.from(used, (facts) => facts[unit])),
    exposure: Float64Array.from(used, ({ firstMs, lastMs }) => 1 + Math.floor((lastMs - firstMs) / dayMs)),
  }
}

/** How peers use something: group after group has the same ones, and to fit them costs most of this test. */
interface PeerUse {
  readonly spread: Spread
  readonly concentration: number
}

const peerUses = new WeakMap<readonly AccountFacts[], readonly PeerUse[]>()

function peerUsesOf(peers: readonly AccountFacts[]): readonly PeerUse[] {
  let uses = peerUses.get(peers)
  if (uses === undefined) {
    const spreads = units.map((unit) => spreadOf(peers, unit))
    uses = spreads.map((spread) => ({ spread, concentration: fitConcentration(spread) }))
    peerUses.set(peers, uses)
  }
  return uses
}

function evidenceOf(members: Spread, peers: PeerUse): number {
  if (members.counts.length < accountsMin || peers.spread.counts.length < accountsMin) return 0
  return evennessEvidenceAgainst(members, [peers.concentration, ...alikeConcentrations])
}

function test(group: Activity, { peers }: Activity): TestOutcome | null {
  const members = group.accounts.filter((_, account) => !isTimer(group, account))
  const accounts = members.filter(({ interactions }) => interactions > 1).length
  const calls = members.reduce((sum, { interactions }) => sum + interactions, 0)
  if (accounts < accountsMin || peers.length < accountsMin || calls < callsPerAccountMin * accounts) return null
  const peersUse = peerUsesOf(peers)
  const spreads = units.map((unit) => spreadOf(members, unit))
  const evidence = Float64Array.from(spreads, (inside, index) => evidenceOf(inside, peersUse[index]!))
  const logEValue = averageEvidence(evidence)
  const unit = evidence[1]! > evidence[0]! ? 1 : 0
  const [inside, outside] = [spreads[unit]!, peersUse[unit]!.spread]
  const figures = {
    unit,
    perAccount: members.reduce((sum, facts) => sum + facts[units[unit]], 0) / members.length,
    dispersion: dispersionOf(inside).index,
    peerDispersion: dispersionOf(outside).index,
  }
  return { pValue: Math.exp(logPOfEvidence(logEValue)), logEValue, accounts, figures, records: [] }
}

/** See the file's header. */
export const equalisedTotals: TestSignal = {
  kind: 'test',
  name: 'equalised-totals',
  axis: 'control',
  needs: { count: 'count()', without: 'There are no records: equalised-totals was silent.' },
  test,
  sentence: ({ accounts, figures: { unit, perAccount, dispersion, peerDispersion } }) =>
    `${accounts} accounts had ${perAccount!.toFixed(1)} ${unit === 1 ? 'conversations' : 'calls'} each, by days of use ` +
    `${dispersion!.toFixed(1)} times as uneven as if dealt out at random; accounts of their plans are ${peerDispersion!.toFixed(0)} times as uneven.`,
}
