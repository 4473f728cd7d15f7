/**
 * Equalised totals: members were used equally much, where people differ by orders of magnitude.
 *
 * Catches: pools behind a scheduler, and with them their cover traffic: the scheduler spreads that, too.
 * Honest users trip it by: quotas that all use up, timers of one period. Therefore the bet is also against people who
 * differ only by a few times.
 * Evasion: quotas skewed on purpose, each with a persona.
 * Weight: log e-value in nats: evenly spread by active days, against people of their plan's own unevenness and of less.
 * Source: own; heavy tails of clients in production traces: Xiang et al., "ServeGen", 2025.
 */
import { beyondFirst, dispersionOf, evennessEvidenceAgainst, fitConcentration } from '@stillhunt/core/statistics'
import type { AccountFacts } from '../activity.ts'
import type { TestSignal } from '../signal.ts'

const accountsMin = 5
/** Fewer calls per account cannot tell equal from unequal. */
const callsPerAccountMin = 5
/** People that are more alike than any that were measured: at 10, two thirds of them lie within a third of the mean. */
const alikeConcentrations: readonly number[] = [1, 3, 10]
const dayMs = 86_400_000

/** Uses beyond the first, and days from first to last; accounts used once were never the scheduler's to even out. */
function spreadOf(accounts: readonly AccountFacts[]): { counts: Float64Array; exposure: Float64Array } {
  const used = accounts.filter(({ interactions }) => interactions > 1)
  return {
    counts: beyondFirst(Float64Array.from(used, ({ interactions }) => interactions)),
    exposure: Float64Array.from(used, ({ firstMs, lastMs }) => 1 + Math.floor((lastMs - firstMs) / dayMs)),
  }
}

/** See the file's header. */
export const equalisedTotals: TestSignal = {
  kind: 'test',
  name: 'equalised-totals',
  axis: 'control',
  needs: { count: 'count()', without: 'There are no records: equalised-totals was silent.' },
  test: (group, reference) => {
    const spread = spreadOf(group.accounts)
    const accounts = spread.counts.length
    const calls = spread.counts.reduce((sum, count) => sum + count + 1, 0)
    const peers = spreadOf(reference.peers)
    if (accounts < accountsMin || peers.counts.length < accountsMin || calls < callsPerAccountMin * accounts)
      return null
    const usual = fitConcentration(peers)
    const logEValue = evennessEvidenceAgainst(spread, [usual, ...alikeConcentrations])
    const figures = {
      callsPerAccount: calls / accounts,
      dispersion: dispersionOf(spread).index,
      peerDispersion: dispersionOf(peers).index,
    }
    return { pValue: Math.min(1, Math.exp(-logEValue)), logEValue, accounts, figures, records: [] }
  },
  sentence: ({ accounts, figures: { callsPerAccount, dispersion, peerDispersion } }) =>
    `${accounts} accounts had ${callsPerAccount!.toFixed(1)} calls each, by days of use ${dispersion!.toFixed(1)} times as ` +
    `uneven as calls dealt out at random; accounts of their plans are ${peerDispersion!.toFixed(0)} times as uneven.`,
}
