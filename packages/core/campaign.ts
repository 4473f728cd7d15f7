export { communities, type Edge } from './campaign/community.ts'
export {
  campaignMembersMin,
  type Claim,
  handoverOf,
  type HandoverShape,
  judge,
  queueLikeness,
  type UsageShape,
} from './campaign/claim.ts'
export { findGroups, type Group, type Member } from './campaign/group.ts'
export { type Fit, fitOf, type Profile, profileOf } from './campaign/profile.ts'
