import { joinText } from '../../content.ts'
import type { Part, Role, Turn } from '../../interaction.ts'
import { arrayOf, objectOf, textOf, type JsonObject } from '../../json-value.ts'
import type { TokenList } from '../../token.ts'
import type { Prompt } from '../wire-format.ts'
import { isToolResult, pushBlock } from './part.ts'
import { readTools } from './tool.ts'

/** Reads the body of `POST /v1/messages`. Tool results, which it carries in user messages, become turns of their own. */
export function readRequest(body: JsonObject, presented: TokenList): Prompt {
  const container = body['container']
  presented.add(textOf(container) || objectOf(container)?.['id'])
  const turns: Turn[] = []
  for (const element of arrayOf(body['messages'])) {
    const message = objectOf(element)
    if (message !== undefined) pushTurns(turns, message, presented)
  }
  return { system: joinText(body['system']), turns, tools: readTools(body) }
}

function pushTurns(turns: Turn[], message: JsonObject, presented: TokenList): void {
  const content = message['content']
  const role = roleOf(message['role'])
  const blocks = Array.isArray(content) ? content : [content]
  let parts: Part[] = []
  let turn: Turn = { role: blockRole(role, blocks[0]), parts }
  for (const block of blocks) {
    const next = blockRole(role, block)
    if (next !== turn.role) {
      turns.push(turn)
      parts = []
      turn = { role: next, parts }
    }
    pushBlock(parts, block, presented)
  }
  turns.push(turn)
}

function roleOf(role: unknown): Role {
  return role === 'assistant' || role === 'system' ? role : 'user'
}

function blockRole(role: Role, block: unknown): Role {
  return role === 'user' && isToolResult(objectOf(block)) ? 'tool' : role
}
