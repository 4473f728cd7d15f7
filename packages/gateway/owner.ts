export * from './owner/owner.ts'
export { LocalOwners, type LocalOwnersCounters, type LocalOwnersOptions } from './owner/local-owners.ts'
export { RedisOwners, type RedisOwnersCounters, type RedisOwnersOptions } from './owner/redis-owners.ts'
export { hostOwners, SharedOwners } from './owner/shared-owners.ts'
