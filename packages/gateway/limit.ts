export * from './limit/limiter.ts'
export * from './limit/local-limiter.ts'
