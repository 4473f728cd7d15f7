import type { Part, Tool } from '../../interaction.ts'
import { arrayOf, objectOf, textOf, type JsonObject } from '../../json-value.ts'
import type { TokenList } from '../../token.ts'
import { canonicalArguments } from '../../tool-arguments.ts'

/** The tools that a request offers, functions of the older form after them; a tool without any name is skipped. */
export function readTools(body: JsonObject): readonly Tool[] {
  const tools: Tool[] = []
  for (const element of arrayOf(body['tools'])) {
    const tool = objectOf(element)
    pushTool(tools, objectOf(tool?.['function']) ?? objectOf(tool?.['custom']), tool?.['type'])
  }
  for (const element of arrayOf(body['functions'])) pushTool(tools, objectOf(element), undefined)
  return tools
}

function pushTool(tools: Tool[], definition: JsonObject | undefined, type: unknown): void {
  const name = textOf(definition?.['name']) || textOf(type)
  if (name !== '') tools.push({ name, schema: definition?.['parameters'] ?? definition?.['format'] ?? undefined })
}

/** Adds the tool calls of an assistant message, one of the older form after them, and their ids. */
export function pushToolCalls(parts: Part[], message: JsonObject, tokens: TokenList): void {
  for (const element of arrayOf(message['tool_calls'])) {
    const call = objectOf(element)
    if (call === undefined) continue
    tokens.add(call['id'])
    addThoughtSignature(call, tokens)
    const custom = objectOf(call['custom'])
    if (custom === undefined) pushFunction(parts, objectOf(call['function']) ?? {})
    else parts.push({ kind: 'tool-call', name: textOf(custom['name']), arguments: textOf(custom['input']) })
  }
  const older = objectOf(message['function_call'])
  if (older !== undefined) pushFunction(parts, older)
}

function pushFunction(parts: Part[], call: JsonObject): void {
  parts.push({ kind: 'tool-call', name: textOf(call['name']), arguments: canonicalArguments(call['arguments']) })
}

/** Adds the signature that Gemini's compatible endpoint puts on a message or a tool call, if there is one. */
export function addThoughtSignature(holder: JsonObject, tokens: TokenList): void {
  const extra = objectOf(holder['extra_content'])
  if (extra !== undefined) tokens.add(objectOf(extra['google'])?.['thought_signature'])
}
