export { communities, type Edge } from './campaign/community.ts'
export { findGroups, type Group, type Member } from './campaign/group.ts'
export { type Fit, fitOf, type Profile, profileOf } from './campaign/profile.ts'
