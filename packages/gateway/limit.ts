export * from './limit/limiter.ts'
