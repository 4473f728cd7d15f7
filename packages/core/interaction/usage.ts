import { objectReader, readQuantity, type ObjectReader } from './field.ts'
import type { Usage } from './interaction.ts'

/** Reads the `usage` of a record. */
export const readUsage: ObjectReader<Usage> = objectReader<Usage>({
  inputTokens: ['input_tokens', readQuantity],
  outputTokens: ['output_tokens', readQuantity],
  reasoningTokens: ['reasoning_tokens', readQuantity],
  cachedTokens: ['cached_tokens', readQuantity],
})

/** The usage of an answer from what its body has in the places of the counts: what is no count is left out. */
export function usageOf(counts: { readonly [Name in keyof Usage]-?: unknown }): Usage | undefined {
  const inputTokens = countOf(counts.inputTokens)
  const outputTokens = countOf(counts.outputTokens)
  const reasoningTokens = countOf(counts.reasoningTokens)
  const cachedTokens = countOf(counts.cachedTokens)
  // By their names: with names that are computed it takes several times as long, for every answer.
  const usage: { -readonly [Name in keyof Usage]: number } = {}
  if (inputTokens !== undefined) usage.inputTokens = inputTokens
  if (outputTokens !== undefined) usage.outputTokens = outputTokens
  if (reasoningTokens !== undefined) usage.reasoningTokens = reasoningTokens
  if (cachedTokens !== undefined) usage.cachedTokens = cachedTokens
  return (inputTokens ?? outputTokens ?? reasoningTokens ?? cachedTokens) === undefined ? undefined : usage
}

/** The value when it is a quantity; undefined otherwise. */
export function countOf(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 && value < Infinity ? value : undefined
}
