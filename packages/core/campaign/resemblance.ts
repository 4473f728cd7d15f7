/**
 * Whether accounts that hang together by hand-overs do what a pool does.
 *
 * Other circles of hand-overs that are alike are a pool's own where they do the same work, and somebody else's where they
 * only talk alike: whoever shares as much with others as with the pool is one of many who do.
 */
import type { Traits } from '../link.ts'
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
    const { common } = fitOf(account, true, profile, traits)
    return common.telling / Math.max(1, common.shared)
  })
  return shares.sort((a, b) => a - b)[Math.floor(shares.length / 2)] ?? 0
}

/** Whether a fit is one of those whose median telling share is `tellingShare`. */
export function resembles({ common }: Pick<Fit, 'common'>, tellingShare: number): boolean {
  return reachesShare(common, resemblingShareMin * tellingShare, resemblingDeviations)
}

/** Whether a circle of hand-overs does what the accounts do that the profile is made of. O(traits of the circle). */
export function circleResembles(
  accounts: readonly number[],
  profile: Profile,
  tellingShare: number,
  traits: Traits,
): boolean {
  let alike = 0
  for (const account of accounts) {
    const fit = fitOf(account, false, profile, traits)
    if (fit.contentFeatures > 0 && resembles(fit, tellingShare)) alike += 1
  }
  return alike >= circleShareMin * accounts.length
}
