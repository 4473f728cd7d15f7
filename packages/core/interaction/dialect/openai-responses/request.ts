import { joinText, pushContent } from '../../content.ts'
import type { Part, Role, Turn } from '../../interaction.ts'
import { arrayOf, objectOf, textOf, type JsonObject } from '../../json-value.ts'
import type { TokenList } from '../../token.ts'
import type { Prompt } from '../wire-format.ts'
import { pushItem, roleOfItem } from './part.ts'
import { readTools } from './tool.ts'

/**
 * Reads the body of `POST /v1/responses`. Instructions and the system messages before any other item are the system
 * prompt. Neighbouring items of the assistant fold into one turn, as the output of one response is one answer.
 */
export function readRequest(body: JsonObject, presented: TokenList): Prompt {
  presented.add(body['previous_response_id'])
  presented.add(textOf(body['conversation']) || objectOf(body['conversation'])?.['id'])
  const system = [instructionsText(body['instructions'])]
  const input = body['input']
  const turns = typeof input === 'string' ? [readString(input)] : readItems(arrayOf(input), system, presented)
  return { system: joinText(system), turns, tools: readTools(body) }
}

function instructionsText(instructions: unknown): string {
  if (!Array.isArray(instructions)) return textOf(instructions)
  return joinText(instructions.map((item) => joinText(objectOf(item)?.['content'])))
}

function readString(input: string): Turn {
  const parts: Part[] = []
  pushContent(parts, input)
  return { role: 'user', parts }
}

/** Leading system messages go to the end of `system`. */
function readItems(items: readonly unknown[], system: string[], presented: TokenList): Turn[] {
  const turns: Turn[] = []
  let parts: Part[] = []
  let role: Role | undefined
  for (const element of items) {
    const item = objectOf(element)
    if (item === undefined) continue
    const next = roleOfItem(item)
    if (next === 'system' && turns.length === 0) {
      system.push(joinText(item['content']))
      continue
    }
    if (next !== 'assistant' || role !== 'assistant') {
      parts = []
      role = next
      turns.push({ role, parts })
    }
    pushItem(parts, item, presented)
  }
  return turns
}
