import { formatDuration } from './moment.ts'
import { formatCount, formatShare } from './quantity.ts'
import type { CampaignEntry } from './report.ts'

/** How a campaign's accounts were named one after another. */
export interface Ladder {
  readonly campaign: CampaignEntry
  readonly firstSeenMs: number
  /** When each of its accounts was named, ascending. */
  readonly namedMs: readonly number[]
  /** Interactions that came before their account was named. */
  readonly leaked: number
}

/** Reads a campaign's ladder off its entry. A time that is none counts as the campaign's own `detected_at`. */
export function ladderOf(campaign: CampaignEntry): Ladder {
  const fallbackMs = Date.parse(campaign.detected_at)
  const namedMs = campaign.accounts
    .map(({ detected_at }) => Date.parse(detected_at))
    .map((ms) => (Number.isFinite(ms) ? ms : fallbackMs))
    .sort((left, right) => left - right)
  const denied = campaign.accounts.reduce((sum, account) => sum + account.interactions_after, 0)
  const leaked = Math.max(0, campaign.interactions - denied)
  return { campaign, firstSeenMs: Date.parse(campaign.first_seen), namedMs, leaked }
}

/**
 * Milliseconds from when the campaign was first seen until that share of its accounts, in [0, 1], was named: 0 asks for
 * the first of them, 0.5 for half. Null for a campaign without accounts.
 */
export function delayMs({ firstSeenMs, namedMs }: Ladder, share: number): number | null {
  const atMs = namedMs[Math.max(0, Math.ceil(share * namedMs.length) - 1)]
  return atMs === undefined ? null : Math.max(0, atMs - firstSeenMs)
}

/** The same in words, `-` for null. */
export function formatDelay(ladder: Ladder, share: number): string {
  const ms = delayMs(ladder, share)
  return ms === null ? '-' : formatDuration(ms)
}

/** The share in [0, 1] of the accounts that were named by then. */
export function namedShare({ namedMs }: Ladder, atMs: number): number {
  const named = namedMs.findLastIndex((ms) => ms <= atMs) + 1
  return named / Math.max(1, namedMs.length)
}

/** `1,491 of 4,464`: interactions that leaked, of all. */
export function formatLeak({ leaked, campaign }: Ladder): string {
  return `${formatCount(leaked)} of ${formatCount(campaign.interactions)}`
}

/** The same as a share of all. */
export function formatLeakShare({ leaked, campaign }: Ladder): string {
  return formatShare(Math.min(1, leaked / Math.max(1, campaign.interactions)))
}
