import type { Turn } from '../../interaction.ts'
import { arrayOf, objectOf, type JsonObject } from '../../json-value.ts'
import type { TokenList } from '../../token.ts'
import { readAssistantParts } from './part.ts'

/** Reads a chat completion: one answer for each choice that has a message. An error, which has no choices, gives none. */
export function readResponse(body: JsonObject, minted: TokenList): readonly Turn[] {
  minted.add(body['id'])
  const answers: Turn[] = []
  for (const element of arrayOf(body['choices'])) {
    const message = objectOf(objectOf(element)?.['message'])
    if (message !== undefined) answers.push({ role: 'assistant', parts: readAssistantParts(message, minted) })
  }
  return answers
}
