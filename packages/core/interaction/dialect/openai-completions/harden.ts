import { hardenerOf, withChanged, withNull, type EventHardener, type Hardening } from '../../hardening.ts'
import type { JsonObject } from '../../json-value.ts'

/** Log-probabilities, of the answer and of the prompt, become null. Completions have no members for reasoning. */
export function hardenBody(body: JsonObject, { stripsLogprobs }: Hardening): JsonObject {
  return stripsLogprobs ? withoutLogprobs(withChanged(body, 'choices', withoutLogprobs)) : body
}

/** Chunks are hardened like bodies. */
export function openHardener(hardening: Hardening): EventHardener {
  const traces = hardening.stripsLogprobs ? [{ text: 'logprobs"', nothing: ':null' }] : []
  return hardenerOf(traces, (chunk) => hardenBody(chunk, hardening))
}

function withoutLogprobs(holder: JsonObject): JsonObject {
  return withNull(withNull(holder, 'logprobs'), 'prompt_logprobs')
}
