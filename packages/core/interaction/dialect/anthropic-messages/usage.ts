import type { Usage } from '../../interaction.ts'
import { objectOf, type JsonObject } from '../../json-value.ts'
import { countOf, usageOf } from '../../usage.ts'

/**
 * Reads the counts of a message. The provider's `input_tokens` are those that no cache had and none was written with:
 * the input is all three. What earlier attempts and compactions of the same call took (`iterations`) is not added.
 */
export function readUsage(body: JsonObject): Usage | undefined {
  const usage = objectOf(body['usage'])
  if (usage === undefined) return undefined
  const { input_tokens, cache_creation_input_tokens, cache_read_input_tokens } = usage
  const input = [input_tokens, cache_creation_input_tokens, cache_read_input_tokens].flatMap((n) => countOf(n) ?? [])
  return usageOf({
    inputTokens: input.length === 0 ? undefined : input.reduce((sum, count) => sum + count),
    outputTokens: usage['output_tokens'],
    reasoningTokens: objectOf(usage['output_tokens_details'])?.['thinking_tokens'],
    cachedTokens: cache_read_input_tokens,
  })
}
