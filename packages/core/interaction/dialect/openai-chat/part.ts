import { joinText, pushContent, pushOpaque, pushReasoning, pushText } from '../../content.ts'
import type { Part } from '../../interaction.ts'
import { arrayOf, objectOf, textOf, type JsonObject } from '../../json-value.ts'
import type { TokenList } from '../../token.ts'
import { addThoughtSignature, pushToolCalls } from './tool.ts'

/** The parts of an assistant message, in the order reasoning, content, tool calls, and its tokens. */
export function readAssistantParts(message: JsonObject, tokens: TokenList): readonly Part[] {
  const parts: Part[] = []
  pushThoughts(parts, message, tokens)
  pushContent(parts, message['content'])
  pushText(parts, textOf(message['refusal']))
  // In a request the history names an earlier spoken answer by id only, so that its transcript cannot be a part.
  const audio = objectOf(message['audio'])
  if (audio !== undefined) {
    tokens.add(audio['id'])
    pushOpaque(parts, 'audio')
  }
  addThoughtSignature(message, tokens)
  pushToolCalls(parts, message, tokens)
  return parts
}

/**
 * Chat completions have no field for reasoning of their own: DeepSeek and vLLM use `reasoning_content`, OpenRouter
 * `reasoning` with signed `reasoning_details`, LiteLLM `thinking_blocks`. Several of them repeat one text.
 */
function pushThoughts(parts: Part[], message: JsonObject, tokens: TokenList): void {
  const details = [...arrayOf(message['reasoning_details']), ...arrayOf(message['thinking_blocks'])]
  const texts: string[] = []
  for (const element of details) {
    const detail = objectOf(element)
    if (detail === undefined) continue
    tokens.add(detail['id'])
    tokens.add(detail['signature'])
    tokens.add(detail['data'])
    const text = textOf(detail['text']) || textOf(detail['summary']) || textOf(detail['thinking'])
    if (text !== '') texts.push(text)
  }
  const text = textOf(message['reasoning_content']) || textOf(message['reasoning']) || joinText(texts)
  if (text !== '' || details.length > 0) pushReasoning(parts, text, 'reasoning')
}
