export * from './tap/call.ts'
