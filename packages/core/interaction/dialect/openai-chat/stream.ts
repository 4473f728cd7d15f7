import { AnswerAssembly } from '../../answer-assembly.ts'
import type { AnswerStream } from '../../answer-stream.ts'
import { addedUp, addFragment, byIndex, indexOf, memberOf, type Assembled } from '../../fragment.ts'
import type { Usage } from '../../interaction.ts'
import { arrayOf, objectOf, type JsonObject } from '../../json-value.ts'
import { readUsage } from './usage.ts'

/**
 * Adds up the chunks of a chat completion, choices and tool calls by index. Members of a delta, known or not, add up by
 * the rule of `addFragment`; those of chunks and choices hold as the last chunk has them that has more than null or the
 * empty string. `[DONE]` is the end; an error is not, though servers close after it.
 */
export function openStream(): AnswerStream {
  return new ChatAssembly()
}

interface Choice {
  readonly message: Assembled
  readonly members: Assembled
}

class ChatAssembly extends AnswerAssembly {
  readonly #members: Assembled = {}
  readonly #choices = new Map<number, Choice>()
  #isBegun = false

  get body(): JsonObject | undefined {
    if (!this.#isBegun) return undefined
    const choices = [...this.#choices].sort(([one], [other]) => one - other)
    return { ...this.#members, choices: choices.map(([index, choice]) => choiceBody(index, choice)) }
  }

  get usage(): Usage | undefined {
    return readUsage(this.#members)
  }

  protected override take(chunk: JsonObject, type: string): void {
    const error = chunk['error'] ?? (chunk['object'] === 'error' || type === 'error' ? chunk : undefined)
    if (error !== undefined) this.fail(error)
    if (error !== undefined && !Array.isArray(chunk['choices'])) return
    this.#isBegun = true
    for (const name in chunk) if (!chunkNames.has(name)) keepLast(this.#members, name, chunk[name])
    if (this.#members['object'] === 'chat.completion.chunk') this.#members['object'] = 'chat.completion'
    if (this.isTruncated) return
    for (const element of arrayOf(chunk['choices'])) {
      const choice = objectOf(element)
      if (choice !== undefined) addChoice(this.#choiceAt(indexOf(choice)), choice)
    }
  }

  protected override takeEndMarker(): void {
    this.end()
  }

  #choiceAt(index: number): Choice {
    const known = this.#choices.get(index)
    if (known !== undefined) return known
    const choice: Choice = { message: {}, members: { finish_reason: null } }
    this.#choices.set(index, choice)
    return choice
  }
}

/** Members of a chunk that are not the completion's. `obfuscation` only hides lengths from who watches the network. */
const chunkNames: ReadonlySet<string> = new Set(['choices', 'error', 'obfuscation', '__proto__'])

function keepLast(target: Assembled, name: string, value: unknown): void {
  const isEmpty = value === null || value === ''
  if (!isEmpty || (memberOf(target, name) ?? null) === null) target[name] = value
}

function addChoice({ message, members }: Choice, choice: JsonObject): void {
  for (const name in choice) {
    const value = choice[name]
    // Servers that only pretend to stream send the whole message.
    if (name === 'delta' || name === 'message') addFragment(message, objectOf(value) ?? {})
    else if (name === 'logprobs') members[name] = addedUp(memberOf(members, name), value, name)
    else if (name !== 'index' && name !== '__proto__') keepLast(members, name, value)
  }
}

function choiceBody(index: number, { message, members }: Choice): JsonObject {
  const calls = message['tool_calls']
  const added = Array.isArray(calls) ? { tool_calls: byIndex(calls).map(withoutIndex) } : {}
  return { index, message: { role: 'assistant', content: null, ...message, ...added }, ...members }
}

function withoutIndex(call: JsonObject): JsonObject {
  const whole: Assembled = { ...call }
  delete whole['index']
  return whole
}
