import type { Turn } from '../../interaction.ts'
import type { JsonObject } from '../../json-value.ts'
import type { TokenList } from '../../token.ts'

/** Reads a list of embeddings, which has no answer. Some servers give it an id. */
export function readResponse(body: JsonObject, minted: TokenList): readonly Turn[] {
  minted.add(body['id'])
  return []
}
