import type { CampaignEntry, CampaignKind } from './report.ts'

/** Kinds in the order in which they are told: what harms most comes first. */
export const KINDS: readonly CampaignKind[] = ['extraction', 'resale', 'coordinated']

/** Campaigns as people read them: by kind, then the largest first, then by id. The argument is left alone. */
export function inReadingOrder(campaigns: readonly CampaignEntry[]): readonly CampaignEntry[] {
  return campaigns.toSorted(
    (left, right) =>
      KINDS.indexOf(left.kind) - KINDS.indexOf(right.kind) ||
      right.interactions - left.interactions ||
      (left.id < right.id ? -1 : 1),
  )
}

/** Whether something is held against the campaign; `coordinated` ones are told for information only. */
export function isClaim(campaign: CampaignEntry): boolean {
  return campaign.kind !== 'coordinated'
}

/** Members by probability, then by interactions, then by name. The argument is left alone. */
export function membersInOrder(campaign: CampaignEntry): CampaignEntry['accounts'] {
  return campaign.accounts.toSorted(
    (left, right) =>
      right.probability - left.probability ||
      right.interactions - left.interactions ||
      (left.account < right.account ? -1 : 1),
  )
}
