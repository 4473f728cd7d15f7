import {
  hardenerOf,
  without,
  withChanged,
  withMember,
  withNull,
  type EventHardener,
  type Hardening,
  type Trace,
} from '../../hardening.ts'
import type { JsonObject } from '../../json-value.ts'

/**
 * Log-probabilities become null, which is what they are when nobody asked for them. The members in which other providers
 * put reasoning go; signed blocks keep place and signature and lose their text.
 */
export function hardenBody(body: JsonObject, hardening: Hardening): JsonObject {
  const hardened = withChanged(body, 'choices', (choice) => hardenChoice(choice, hardening))
  return hardening.stripsLogprobs ? withNull(hardened, 'prompt_logprobs') : hardened
}

/** Chunks are hardened like bodies. None is dropped: while a model reasons, empty ones keep the connection open. */
export function openHardener(hardening: Hardening): EventHardener {
  const traces = [
    ...(hardening.stripsLogprobs ? logprobsTraces : []),
    ...(hardening.dropsReasoning ? reasoningTraces : []),
  ]
  return hardenerOf(traces, (chunk) => hardenBody(chunk, hardening))
}

/** Most chunks have log-probabilities as null, and the one with the counts has those of reasoning tokens. */
const logprobsTraces: readonly Trace[] = [{ text: 'logprobs"', nothing: ':null' }]
const reasoningTraces: readonly Trace[] = [{ text: 'reasoning', nothing: '_tokens' }, { text: 'thinking_blocks' }]

function hardenChoice(choice: JsonObject, { stripsLogprobs, dropsReasoning }: Hardening): JsonObject {
  let hardened = choice
  if (stripsLogprobs) hardened = withNull(withNull(hardened, 'logprobs'), 'prompt_logprobs')
  if (dropsReasoning) hardened = withChanged(withChanged(hardened, 'message', dropReasoning), 'delta', dropReasoning)
  return hardened
}

const reasoningNames = ['reasoning_content', 'reasoning', 'reasoning_details']

function dropReasoning(message: JsonObject): JsonObject {
  return withChanged(without(message, reasoningNames), 'thinking_blocks', (block) =>
    typeof block['thinking'] === 'string' ? withMember(block, 'thinking', '') : block,
  )
}
