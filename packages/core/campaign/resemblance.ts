/**
 * Whether accounts that hang together by hand-overs do what a pool does.
 *
 * Other circles of hand-overs that are alike are a pool's own where they do the same work, and somebody else's where they
 * only talk alike: whoever shares as much with others as with the pool is one of many who do.
 */
import type { Traits } from '../link.ts'
import type { Character } from './draft.ts'
import { type Fit, fitOf, type Profile, reachesShare } from './profile.ts'

/** An account does what a pool does when this part of the pool's median share of telling things may well be its own. */
export const resemblingShareMin = 0.9
/** So many standard deviations of chance are allowed for. */
export const resemblingDeviations = 1
/** A circle does when this share of its accounts do. */
const circleShareMin = 0.5

/** The median share of what the accounts have in common with anybody that is telling of their own profile. */
export function tellingShareOf(core: Iterable<number>, profile: Profile, traits: Traits): number {
  const shares = [...core].map((account) => {
    const { common } = fitOf(account, 'core', profile, traits)
    return common.telling / Math.max(1, common.shared)
  })
  return shares.sort((a, b) => a - b)[Math.floor(shares.length / 2)] ?? 0
}

/** Whether a fit is one of those whose median telling share is `tellingShare`. */
export function resembles({ common }: Pick<Fit, 'common'>, tellingShare: number): boolean {
  return reachesShare(common, resemblingShareMin * tellingShare, resemblingDeviations)
}

/** A circle is a party of its own when this share of its accounts have an identity in common that nobody of the pool has. */
const ownIdentityShareMin = 0.8

/** Whether a circle of hand-overs does what a pool does, and is not a party of its own. O(traits of the circle). */
export function circleResembles(
  accounts: readonly number[],
  { core, profile }: Character,
  tellingShare: number,
  traits: Traits,
): boolean {
  if (hasOwnIdentity(accounts, core, traits)) return false
  let alike = 0
  for (const account of accounts) {
    const fit = fitOf(account, 'outside', profile, traits)
    if (fit.contentFeatures > 0 && resembles(fit, tellingShare)) alike += 1
  }
  return alike >= circleShareMin * accounts.length
}

/**
 * Whether hand-overs keep to those who have one card, one domain, one sign-up address, which a scheduler does not ask for: a
 * team beside a relay that its people are customers of.
 */
function hasOwnIdentity(accounts: readonly number[], core: ReadonlySet<number>, traits: Traits): boolean {
  const holders = new Map<number, number>()
  for (const account of accounts)
    for (const value of traits.valuesOf(account))
      if (traits.kind(value).family === 'identity') holders.set(value, (holders.get(value) ?? 0) + 1)
  return [...holders].some(
    ([value, count]) =>
      count >= ownIdentityShareMin * accounts.length && !traits.holders(value).some((account) => core.has(account)),
  )
}
