import type { AnswerStream, StreamEvent } from './answer-stream.ts'
import { isEndMarker, parseEventData } from './event-data.ts'
import type { Usage } from './interaction.ts'
import { textOf, type JsonObject } from './json-value.ts'

/** Most characters of events from which the body of one answer is made; what comes after them is left out. */
export const answerCharsMax: number = 64 * 1024 * 1024

/** What the streams of all dialects do alike: parse, count what is no JSON, and stop taking content at a limit. */
export abstract class AnswerAssembly implements AnswerStream {
  #malformedEvents = 0
  #chars = 0
  #isEnded = false
  #error: unknown

  abstract readonly body: JsonObject | undefined
  abstract readonly usage: Usage | undefined

  add({ event, data }: StreamEvent): void {
    if (data === '') return
    this.#chars += data.length
    const value = parseEventData(data)
    if (value !== undefined) return this.take(value, textOf(value['type']) || (event ?? ''))
    if (isEndMarker(data)) return this.takeEndMarker()
    this.#malformedEvents++
    if (event === 'error') this.fail(data)
    return undefined
  }

  get error(): unknown {
    return this.#error
  }

  get malformedEvents(): number {
    return this.#malformedEvents
  }

  get isComplete(): boolean {
    return this.#isEnded
  }

  /** Whether content that comes now must be left out. */
  get isTruncated(): boolean {
    return this.#chars > answerCharsMax
  }

  /** Takes an event of the type that it has as `type`, else as its name; empty when it has neither. */
  protected abstract take(value: JsonObject, type: string): void

  /** Takes `[DONE]`, which is nothing in dialects that have an end of their own. */
  protected takeEndMarker(): void {}

  /** The end came; it is taken back when another answer begins in the same stream. */
  protected end(isEnded = true): void {
    this.#isEnded = isEnded
  }

  /** An error came. */
  protected fail(error: unknown): void {
    this.#error = error
  }
}
