/** What a report claims, as scoring reads it. */

/** The part of a report that is scored; every report of the published format is one. Times are RFC 3339. */
export interface ScoredReport {
  readonly campaigns: readonly ScoredCampaign[]
}

/** One campaign of a report. An account without `detected_at` was detected when its campaign was. */
export interface ScoredCampaign {
  readonly id: string
  readonly kind: 'extraction' | 'resale' | 'coordinated'
  readonly detected_at: string
  readonly accounts: readonly {
    readonly account: string
    readonly probability: number
    readonly detected_at?: string
  }[]
}

/** By account: when it was claimed first, milliseconds since the epoch. */
export type Claims = ReadonlyMap<string, number>

const claimedProbabilityMin = 0.5

/** The accounts of the campaign that count as claimed: probability of at least one half. */
export function claimedAccounts(campaign: ScoredCampaign): ScoredCampaign['accounts'] {
  return campaign.accounts.filter(({ probability }) => probability >= claimedProbabilityMin)
}

/** The claims of one kind. Throws RangeError when a time cannot be read: such a report is not of the format. */
export function claimsOf(report: ScoredReport, kind: 'extraction' | 'resale'): Claims {
  const claims = new Map<string, number>()
  for (const campaign of report.campaigns.filter((each) => each.kind === kind)) {
    for (const { account, detected_at: detectedAt = campaign.detected_at } of claimedAccounts(campaign)) {
      const detectedMs = Date.parse(detectedAt)
      if (!Number.isFinite(detectedMs))
        throw new RangeError(`campaign ${campaign.id}: not an RFC 3339 time: ${detectedAt}`)
      claims.set(account, Math.min(detectedMs, claims.get(account) ?? Infinity))
    }
  }
  return claims
}
