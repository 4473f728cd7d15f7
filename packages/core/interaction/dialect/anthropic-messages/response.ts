import type { Part, Turn } from '../../interaction.ts'
import { arrayOf, objectOf, type JsonObject } from '../../json-value.ts'
import type { TokenList } from '../../token.ts'
import { pushBlock } from './part.ts'

/** Reads a message: one answer, also when its content is empty. An error, which has no content, gives none. */
export function readResponse(body: JsonObject, minted: TokenList): readonly Turn[] {
  const content = body['content']
  if (typeof content !== 'string' && !Array.isArray(content)) return []
  // Where a stream began anew: the client was told these ids as well.
  for (const id of arrayOf(body['superseded_ids'])) minted.add(id)
  minted.add(body['id'])
  const parts: Part[] = []
  for (const block of typeof content === 'string' ? [content] : content) pushBlock(parts, block, minted)
  minted.add(objectOf(body['container'])?.['id'])
  return [{ role: 'assistant', parts }]
}
