import type { Part, Turn } from '../../interaction.ts'
import { arrayOf, objectOf, type JsonObject } from '../../json-value.ts'
import type { TokenList } from '../../token.ts'
import { pushItem } from './part.ts'

/** Reads a response: all its output items are one answer. An error, or a response without output yet, gives none. */
export function readResponse(body: JsonObject, minted: TokenList): readonly Turn[] {
  minted.add(body['id'])
  const output = arrayOf(body['output'])
  if (output.length === 0) return []
  const parts: Part[] = []
  for (const element of output) {
    const item = objectOf(element)
    if (item !== undefined) pushItem(parts, item, minted)
  }
  return [{ role: 'assistant', parts }]
}
