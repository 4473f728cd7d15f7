/** How well one campaign was found, how soon, and what it took meanwhile. */
import type { LabelLine } from '../world.ts'
import { claimedAccounts, type Claims, type ScoredReport } from './claim.ts'
import type { Timeline } from './timeline.ts'

/** The score of one campaign. Shares are in [0, 1]; null where there is nothing to divide by. */
export interface CampaignScore {
  readonly accounts: number
  readonly claimed: number
  readonly recall: number | null
  /** One claimed campaign holds at least half of its accounts. */
  readonly found: boolean
  /** The claimed campaign that holds most of its accounts, and how many of them. */
  readonly bestCampaign: string | null
  readonly bestShare: number
  /** Share of that claimed campaign's accounts that belong to this one. */
  readonly purity: number | null
  /** Absent when the times of the records are not known. */
  readonly timing?: CampaignTiming
}

/** Leakage and delays. Delays run from the campaign's first harvesting record; null when it never came so far. */
export interface CampaignTiming {
  readonly harvest: number
  /** Harvesting records before their account was detected. */
  readonly leaked: number
  readonly leakedShare: number | null
  readonly hoursToFirst: number | null
  readonly hoursTo50: number | null
  readonly hoursTo90: number | null
}

const foundShareMin = 0.5
const hourMs = 3_600_000

/** `part` of `whole`; null when there is no whole. */
export function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}

/** What one campaign is scored against. */
export interface Judged {
  readonly kind: 'extraction' | 'resale'
  readonly report: ScoredReport
  readonly claims: Claims
  readonly timeline: Timeline | undefined
}

/** Scores one campaign by the labels of its members. */
export function scoreCampaign(members: readonly LabelLine[], judged: Judged): CampaignScore {
  const claimed = members.filter(({ account }) => judged.claims.has(account)).length
  const best = bestMatch(members, judged)
  return {
    accounts: members.length,
    claimed,
    recall: ratio(claimed, members.length),
    found: best.bestShare >= foundShareMin,
    ...best,
    ...(judged.timeline === undefined ? {} : { timing: timeCampaign(members, judged, judged.timeline) }),
  }
}

/** The first of the claimed campaigns of this kind that hold the largest share of the members. */
function bestMatch(
  members: readonly LabelLine[],
  { kind, report }: Judged,
): Pick<CampaignScore, 'bestCampaign' | 'bestShare' | 'purity'> {
  const own = new Set(members.map(({ account }) => account))
  let best: ReturnType<typeof bestMatch> = { bestCampaign: null, bestShare: 0, purity: null }
  for (const campaign of report.campaigns.filter((each) => each.kind === kind)) {
    const named = claimedAccounts(campaign)
    const inside = named.filter(({ account }) => own.has(account)).length
    const share = ratio(inside, members.length) ?? 0
    if (share > best.bestShare)
      best = { bestCampaign: campaign.id, bestShare: share, purity: ratio(inside, named.length) }
  }
  return best
}

function timeCampaign(members: readonly LabelLine[], { kind, claims }: Judged, timeline: Timeline): CampaignTiming {
  let beganMs = Infinity
  let harvest = 0
  let leaked = 0
  for (const { account, harvest: ids = [] } of members) {
    const harvesting = new Set(ids)
    const detectedMs = claims.get(account) ?? Infinity
    for (const { id, timeMs } of timeline.get(account) ?? []) {
      const harvests = harvesting.has(id)
      // An extraction begins with its first harvest: the honest past of a bought account is not part of it.
      if (harvests || kind !== 'extraction') beganMs = Math.min(beganMs, timeMs)
      if (harvests) harvest += 1
      if (harvests && timeMs < detectedMs) leaked += 1
    }
  }
  const delays = delaysOf(members, claims, beganMs)
  return { harvest, leaked, leakedShare: ratio(leaked, harvest), ...delays }
}

function delaysOf(
  members: readonly LabelLine[],
  claims: Claims,
  beganMs: number,
): Pick<CampaignTiming, 'hoursToFirst' | 'hoursTo50' | 'hoursTo90'> {
  const moments = members.flatMap(({ account }) => claims.get(account) ?? []).sort((left, right) => left - right)
  const hoursTo = (count: number): number | null => {
    const moment = moments[count - 1]
    return moment === undefined ? null : Math.max(0, (moment - beganMs) / hourMs)
  }
  return {
    hoursToFirst: hoursTo(1),
    hoursTo50: hoursTo(Math.ceil(members.length * 0.5)),
    hoursTo90: hoursTo(Math.ceil(members.length * 0.9)),
  }
}
