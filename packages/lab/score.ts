export { scoreReport, type ResaleScore, type Score } from './score/score.ts'
export type { CampaignScore, CampaignTiming } from './score/campaign-score.ts'
export type { ClaimCount, WrongCount, WronglyClaimed } from './score/wrongly-claimed.ts'
export { claimedAccounts, type ScoredCampaign, type ScoredReport } from './score/claim.ts'
export { groupBy } from './score/group.ts'
export { readTimeline, timelineOf, type TimedRecord, type Timeline, type TimelineLine } from './score/timeline.ts'
export { ReferenceScorerError, referenceScorerPath, runReferenceScorer } from './score/reference.ts'
export {
  benignNamedAt,
  scoreAt,
  scoreRanking,
  type OperatingPoint,
  type RankingScore,
  type Suspicion,
} from './score/ranking.ts'
