/** How accounts stand to groups: what they have for and against, and what is asked of them. */
import type { Group, Standing } from '@stillhunt/core/campaign'
import { claimOddsNats } from '@stillhunt/core/link'
import type { MembershipEntry, StandingEntry } from '../../report.ts'
import { counted } from '../../signal.ts'
import type { Analysis } from '../analysis.ts'
import type { FoundGroup } from '../judgement.ts'
import { share } from '../campaign-entry.ts'
import type { Directory } from '../directory.ts'
import { rounded } from '../explanation.ts'
import { familyNats } from './link-entry.ts'

/** What membership in the group asks for. */
export function membershipEntry({ thresholdNats, members }: Group, { population }: Directory): MembershipEntry {
  const prior = thresholdNats - claimOddsNats
  const statement =
    `Membership asks for ${thresholdNats.toFixed(1)} nats: ${prior.toFixed(1)} because few of ` +
    `${counted(population.size, 'account')} are in a group of ${members.length}, and ${claimOddsNats.toFixed(1)} for odds of 99 to 1 on top.`
  return {
    threshold_nats: rounded(thresholdNats),
    prior_nats: rounded(prior),
    odds_nats: rounded(claimOddsNats),
    statement,
  }
}

/** A standing in words and numbers. */
export function standingEntry(standing: Standing, { thresholdNats }: Group, directory: Directory): StandingEntry {
  const { name, interactions } = directory.entry(standing.account)
  return {
    account: name,
    probability: share(standing.probability),
    nats: rounded(standing.nats),
    by_family: familyNats(standing.byFamily),
    lack_nats: rounded(standing.lackNats),
    margin_nats: rounded(standing.nats - thresholdNats),
    interactions,
  }
}

/** The group that an account is in, and how it stands to it. */
export interface Home {
  readonly found: FoundGroup
  readonly standing: Standing
}

/** How one account stands to a group. */
export function standingOf(account: number, { whole }: FoundGroup, { detector }: Analysis): Standing {
  return detector.standings(whole, [account])[0]!
}
