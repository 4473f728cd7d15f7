export * from './double/fake-upstream.ts'
export * from './double/redis-server.ts'
export * from './double/keeping-provider.ts'
