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
  const usage: { -readonly [Name in keyof Usage]: number } = {}
  let name: keyof Usage
  for (name in counts) {
    const count = countOf(counts[name])
    if (count !== undefined) usage[name] = count
  }
  return Object.keys(usage).length === 0 ? undefined : usage
}

/** The value when it is a quantity; undefined otherwise. */
export function countOf(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 && value < Infinity ? value : undefined
}
