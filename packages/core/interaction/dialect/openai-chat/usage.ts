import type { Usage } from '../../interaction.ts'
import { objectOf, type JsonObject } from '../../json-value.ts'
import { usageOf } from '../../usage.ts'

/**
 * Reads the counts of a chat completion or of a chunk that has them. Cached tokens are among those of the input,
 * reasoning tokens among those of the output. DeepSeek names the cached ones otherwise, Groq's chunks have all under
 * `x_groq`.
 */
export function readUsage(body: JsonObject): Usage | undefined {
  const usage = objectOf(body['usage']) ?? objectOf(objectOf(body['x_groq'])?.['usage'])
  if (usage === undefined) return undefined
  return usageOf({
    inputTokens: usage['prompt_tokens'],
    outputTokens: usage['completion_tokens'],
    reasoningTokens: objectOf(usage['completion_tokens_details'])?.['reasoning_tokens'],
    cachedTokens: objectOf(usage['prompt_tokens_details'])?.['cached_tokens'] ?? usage['prompt_cache_hit_tokens'],
  })
}
