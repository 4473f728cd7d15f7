export * from './config/configuration.ts'
export { keysOfConfiguration, readConfiguration, type Surroundings } from './config/config.ts'
export type { ConfigFault, Key } from './config/schema.ts'
export { referenceOf } from './config/reference.ts'
