/** `anthropic.messages`: content blocks, thinking sealed by signatures. */
import type { AnswerTurn, Tool, Turn } from '../dialogue.ts'
import type { JsonObject } from '../line.ts'
import type { WireFormat } from './wire-format.ts'

function encodeBlocks(turn: AnswerTurn): readonly JsonObject[] {
  const blocks: JsonObject[] = []
  if (turn.reasoning !== undefined) {
    blocks.push({ type: 'thinking', thinking: turn.reasoning.text, signature: turn.reasoning.seal })
  }
  if (turn.text !== '') blocks.push({ type: 'text', text: turn.text })
  for (const call of turn.calls) blocks.push({ type: 'tool_use', id: call.id, name: call.name, input: call.input })
  return blocks
}

function encodeTurn(turn: Turn): readonly JsonObject[] {
  if (turn.role === 'user') return [{ role: 'user', content: turn.text }]
  if (turn.role === 'assistant') return [{ role: 'assistant', content: encodeBlocks(turn) }]
  const content = turn.results.map((result) => ({
    type: 'tool_result',
    tool_use_id: result.callId,
    content: result.text,
  }))
  return [{ role: 'user', content }]
}

function encodeTool({ name, description, parameters }: Tool): JsonObject {
  return { name, description, input_schema: parameters }
}

const errorTypes: Readonly<Record<number, string>> = {
  403: 'permission_error',
  429: 'rate_limit_error',
  529: 'overloaded_error',
}

/** Writes messages. A client that was shown thinking sends it back with its signature. */
export const anthropicMessages: WireFormat = {
  mint: (random, reply) => {
    const messageId = `msg_01${random.token(22)}`
    return {
      role: 'assistant',
      responseId: messageId,
      messageId,
      text: reply.text,
      ...(reply.reasoning === undefined
        ? {}
        : {
            reasoning: {
              id: '',
              text: reply.reasoning,
              seal: `Eq${random.token(60 + (reply.reasoning.length >> 2))}=`,
            },
          }),
      calls: (reply.calls ?? []).map((call) => ({ ...call, id: `toolu_01${random.token(22)}`, itemId: '' })),
    }
  },
  encodeTurn,
  request: (dialogue, items) => ({
    model: dialogue.model,
    ...(dialogue.system === undefined ? {} : { system: [{ type: 'text', text: dialogue.system }] }),
    messages: items,
    ...(dialogue.tools === undefined ? {} : { tools: dialogue.tools.map(encodeTool) }),
    ...dialogue.parameters,
    ...(dialogue.stream ? { stream: true } : {}),
    ...(dialogue.endUser === undefined ? {} : { metadata: { user_id: dialogue.endUser } }),
  }),
  response: (dialogue, answer, tokens) => ({
    id: answer.responseId,
    type: 'message',
    role: 'assistant',
    model: dialogue.model,
    content: encodeBlocks(answer),
    stop_reason: answer.calls.length > 0 ? 'tool_use' : 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: tokens.input, output_tokens: tokens.output, cache_read_input_tokens: tokens.cached },
  }),
  failure: (status, message) => ({
    type: 'error',
    error: { type: errorTypes[status] ?? 'api_error', message },
  }),
}
