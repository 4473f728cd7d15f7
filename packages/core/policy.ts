export * from './policy/limits.ts'
export * from './policy/verdict.ts'
