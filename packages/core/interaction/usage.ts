import { objectReader, readQuantity, type ObjectReader } from './field.ts'
import type { Usage } from './interaction.ts'

/** Reads the `usage` of a record. */
export const readUsage: ObjectReader<Usage> = objectReader<Usage>({
  inputTokens: ['input_tokens', readQuantity],
  outputTokens: ['output_tokens', readQuantity],
  reasoningTokens: ['reasoning_tokens', readQuantity],
  cachedTokens: ['cached_tokens', readQuantity],
})
