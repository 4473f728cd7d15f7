/** Scores a report against the truth of a world, by the rules of the benchmark. */
import type { LabelLine } from '../world.ts'
import { ratio, scoreCampaign, type CampaignScore, type Judged } from './campaign-score.ts'
import { claimsOf, type Claims, type ScoredReport } from './claim.ts'
import { groupBy } from './group.ts'
import type { Timeline } from './timeline.ts'
import { countWronglyClaimed, type WronglyClaimed } from './wrongly-claimed.ts'

/** What is claimed as resale, against what is. */
export interface ResaleScore {
  readonly accounts: number
  readonly claimedAsResale: number
  readonly claimedAsExtraction: number
  readonly extractionClaimedAsResale: number
  readonly recall: number | null
  readonly precision: number | null
  readonly operations: Readonly<Record<string, CampaignScore>>
}

/** The score of a report. Precision and recall are over accounts; shares are null where nothing can be divided. */
export interface Score {
  readonly claimed: number
  /** Claimed accounts that the labels do not know. */
  readonly unknown: number
  readonly precision: number | null
  readonly recall: number | null
  readonly campaignsFound: number
  readonly campaignsTotal: number
  /** Over the campaigns that were found; null when none was. */
  readonly meanPurity: number | null
  readonly harvest: number
  readonly leaked: number
  readonly leakedShare: number | null
  readonly wronglyClaimed: WronglyClaimed
  readonly resale: ResaleScore
  readonly campaigns: Readonly<Record<string, CampaignScore>>
}

/**
 * Scores the report. An account counts as claimed when a campaign of kind `extraction` names it with a probability of
 * at least one half; claims as `resale` are scored apart, `coordinated` is not scored. Without a timeline leakage and
 * delays stay unknown: counts are 0 and shares null. Two labels of one account: the last one holds.
 */
export function scoreReport(report: ScoredReport, labels: Iterable<LabelLine>, timeline?: Timeline): Score {
  const truth = new Map([...labels].map((label) => [label.account, label]))
  const ofKind = (kind: LabelLine['kind']): LabelLine[] => [...truth.values()].filter((label) => label.kind === kind)
  const bad = ofKind('extraction')
  const extraction = claimsOf(report, 'extraction')
  const resale = claimsOf(report, 'resale')
  const right = countClaimed(bad, extraction)
  const campaigns = scoreEach(bad, { kind: 'extraction', report, claims: extraction, timeline })
  return {
    claimed: extraction.size,
    unknown: [...extraction.keys(), ...resale.keys()].filter((account) => !truth.has(account)).length,
    precision: ratio(right, extraction.size),
    recall: ratio(right, bad.length),
    ...summarise(Object.values(campaigns), timeline !== undefined),
    wronglyClaimed: countWronglyClaimed(ofKind('benign'), extraction, resale),
    resale: {
      ...countResale(ofKind('resale'), bad, extraction, resale),
      operations: scoreEach(ofKind('resale'), { kind: 'resale', report, claims: resale, timeline }),
    },
    campaigns,
  }
}

function countClaimed(labels: readonly LabelLine[], claims: Claims): number {
  return labels.filter(({ account }) => claims.has(account)).length
}

function scoreEach(members: readonly LabelLine[], judged: Judged): Record<string, CampaignScore> {
  const campaigns = [...groupBy(members, ({ campaign }) => campaign)]
  return Object.fromEntries(campaigns.map(([name, own]) => [name, scoreCampaign(own, judged)]))
}

function countResale(
  resellers: readonly LabelLine[],
  bad: readonly LabelLine[],
  extraction: Claims,
  resale: Claims,
): Omit<ResaleScore, 'operations'> {
  const right = countClaimed(resellers, resale)
  return {
    accounts: resellers.length,
    claimedAsResale: right,
    claimedAsExtraction: countClaimed(resellers, extraction),
    extractionClaimedAsResale: countClaimed(bad, resale),
    recall: ratio(right, resellers.length),
    precision: ratio(right, resale.size),
  }
}

type Summary = Pick<Score, 'campaignsFound' | 'campaignsTotal' | 'meanPurity' | 'harvest' | 'leaked' | 'leakedShare'>

function summarise(campaigns: readonly CampaignScore[], timed: boolean): Summary {
  const found = campaigns.filter((campaign) => campaign.found)
  const harvest = total(campaigns, ({ timing }) => timing?.harvest ?? 0)
  const leaked = total(campaigns, ({ timing }) => timing?.leaked ?? 0)
  return {
    campaignsFound: found.length,
    campaignsTotal: campaigns.length,
    meanPurity: ratio(
      total(found, ({ purity }) => purity ?? 0),
      found.length,
    ),
    harvest,
    leaked,
    leakedShare: timed ? ratio(leaked, harvest) : null,
  }
}

function total(campaigns: readonly CampaignScore[], amountOf: (campaign: CampaignScore) => number): number {
  return campaigns.reduce((sum, campaign) => sum + amountOf(campaign), 0)
}
