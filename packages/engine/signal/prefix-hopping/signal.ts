/**
 * Prefix hopping: an account goes on with a conversation that another account held until then.
 *
 * Catches: round-robin relays without affinity; sessions whose stickiness ran out.
 * Honest users trip it by: pasting a friend's chat (once); sharing a workspace (declared organisation); asking the same
 * question and getting the same answer (then they earned the prefix themselves, which is excluded).
 * Evasion: strict affinity; editing the history on every hop, which costs cached tokens and breaks signatures.
 * Weight: log(population / holders) per conversation. Short conversations are left out: others hold them by chance.
 * Source: own; the chain is the one that prompt caches keep.
 */
import { counted, type EventSignal, indicesOf, readSql } from '../signal.ts'

type Answer = { item: string; accounts: string[]; records: string[] }

/** Conversations shorter than this, without white space, are held by chance. */
const unitsMin = 60

/** See the file's header. */
export const prefixHopping: EventSignal = {
  kind: 'event',
  name: 'prefix-hopping',
  needs: 'conversations of more than one turn',
  async read(context) {
    const rows = await context.store.query<Answer>(readSql(import.meta.url), { unitsMin })
    return rows.map(({ item, accounts, records }) => ({
      signal: 'prefix-hopping',
      family: 'handoff',
      item,
      accounts: indicesOf(context, accounts),
      holders: accounts.length,
      bonusNats: 0,
      records,
    }))
  },
  sentence: ({ sharings, between }) =>
    `${counted(sharings.length, 'conversation')} begun on one account went on, word for word, on another that had never ` +
    `been given the answers, between ${between}.`,
}
