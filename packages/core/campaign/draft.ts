/** A group while it is being made. */
import type { Group } from './group.ts'
import type { Profile } from './profile.ts'

/** A group in the making. */
export interface Draft {
  readonly accounts: Set<number>
  /** What it has in common, what it bids for whom, and its finished form, until its accounts change. */
  character: Character | null
  bids: Bids | null
  group: Group | null
  /** How many values of content its accounts had in common with anybody when it was made. */
  contentThen: number
  /** Events inside its pool since it was made. */
  eventsSince: number
}

/** The accounts that belong to a group as it stands, ascending, and the nats by which each passes its threshold. */
export interface Bids {
  readonly accounts: readonly number[]
  readonly margins: readonly number[]
}

/** The members of whom most is known, and what they have in common. */
export interface Character {
  readonly core: ReadonlySet<number>
  readonly profile: Profile
}

/** Whether a group has an account of a region. O(its accounts). */
export function isConcerned({ accounts }: Draft, region: ReadonlySet<number>): boolean {
  for (const account of accounts) if (region.has(account)) return true
  return false
}
