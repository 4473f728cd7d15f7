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
import { counted, type EventSignal, readSharings, readSql } from '../signal.ts'

/** Conversations shorter than this, without white space, are held by chance. */
const unitsMin = 60

const query = { sql: readSql(import.meta.url), parameters: { unitsMin } }

/** See the file's header. */
export const prefixHopping: EventSignal = {
  kind: 'event',
  name: 'prefix-hopping',
  needs: {
    count: 'countIf(depth > 1)',
    without: 'No conversation has more than one turn: prefix-hopping was silent.',
  },
  query,
  read: (context) => readSharings(context, { signal: 'prefix-hopping', family: 'handoff', ...query }),
  sentence: ({ sharings, between }) =>
    `${counted(sharings.length, 'conversation')} begun on one account went on, word for word, on another that had never ` +
    `been given the answers, between ${between}.`,
}
