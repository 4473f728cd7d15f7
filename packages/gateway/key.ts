export * from './key/key.ts'
