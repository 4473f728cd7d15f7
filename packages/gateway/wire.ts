export * from './wire/route.ts'
export * from './wire/refusal.ts'
export { batchEntriesMax, readBatch } from './wire/batch-entry.ts'
export { type Demand, type DemandFault, readDemand } from './wire/demand.ts'
export { estimateInputTokens, estimateOutputTokens, type EstimateRule, estimateServedTokens } from './wire/estimate.ts'
export { EventBlocks } from './wire/event-block.ts'
export {
  endToEndRequestHeaders,
  endToEndResponseHeaders,
  headerOf,
  headerTexts,
  keyOf,
  recordedHeaders,
  sdkOf,
} from './wire/header.ts'
export { isRateHeader, rateHeaders } from './wire/rate-header.ts'
export { referenceIn } from './wire/reference.ts'
export { editRequest, type RequestEdit } from './wire/request-edit.ts'
export { withOwnResultsUrl } from './wire/results-url.ts'
export { withoutUsage } from './wire/usage-chunk.ts'
