import type { Usage } from '../../interaction.ts'
import { objectOf, type JsonObject } from '../../json-value.ts'
import { usageOf } from '../../usage.ts'

/** Reads the counts of a response. Cached tokens are among those of the input, reasoning tokens among the output's. */
export function readUsage(body: JsonObject): Usage | undefined {
  const usage = objectOf(body['usage'])
  if (usage === undefined) return undefined
  return usageOf({
    inputTokens: usage['input_tokens'],
    outputTokens: usage['output_tokens'],
    reasoningTokens: objectOf(usage['output_tokens_details'])?.['reasoning_tokens'],
    cachedTokens: objectOf(usage['input_tokens_details'])?.['cached_tokens'],
  })
}
