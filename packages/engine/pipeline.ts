export { inspect, type Inspected } from './pipeline/inspection.ts'
export { type Progress } from './pipeline/ingest.ts'
export { review, scan, type ScanOptions } from './pipeline/scan.ts'
export { findSource, findSources, openSource, type Source, SourceError, standardInput } from './pipeline/source.ts'
