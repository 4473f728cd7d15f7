/**
 * Shared client: accounts come from the same rare network, with the same rare client, tools or working environment.
 *
 * Catches: relays' exits, frozen client fingerprints, farms of one machine image.
 * Honest users trip it by: a campus, an office, a carrier's shared address, a VPN exit, a popular SDK or agent. Rarity takes
 * most of their weight, the family's cap the rest: it supports, it never links.
 * Evasion: residential exits, a fingerprint per account (off the shelf: uTLS), randomised environments.
 * Weight: a part of log(population / holders), since neighbours and versions cluster by themselves.
 * Source: signals I3, I4, I6 and C4 of the catalogue; Stringhini et al., "EvilCohort", 2015.
 */
import { counted, outsiders, readSql, type TraitSignal } from '../signal.ts'

const network = { signal: 'shared-client', family: 'network', opensPairs: false } as const
const content = { signal: 'shared-client', family: 'content', opensPairs: false } as const

/** See the file's header. */
export const sharedClient: TraitSignal = {
  kind: 'trait',
  name: 'shared-client',
  needs: {
    count: 'countIf(address != 0 OR headers != 0 OR ja4 != 0)',
    without: 'No record has client fields (ip, ja4, user_agent, headers): shared-client saw requests only.',
  },
  traits: [
    { ...network, aspect: 'address', weight: 0.8 },
    { ...network, aspect: 'address prefix', weight: 0.4 },
    { ...network, aspect: 'TLS fingerprint', weight: 0.5 },
    { ...network, aspect: 'header tuple', weight: 0.5 },
    { ...content, aspect: 'tool set', weight: 0.7 },
    { ...content, aspect: 'working environment', weight: 0.7 },
    { ...content, aspect: 'parameter tuple', weight: 0.4 },
  ],
  sql: readSql(import.meta.url),
  sentence: ({ aspect, values, who, inside, outside }) =>
    `${counted(values, `telling ${aspect}`)} on requests of ${who}; the most common with ${counted(inside, 'member')} and ${outsiders(outside)}.`,
}
