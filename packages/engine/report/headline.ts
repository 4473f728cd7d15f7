import { formatDuration, formatMoment, spanMs } from './moment.ts'
import { formatConfidence, formatCount, formatCounted, formatShare } from './quantity.ts'
import type { CampaignEntry, CapabilityMix, Report } from './report.ts'

/** A campaign in one sentence that needs no knowledge of how it was found. */
export function headline(campaign: CampaignEntry): string {
  return `${who(campaign)}: ${extent(campaign)}, confidence ${formatConfidence(campaign.confidence)}.`
}

function who(campaign: CampaignEntry): string {
  const accounts = formatCounted(campaign.accounts.length, 'account')
  const are = campaign.accounts.length === 1 ? 'is' : 'are'
  if (campaign.kind === 'extraction') {
    return `${accounts} ${are} run by one hidden operator harvesting ${harvest(campaign.capabilities)}`
  }
  if (campaign.kind === 'resale') return `${accounts} ${are} run by one hidden operator reselling access`
  return `${accounts} ${are} linked, without extraction or resale`
}

/** How much and how long: `3,300 interactions in 2.4 days`. */
export function extent(campaign: CampaignEntry): string {
  const duration = formatDuration(spanMs(campaign.first_seen, campaign.last_seen))
  return `${formatCounted(campaign.interactions, 'interaction')} in ${duration}`
}

// Less than this is what everybody's traffic holds.
const HARVEST_SHARE_MIN = 0.2

const HARVESTS = [
  ['reasoning', 'reasoning'],
  ['code', 'code'],
  ['agentic', 'agentic work'],
  ['grading', 'grading'],
] as const satisfies readonly (readonly [keyof CapabilityMix, string])[]

function harvest(mix: CapabilityMix): string {
  const named = HARVESTS.filter(([capability]) => mix[capability] >= HARVEST_SHARE_MIN)
    .toSorted(([left], [right]) => mix[right] - mix[left])
    .slice(0, 2)
    .map(([, name]) => name)
  return named.length > 0 ? named.join(' and ') : 'answers of many kinds'
}

/**
 * When the campaign was named and what containing it from then on would have denied, for a backtest; null when it was
 * named only at the end of the data, as in every scan.
 */
export function containment(campaign: CampaignEntry, data: Report['data']): string | null {
  if (data.to === null || spanMs(campaign.detected_at, data.to) === 0) return null
  const after = campaign.accounts.reduce((sum, account) => sum + account.interactions_after, 0)
  const delay = formatDuration(spanMs(campaign.first_seen, campaign.detected_at))
  const share = formatShare(campaign.interactions > 0 ? Math.min(1, after / campaign.interactions) : 0)
  return (
    `Would have been named at ${formatMoment(campaign.detected_at)} UTC, ${delay} after its first interaction; ` +
    `containment from then on would have denied ${formatCount(after)} of its interactions (${share}).`
  )
}
