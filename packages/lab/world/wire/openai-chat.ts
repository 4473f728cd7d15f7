/** `openai.chat`: chat completions. */
import type { Tool, Turn } from '../dialogue.ts'
import type { JsonObject } from '../line.ts'
import type { WireFormat } from './wire-format.ts'

function encodeTurn(turn: Turn): readonly JsonObject[] {
  if (turn.role === 'user') return [{ role: 'user', content: turn.text }]
  if (turn.role === 'tool') {
    return turn.results.map((result) => ({ role: 'tool', tool_call_id: result.callId, content: result.text }))
  }
  const content = turn.text === '' ? null : turn.text
  if (turn.calls.length === 0) return [{ role: 'assistant', content }]
  const calls = turn.calls.map((call) => ({
    id: call.id,
    type: 'function',
    function: { name: call.name, arguments: JSON.stringify(call.input) },
  }))
  return [{ role: 'assistant', content, tool_calls: calls }]
}

function encodeTool({ name, description, parameters }: Tool): JsonObject {
  return { type: 'function', function: { name, description, parameters } }
}

/** Writes chat completions. Reasoning stays with the provider, as this format has no place for it. */
export const openaiChat: WireFormat = {
  mint: (random, reply) => ({
    role: 'assistant',
    responseId: `chatcmpl-${random.token(28)}`,
    messageId: '',
    text: reply.text,
    calls: (reply.calls ?? []).map((call) => ({ ...call, id: `call_${random.token(24)}`, itemId: '' })),
  }),
  encodeTurn,
  request: (dialogue, items) => ({
    model: dialogue.model,
    messages: dialogue.system === undefined ? items : [{ role: 'system', content: dialogue.system }, ...items],
    ...(dialogue.tools === undefined ? {} : { tools: dialogue.tools.map(encodeTool) }),
    ...dialogue.parameters,
    ...(dialogue.stream ? { stream: true } : {}),
    ...(dialogue.endUser === undefined ? {} : { user: dialogue.endUser }),
  }),
  response: (dialogue, answer, tokens, timeMs) => ({
    id: answer.responseId,
    object: 'chat.completion',
    created: Math.floor(timeMs / 1000),
    model: dialogue.model,
    choices: [
      {
        index: 0,
        message: encodeTurn(answer)[0] ?? null,
        finish_reason: answer.calls.length > 0 ? 'tool_calls' : 'stop',
      },
    ],
    usage: {
      prompt_tokens: tokens.input,
      completion_tokens: tokens.output,
      total_tokens: tokens.input + tokens.output,
    },
  }),
  failure: (status, message) => ({ error: { message, type: 'provider_error', param: null, code: String(status) } }),
}
