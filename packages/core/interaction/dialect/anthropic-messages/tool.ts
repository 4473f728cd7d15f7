import type { Tool } from '../../interaction.ts'
import { arrayOf, objectOf, textOf, type JsonObject } from '../../json-value.ts'

/** The tools that a request offers. The provider's own have a type and no schema; a tool without any name is skipped. */
export function readTools(body: JsonObject): readonly Tool[] {
  const tools: Tool[] = []
  for (const element of arrayOf(body['tools'])) {
    const tool = objectOf(element)
    const name = textOf(tool?.['name']) || textOf(tool?.['type'])
    if (name !== '') tools.push({ name, schema: tool?.['input_schema'] ?? undefined })
  }
  return tools
}
