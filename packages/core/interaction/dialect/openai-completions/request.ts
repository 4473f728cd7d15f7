import { pushPrompt, pushText } from '../../content.ts'
import type { Part } from '../../interaction.ts'
import { textOf, type JsonObject } from '../../json-value.ts'
import type { Prompt } from '../wire-format.ts'

/**
 * Reads the body of `POST /v1/completions`. Its prompts are one turn, each a part of it: a batch is no conversation.
 * A text that is to be filled in goes on in `suffix`, which is a part too.
 */
export function readRequest(body: JsonObject): Prompt {
  const parts: Part[] = []
  pushPrompt(parts, body['prompt'])
  pushText(parts, textOf(body['suffix']))
  return { system: '', turns: parts.length === 0 ? [] : [{ role: 'user', parts }], tools: [] }
}
