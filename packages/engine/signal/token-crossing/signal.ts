/**
 * Token crossing: an account presents a token that the provider minted for another.
 *
 * Tool-call ids, response ids, reasoning ids and signatures are long, random and told to one client only. Whoever sends
 * one back has that client's conversation.
 * Catches: relays that move conversations between accounts; replay of reasoning blocks on other accounts.
 * Honest users trip it by: replaying a published transcript (many accounts hold the same token, so it weighs little);
 * one organisation's key pool (declared); opening a colleague's exported chat (once, not in conversation after conversation).
 * Evasion: rewriting ids in both directions, which breaks clients; strict affinity, which idles accounts.
 * Weight: log(population / holders) per conversation. Tokens whose minting was not logged count as well when two
 * accounts present them.
 * Source: own; the portability of reasoning blocks between accounts is shown in arXiv 2608.09867.
 */
import { counted, type EventSignal, readSharings, readSql } from '../signal.ts'

const query = { sql: readSql(import.meta.url) }

/** See the file's header. */
export const tokenCrossing: EventSignal = {
  kind: 'event',
  name: 'token-crossing',
  needs: {
    count: 'countIf(notEmpty(minted) OR notEmpty(presented))',
    without: 'No record shows a token of the provider: token-crossing was silent.',
  },
  query,
  read: (context) => readSharings(context, { signal: 'token-crossing', family: 'handoff', ...query }),
  sentence: ({ sharings, between }) =>
    `Tokens that the provider gave to one account came back from another in ${counted(sharings.length, 'conversation')}, ` +
    `between ${between}; independent accounts never hold each other's tokens.`,
}
