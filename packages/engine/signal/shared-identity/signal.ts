/**
 * Shared identity: accounts registered with the same rare thing.
 *
 * Catches: bulk registration: few cards, one address, one referral.
 * Honest users trip it by: a family's or an agency's card, a campus address, a company's domain, an event's referral. Holders
 * tell most of these apart from a pool; none of them hands conversations over.
 * Evasion: virtual cards, SIM farms, residential exits (money).
 * Weight: log(population / holders), less for what clusters by itself (networks, domains, phone prefixes).
 * Source: rarity weights as in Fellegi and Sunter 1969; Xiao, Freeman, Hwa, "Detecting Clusters of Fake Accounts in Online
 * Social Networks", 2015.
 */
import { counted, outsiders, readSql, type TraitSignal } from '../signal.ts'

const trait = { signal: 'shared-identity', family: 'identity' } as const

/** See the file's header. */
export const sharedIdentity: TraitSignal = {
  kind: 'trait',
  name: 'shared-identity',
  needs: {
    count: '(SELECT count() FROM registry)',
    without: 'No account registry was given (--accounts): shared-identity was silent.',
  },
  traits: [
    { ...trait, aspect: 'payment instrument', weight: 1, opensPairs: true },
    { ...trait, aspect: 'sign-up address', weight: 0.8, opensPairs: true },
    { ...trait, aspect: 'sign-up network', weight: 0.4, opensPairs: false },
    { ...trait, aspect: 'referral', weight: 0.7, opensPairs: false },
    { ...trait, aspect: 'e-mail domain', weight: 0.5, opensPairs: false },
    { ...trait, aspect: 'phone prefix', weight: 0.3, opensPairs: false },
  ],
  sql: readSql(import.meta.url),
  sentence: ({ aspect, values, who, inside, outside }) =>
    `${counted(values, `telling ${aspect}`)} on the registration of ${who}; the most common with ${counted(inside, 'member')} and ${outsiders(outside)}.`,
}
