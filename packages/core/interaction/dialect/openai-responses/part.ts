import { joinText, pushContent, pushOpaque, pushReasoning, pushToolResult } from '../../content.ts'
import type { Part, Role } from '../../interaction.ts'
import { textOf, type JsonObject } from '../../json-value.ts'
import type { TokenList } from '../../token.ts'
import { isOutputType, pushCall } from './tool.ts'

/** Who speaks an item of `input` or `output`. What the model and the provider's own tools produce is `assistant`. */
export function roleOfItem(item: JsonObject): Role {
  const type = item['type']
  if (isMessageType(type)) return messageRole(item['role'])
  if (type === 'mcp_approval_response') return 'user'
  return isOutputType(type) && !isProvidersOutput(item) ? 'tool' : 'assistant'
}

/** Adds the parts of one item and its tokens. Items of unknown type are opaque. */
export function pushItem(parts: Part[], item: JsonObject, tokens: TokenList): void {
  const type = item['type']
  tokens.add(item['id'])
  tokens.add(item['call_id'])
  tokens.add(item['approval_request_id'])
  tokens.add(item['encrypted_content'])
  if (isMessageType(type)) pushContent(parts, item['content'])
  else if (type === 'reasoning') pushReasoning(parts, reasoningText(item), 'reasoning')
  else if (isOutputType(type)) pushToolResult(parts, item['output'] ?? item['result'])
  else if (!pushCall(parts, item, textOf(type))) pushOpaque(parts, type)
}

/** Items without a type are messages: the short form in which clients may send them. */
function isMessageType(type: unknown): boolean {
  return type === 'message' || type === undefined
}

function messageRole(role: unknown): Role {
  if (role === 'assistant' || role === 'system') return role
  return role === 'developer' ? 'system' : 'user'
}

/**
 * The results of tools that the provider runs stand in the response between the model's own items and carry an id;
 * those of the same tools run by the client carry none when they are sent.
 */
function isProvidersOutput(item: JsonObject): boolean {
  const type = item['type']
  const canBe = type === 'shell_call_output' || type === 'tool_search_output' || type === 'program_output'
  return canBe && typeof item['id'] === 'string'
}

function reasoningText(item: JsonObject): string {
  return joinText([joinText(item['summary']), joinText(item['content'])])
}
