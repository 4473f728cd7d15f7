/**
 * Dealt turns: conversations begin on one member after the other, as a scheduler deals them out.
 *
 * Catches: round robin, least recently used and random pools, sticky ones by their conversations.
 * Honest users trip it by: timers (accounts that ask at fixed minutes are left out). People come in bursts, and some far
 * more than others.
 * Evasion: let each account live its own days; fill one account before the next is begun; give each account a minute
 * of the hour.
 * Weight: log e-value in nats: schedulers' predictions of who is next against those of people.
 * Source: own; the honest law is an urn (Pólya) with bursts, the bet as in Wasserman, Ramdas and Balakrishnan, "Universal
 * inference", 2020.
 */
import { turnTaking } from '@stillhunt/core/statistics'
import type { Activity } from '../activity.ts'
import type { TestSignal } from '../signal.ts'
import { isTimer } from '../timer.ts'

const accountsMin = 3
const turnsMin = 20

/** The rows that begin a conversation in view, which is what a sticky scheduler deals out; clocks are left out. */
function openingRows(group: Activity): number[] {
  const { opening, rows } = group
  const isClock = group.accounts.map((_, account) => isTimer(group, account))
  const seen = new Set<number>()
  const found: number[] = []
  for (let row = 0; row < rows; row += 1) {
    if (isClock[group.account[row]!]!) continue
    const conversation = opening[row]!
    if (conversation !== 0 && seen.has(conversation)) continue
    seen.add(conversation)
    found.push(row)
  }
  return found
}

/** See the file's header. */
export const dealtTurns: TestSignal = {
  kind: 'test',
  name: 'dealt-turns',
  axis: 'control',
  needs: { count: 'count()', without: 'There are no records: dealt-turns was silent.' },
  test: (group) => {
    const rows = openingRows(group)
    const turns = turnTaking({
      account: Int32Array.from(rows, (row) => group.account[row]!),
      timeMs: Float64Array.from(rows, (row) => group.timeMs[row]!),
      accounts: group.accounts.length,
    })
    if (turns.accounts < accountsMin || turns.scored < turnsMin) return null
    const figures = { conversations: turns.calls, medianTurnShare: turns.medianTurnShare }
    return { pValue: turns.p, logEValue: turns.logE, accounts: turns.accounts, figures, records: [] }
  },
  sentence: ({ accounts, figures: { conversations, medianTurnShare } }) =>
    `${conversations!.toLocaleString('en-US')} conversations begin in turn on ${accounts} accounts: between two on one account, in the ` +
    `median, ${Math.round(medianTurnShare! * 100)} % of the others have theirs (100 % in strict turn, none in bursts).`,
}
