/** A conversation as it is being played: what was said, and the request body that stands to be answered. */
import type { AnswerTurn, Dialogue, Exchange, TokenCounts, Turn } from './dialogue.ts'
import type { JsonObject } from './line.ts'
import type { Presentation } from './disguise.ts'
import { countTokens } from './provider.ts'
import { wireFormats } from './wire/wire.ts'

const tokensPerTool = 60
const tokensPerCall = 20
const cachedShare = 0.8

/** One conversation. All tries of one call send the very same body. */
export class Conversation {
  readonly dialogue: Dialogue
  /** Every turn so far, by either side. */
  readonly turns: Turn[] = []
  readonly #present: Presentation | undefined
  #items: JsonObject[] = []
  #historyTokens: number
  #previousId: string | undefined
  #next = 0
  #request: JsonObject = {}

  /** Begins the dialogue with its prelude and its first request; `present` is what goes out instead of what was said. */
  constructor(dialogue: Dialogue, present?: Presentation) {
    this.dialogue = dialogue
    this.#present = present
    this.#historyTokens = countTokens(dialogue.system ?? '') + tokensPerTool * (dialogue.tools?.length ?? 0)
    for (const turn of dialogue.prelude ?? []) this.#append(turn)
    this.#ask()
  }

  /** The exchange that stands to be answered; undefined when all is said. */
  get exchange(): Exchange | undefined {
    return this.dialogue.exchanges[this.#next]
  }

  /** The body of the request that stands to be answered. */
  get request(): JsonObject {
    return this.#request
  }

  /** Takes an answer and asks what comes next. */
  proceed(answer: AnswerTurn): void {
    this.#append(answer)
    if (this.dialogue.chained === true) this.#previousId = answer.responseId
    this.#next += 1
    this.#ask()
  }

  /** Tokens of the call when it gets this answer, or none. */
  tokens(answer: AnswerTurn | undefined): TokenCounts {
    const input = Math.max(1, this.#historyTokens)
    return {
      input,
      output: answer === undefined ? 0 : turnTokens(answer),
      reasoning: answer === undefined ? 0 : countTokens(this.exchange?.reply.reasoning ?? ''),
      cached: this.#next === 0 ? 0 : Math.floor(input * cachedShare),
    }
  }

  #append(turn: Turn): void {
    this.turns.push(turn)
    this.#historyTokens += turnTokens(turn)
    this.#items.push(...wireFormats[this.dialogue.dialect].encodeTurn(turn))
  }

  #ask(): void {
    const { exchange } = this
    if (exchange === undefined) return
    if (this.#previousId !== undefined) this.#items = []
    this.#append(askTurn(this.turns.at(-1), exchange))
    const format = wireFormats[this.dialogue.dialect]
    const items = this.#present?.(this.turns).flatMap((turn) => format.encodeTurn(turn)) ?? [...this.#items]
    this.#request = format.request(this.dialogue, items, this.#previousId)
  }
}

/** What the client adds: results of the tools that the last answer called, or the user's words. */
function askTurn(before: Turn | undefined, { say = '', results }: Exchange): Turn {
  if (results === undefined || before?.role !== 'assistant') return { role: 'user', text: say }
  const given = before.calls.map((call, index) => ({ callId: call.id, text: results[index] ?? '' }))
  return { role: 'tool', results: given }
}

function turnTokens(turn: Turn): number {
  if (turn.role === 'user') return countTokens(turn.text)
  if (turn.role === 'tool') return turn.results.reduce((sum, result) => sum + countTokens(result.text), 0)
  return countTokens(turn.text) + tokensPerCall * turn.calls.length
}
