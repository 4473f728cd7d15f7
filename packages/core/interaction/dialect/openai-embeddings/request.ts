import { pushPrompt } from '../../content.ts'
import type { Part } from '../../interaction.ts'
import type { JsonObject } from '../../json-value.ts'
import type { Prompt } from '../wire-format.ts'

/** Reads the body of `POST /v1/embeddings`. Its inputs are one turn of the user, each a part of it. */
export function readRequest(body: JsonObject): Prompt {
  const parts: Part[] = []
  pushPrompt(parts, body['input'])
  return { system: '', turns: parts.length === 0 ? [] : [{ role: 'user', parts }], tools: [] }
}
