import type { Part, Tool } from '../../interaction.ts'
import { arrayOf, objectOf, textOf, type JsonObject } from '../../json-value.ts'
import { canonicalArguments } from '../../tool-arguments.ts'

/**
 * The tools that a request offers, those of a namespace in its place; a tool without any name is skipped. The
 * provider's own tools have a type and no schema.
 */
export function readTools(body: JsonObject): readonly Tool[] {
  const tools: Tool[] = []
  for (const element of arrayOf(body['tools'])) {
    const tool = objectOf(element)
    if (tool?.['type'] !== 'namespace') pushTool(tools, tool)
    else for (const member of arrayOf(tool['tools'])) pushTool(tools, objectOf(member))
  }
  return tools
}

function pushTool(tools: Tool[], tool: JsonObject | undefined): void {
  const name = textOf(tool?.['name']) || textOf(tool?.['type'])
  if (name !== '') tools.push({ name, schema: tool?.['parameters'] ?? tool?.['format'] ?? undefined })
}

/** Whether an item of this type is what a tool returned: `function_call_output`, `tool_search_output`, … */
export function isOutputType(type: unknown): boolean {
  return typeof type === 'string' && type.endsWith('_output')
}

/** Adds the tool call that an item of type `…_call` is, named after its type unless it has a name; false for others. */
export function pushCall(parts: Part[], item: JsonObject, type: string): boolean {
  if (!type.endsWith('_call')) return false
  parts.push({ kind: 'tool-call', name: textOf(item['name']) || type, arguments: argumentsOf(item) })
  // The provider calls MCP servers itself and puts the result into the call.
  if (type === 'mcp_call' && typeof item['output'] === 'string')
    parts.push({ kind: 'tool-result', text: item['output'] })
  return true
}

/** Functions have JSON arguments, custom tools and interpreters free text, the provider's own tools an action or so. */
function argumentsOf(item: JsonObject): string {
  const { arguments: json, input, code, action, operation, queries } = item
  // Free text that happens to look like JSON must not be rewritten.
  if (json === undefined && (typeof input === 'string' || typeof code === 'string'))
    return textOf(input) || textOf(code)
  return canonicalArguments(json ?? action ?? operation ?? queries ?? undefined)
}
