/** `openai.responses`: items instead of messages, and responses that can be chained by id. */
import type { AnswerTurn, Turn } from '../dialogue.ts'
import type { JsonObject } from '../line.ts'
import type { WireFormat } from './wire-format.ts'

function encodeAnswer(turn: AnswerTurn): readonly JsonObject[] {
  const items: JsonObject[] = []
  if (turn.reasoning !== undefined) {
    const { id, seal } = turn.reasoning
    items.push({ type: 'reasoning', id, summary: [], encrypted_content: seal })
  }
  if (turn.text !== '') {
    const content = [{ type: 'output_text', text: turn.text, annotations: [] }]
    items.push({ type: 'message', id: turn.messageId, status: 'completed', role: 'assistant', content })
  }
  for (const call of turn.calls) {
    items.push({
      type: 'function_call',
      id: call.itemId,
      call_id: call.id,
      name: call.name,
      arguments: JSON.stringify(call.input),
    })
  }
  return items
}

function encodeTurn(turn: Turn): readonly JsonObject[] {
  if (turn.role === 'user') return [{ role: 'user', content: [{ type: 'input_text', text: turn.text }] }]
  if (turn.role === 'assistant') return encodeAnswer(turn)
  return turn.results.map((result) => ({ type: 'function_call_output', call_id: result.callId, output: result.text }))
}

/** Writes responses. Without chaining the client resends every item, sealed reasoning included. */
export const openaiResponses: WireFormat = {
  mint: (random, reply) => ({
    role: 'assistant',
    responseId: `resp_${random.token(40, 'hexadecimal')}`,
    messageId: `msg_${random.token(40, 'hexadecimal')}`,
    text: reply.text,
    ...(reply.reasoning === undefined
      ? {}
      : {
          reasoning: {
            id: `rs_${random.token(40, 'hexadecimal')}`,
            text: reply.reasoning,
            seal: `gAAAA${random.token(60 + (reply.reasoning.length >> 2))}==`,
          },
        }),
    calls: (reply.calls ?? []).map((call) => ({
      ...call,
      id: `call_${random.token(24)}`,
      itemId: `fc_${random.token(40, 'hexadecimal')}`,
    })),
  }),
  encodeTurn,
  request: (dialogue, items, previousId) => ({
    model: dialogue.model,
    ...(dialogue.system === undefined ? {} : { instructions: dialogue.system }),
    input: items,
    ...(dialogue.tools === undefined
      ? {}
      : {
          tools: dialogue.tools.map(({ name, description, parameters }) => ({
            type: 'function',
            name,
            description,
            parameters,
          })),
        }),
    ...dialogue.parameters,
    store: dialogue.chained === true,
    ...(previousId === undefined ? {} : { previous_response_id: previousId }),
    ...(dialogue.stream ? { stream: true } : {}),
    ...(dialogue.endUser === undefined ? {} : { safety_identifier: dialogue.endUser }),
  }),
  response: (dialogue, answer, tokens, timeMs) => ({
    id: answer.responseId,
    object: 'response',
    created_at: Math.floor(timeMs / 1000),
    status: 'completed',
    model: dialogue.model,
    output: encodeAnswer(answer),
    usage: {
      input_tokens: tokens.input,
      output_tokens: tokens.output,
      output_tokens_details: { reasoning_tokens: tokens.reasoning },
      total_tokens: tokens.input + tokens.output,
    },
  }),
  failure: (status, message) => ({ error: { message, type: 'provider_error', param: null, code: String(status) } }),
}
