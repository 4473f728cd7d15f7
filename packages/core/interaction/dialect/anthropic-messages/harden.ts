import { hardenerOf, withChanged, withMember, type EventHardener, type Hardening } from '../../hardening.ts'
import { objectOf, type JsonObject } from '../../json-value.ts'

/**
 * Thinking keeps its place and its signature and loses its text, as when the provider itself omits it: clients must send
 * the block back and the provider reads the signature. Messages have no log-probabilities.
 */
export function hardenBody(body: JsonObject, { dropsReasoning }: Hardening): JsonObject {
  return dropsReasoning ? withChanged(body, 'content', emptyThinking) : body
}

/** The fragments of thinking are dropped; the block's start, signature and stop are served. */
export function openHardener(hardening: Hardening): EventHardener {
  return hardenerOf(hardening.dropsReasoning ? [{ text: 'thinking' }] : [], (event) => {
    if (objectOf(event['delta'])?.['type'] === 'thinking_delta') return undefined
    const hardened = withChanged(event, 'content_block', emptyThinking)
    return withChanged(hardened, 'message', (message) => hardenBody(message, hardening))
  })
}

function emptyThinking(block: JsonObject): JsonObject {
  return block['type'] === 'thinking' ? withMember(block, 'thinking', '') : block
}
