import { pushText } from '../../content.ts'
import type { Part, Turn } from '../../interaction.ts'
import { arrayOf, objectOf, type JsonObject } from '../../json-value.ts'
import type { TokenList } from '../../token.ts'

/** Reads a completion: one answer for each choice that has a text. An error, which has no choices, gives none. */
export function readResponse(body: JsonObject, minted: TokenList): readonly Turn[] {
  minted.add(body['id'])
  const answers: Turn[] = []
  for (const element of arrayOf(body['choices'])) {
    const text = objectOf(element)?.['text']
    if (typeof text !== 'string') continue
    const parts: Part[] = []
    pushText(parts, text)
    answers.push({ role: 'assistant', parts })
  }
  return answers
}
