import { pushOpaque, pushReasoning, pushText, pushToolResult } from '../../content.ts'
import type { Part } from '../../interaction.ts'
import { arrayOf, objectOf, textOf, type JsonObject } from '../../json-value.ts'
import type { TokenList } from '../../token.ts'
import { canonicalArguments } from '../../tool-arguments.ts'

/** Adds one content block, a string being short for a text block, and its tokens. Elements that are neither are skipped. */
export function pushBlock(parts: Part[], element: unknown, tokens: TokenList): void {
  if (typeof element === 'string') pushText(parts, element)
  const block = objectOf(element)
  if (block === undefined) return
  switch (block['type']) {
    case 'text':
      return pushText(parts, textOf(block['text']))
    case 'thinking':
      tokens.add(block['signature'])
      return pushReasoning(parts, textOf(block['thinking']), 'thinking')
    case 'redacted_thinking':
      tokens.add(block['data'])
      return pushOpaque(parts, 'redacted_thinking')
    case 'tool_use':
    case 'server_tool_use':
    case 'mcp_tool_use':
      tokens.add(block['id'])
      parts.push({ kind: 'tool-call', name: textOf(block['name']), arguments: canonicalArguments(block['input']) })
      return undefined
    default:
      return isToolResult(block) ? pushResultBlock(parts, block, tokens) : pushOpaque(parts, block['type'])
  }
}

/** Whether a content block is what a tool returned: `tool_result`, or `…_tool_result` for the provider's own tools. */
export function isToolResult(block: JsonObject | undefined): boolean {
  const type = block?.['type']
  return type === 'tool_result' || (typeof type === 'string' && type.endsWith('_tool_result'))
}

function pushResultBlock(parts: Part[], block: JsonObject, tokens: TokenList): void {
  const content = block['content']
  tokens.add(block['tool_use_id'])
  // Search results and advice come encrypted as well, for the client to send back.
  for (const result of arrayOf(content)) tokens.add(objectOf(result)?.['encrypted_content'])
  tokens.add(objectOf(content)?.['encrypted_content'])
  pushToolResult(parts, content)
}
