/**
 * Turn-taking: conversations begin on one member after the other, as a scheduler deals them out.
 *
 * Catches: round robin, least recently used and random pools, sticky ones by their conversations.
 * Honest users trip it by: timers of one period. People come in bursts, and some far more than others.
 * Evasion: let each account live its own days; fill one account before the next is begun.
 * Weight: log e-value in nats: schedulers' predictions of who is next against those of people.
 * Source: own; the honest law is an urn (Pólya) with bursts, the bet as in Wasserman, Ramdas and Balakrishnan, "Universal
 * inference", 2020.
 */
import { turnTaking as takeTurns } from '@stillhunt/core/statistics'
import type { Activity } from '../activity.ts'
import type { TestSignal } from '../signal.ts'

const accountsMin = 3
const turnsMin = 20

/** The rows that begin a conversation in view: a sticky scheduler deals these out. */
function openingRows({ opening, rows }: Activity): number[] {
  const seen = new Set<number>()
  const found: number[] = []
  for (let row = 0; row < rows; row += 1) {
    const conversation = opening[row]!
    if (conversation !== 0 && seen.has(conversation)) continue
    seen.add(conversation)
    found.push(row)
  }
  return found
}

/** See the file's header. */
export const turnTaking: TestSignal = {
  kind: 'test',
  name: 'turn-taking',
  axis: 'control',
  needs: { count: 'count()', without: 'There are no records: turn-taking was silent.' },
  test: (group) => {
    const rows = openingRows(group)
    const turns = takeTurns({
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
