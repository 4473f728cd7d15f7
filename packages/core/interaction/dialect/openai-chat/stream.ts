import type { AnswerStream } from '../../answer-stream.ts'
import { addLogprobs, ChoiceAssembly, keepLast, type ChoiceFormat } from '../../choice-assembly.ts'
import { addFragment, byIndex, type Assembled } from '../../fragment.ts'
import { objectOf, type JsonObject } from '../../json-value.ts'
import { readUsage } from './usage.ts'

/**
 * Adds up the chunks of a chat completion, choices and tool calls by index. Members of a delta, known or not, add up by
 * the rule of `addFragment`.
 */
export function openStream(): AnswerStream {
  return new ChoiceAssembly(format)
}

const format: ChoiceFormat = {
  begin: () => ({ message: {}, finish_reason: null }),
  add(choice, name, value) {
    // Servers that only pretend to stream send the whole message.
    if (name === 'delta' || name === 'message') addFragment(choice['message'] as Assembled, objectOf(value) ?? {})
    else if (name === 'logprobs') addLogprobs(choice, name, value)
    else keepLast(choice, name, value)
  },
  finish(choice) {
    const message = choice['message'] as JsonObject
    const calls = message['tool_calls']
    const added = Array.isArray(calls) ? { tool_calls: byIndex(calls).map(withoutIndex) } : {}
    return { ...choice, message: { role: 'assistant', content: null, ...message, ...added } }
  },
  readUsage,
}

function withoutIndex(call: JsonObject): JsonObject {
  const whole: Assembled = { ...call }
  delete whole['index']
  return whole
}
