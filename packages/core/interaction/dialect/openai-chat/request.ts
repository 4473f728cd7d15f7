import { joinText, pushContent, pushToolResult } from '../../content.ts'
import type { Part, Role, Turn } from '../../interaction.ts'
import { arrayOf, objectOf, type JsonObject } from '../../json-value.ts'
import type { TokenList } from '../../token.ts'
import type { Prompt } from '../wire-format.ts'
import { readAssistantParts } from './part.ts'
import { readTools } from './tool.ts'

/** Reads the body of `POST /v1/chat/completions`. System messages before any other are the system prompt. */
export function readRequest(body: JsonObject, presented: TokenList): Prompt {
  const system: string[] = []
  const turns: Turn[] = []
  for (const element of arrayOf(body['messages'])) {
    const message = objectOf(element)
    if (message === undefined) continue
    const role = roleOf(message['role'])
    if (role === 'system' && turns.length === 0) system.push(joinText(message['content']))
    else turns.push({ role, parts: readParts(message, role, presented) })
  }
  return { system: joinText(system), turns, tools: readTools(body) }
}

function roleOf(role: unknown): Role {
  if (role === 'assistant' || role === 'system') return role
  if (role === 'developer') return 'system'
  return role === 'tool' || role === 'function' ? 'tool' : 'user'
}

function readParts(message: JsonObject, role: Role, presented: TokenList): readonly Part[] {
  if (role === 'assistant') return readAssistantParts(message, presented)
  const parts: Part[] = []
  if (role === 'tool') {
    presented.add(message['tool_call_id'])
    pushToolResult(parts, message['content'])
  } else {
    pushContent(parts, message['content'])
  }
  return parts
}
