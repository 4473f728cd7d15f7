export { type Channel, channelToPrimary, channelToWorker } from './limit/channel.ts'
export * from './limit/limiter.ts'
export * from './limit/local-limiter.ts'
export { LimiterHost, SharedLimiter } from './limit/shared-limiter.ts'
