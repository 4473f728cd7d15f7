export { communities, type Edge } from './campaign/community.ts'
export {
  type Claim,
  claimLimits,
  handoverOf,
  type HandoverShape,
  judge,
  measure,
  type Measures,
  queueLikeness,
  touchedMinOf,
  type UsageShape,
} from './campaign/claim.ts'
export { findGroups, type Group, type Member, type Standing, standingsIn } from './campaign/group.ts'
export { type Fit, fitOf, type Profile, profileOf } from './campaign/profile.ts'
