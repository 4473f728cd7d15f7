/**
 * Lagging client: accounts stay on one old version of a client that nearly everybody else has left.
 *
 * Catches: relays that send a client's name and version hard-coded, or frozen when an account was first seen.
 * Honest users trip it by: builds that pin a version (a company's, mostly declared); therefore it opens no pair and weighs
 * little, and only versions that four fifths of the client's users have left behind count.
 * Evasion: refresh the version, as some relays do.
 * Weight: a fraction of log(population / holders); shared-client sees the same headers, so it is in the same family.
 * Source: header defaults of public relays; adoption curves as in browser statistics.
 */
import { counted, outsiders, readSql, type TraitSignal } from '../signal.ts'

/** See the file's header. */
export const laggingClient: TraitSignal = {
  kind: 'trait',
  name: 'lagging-client',
  needs: {
    count: 'countIf(client_product != 0)',
    without: 'No record has client.sdk or a user agent with a version: lagging-client was silent.',
  },
  traits: [{ signal: 'lagging-client', family: 'network', opensPairs: false, aspect: 'outdated client', weight: 0.3 }],
  sql: readSql(import.meta.url),
  sentence: ({ aspect, values, who, inside, outside }) =>
    `${counted(values, `telling ${aspect}`)}, left behind by at least 80 % of its users, on requests of ${who}; the most common with ` +
    `${counted(inside, 'member')} and ${outsiders(outside)}.`,
}
