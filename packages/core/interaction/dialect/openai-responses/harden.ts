import {
  hardenerOf,
  withChanged,
  type EventHardener,
  type Hardening,
  type JsonHardener,
  type Trace,
} from '../../hardening.ts'
import { arrayOf, objectOf, type JsonObject } from '../../json-value.ts'

/**
 * Reasoning items keep their place, id and encrypted content, which clients send back, and lose summary and text.
 * Log-probabilities become empty lists, which is what they are when nobody asked for them.
 */
export function hardenBody(body: JsonObject, hardening: Hardening): JsonObject {
  return withChanged(body, 'output', (item) => hardenItem(item, hardening))
}

/**
 * Events that tell of reasoning text are dropped, also those of its parts, and what others tell again is hardened like a
 * body. `sequence_number` then has gaps; it still rises.
 */
export function openHardener(hardening: Hardening): EventHardener {
  const { stripsLogprobs, dropsReasoning } = hardening
  const traces = [...(stripsLogprobs ? logprobsTraces : []), ...(dropsReasoning ? reasoningTraces : [])]
  const harden: JsonHardener = (event, type) => {
    if (dropsReasoning && (type.startsWith('response.reasoning') || isReasoning(event['part']))) return undefined
    const hardened = withChanged(event, 'item', (item) => hardenItem(item, hardening))
    const whole = withChanged(hardened, 'response', (response) => hardenBody(response, hardening))
    return stripsLogprobs ? withChanged(withEmpty(whole, 'logprobs'), 'part', stripLogprobs) : whole
  }
  const byData = hardenerOf(traces, harden)
  // An event can be of a type that its name alone tells.
  return (event) => (dropsReasoning && event.event?.startsWith('response.reasoning') ? 'drop' : byData(event))
}

/** Most events have log-probabilities as an empty list. */
const logprobsTraces: readonly Trace[] = [{ text: 'logprobs"', nothing: ':[]' }]
const reasoningTraces: readonly Trace[] = [{ text: 'reasoning', nothing: '_tokens' }, { text: 'summary_text' }]

function hardenItem(item: JsonObject, { stripsLogprobs, dropsReasoning }: Hardening): JsonObject {
  if (item['type'] === 'reasoning') return dropsReasoning ? withEmpty(withEmpty(item, 'summary'), 'content') : item
  return stripsLogprobs ? withChanged(item, 'content', stripLogprobs) : item
}

function isReasoning(part: unknown): boolean {
  const type = objectOf(part)?.['type']
  return type === 'reasoning_text' || type === 'summary_text'
}

function stripLogprobs(part: JsonObject): JsonObject {
  return withEmpty(part, 'logprobs')
}

/** The object with an empty list in place of one that has elements. */
function withEmpty(object: JsonObject, name: string): JsonObject {
  return arrayOf(object[name]).length === 0 ? object : { ...object, [name]: [] }
}
