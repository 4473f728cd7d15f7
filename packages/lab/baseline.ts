export { baselines } from './baseline/table.ts'
export type { Baseline, Hint, Trial, Truth } from './baseline/method.ts'
export type { Traffic } from './baseline/traffic.ts'
export { TrafficReader } from './baseline/traffic-reader.ts'
