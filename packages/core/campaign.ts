export { claimLevels, expectedFalse, growthShareOf, type SmallCircles } from './campaign/certainty.ts'
export {
  accusedMin,
  type Claim,
  claimLimits,
  controlOf,
  isPooled,
  judge,
  measure,
  type Measures,
  queueLikeness,
  type UsageShape,
  slotsLeast,
} from './campaign/claim.ts'
export type { PromptShare } from './campaign/naming.ts'
export { communities } from './campaign/community.ts'
export { Detector } from './campaign/detector.ts'
export { type Edge, graphOf } from './campaign/graph.ts'
export type { Group, Member, Standing } from './campaign/group.ts'
export { opennessOf } from './campaign/openness.ts'
export { findPool, handoverPairs, partnersOf, type Pool, poolMin, unseenAtLeast } from './campaign/pool.ts'
export { type Fit, fitOf, type Place, type Profile, profileOf } from './campaign/profile.ts'
