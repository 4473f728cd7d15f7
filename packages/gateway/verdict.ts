export * from './verdict/enforcement.ts'
