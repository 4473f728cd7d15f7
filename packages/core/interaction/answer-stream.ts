/** What a streamed answer adds up to. */
import type { Usage } from './interaction.ts'
import type { JsonObject } from './json-value.ts'

/** One event of an event stream: its name, where it has one, and its data lines joined by line feeds. */
export interface StreamEvent {
  readonly event: string | undefined
  readonly data: string
}

/** Adds the events of one answer up to the body that the same answer would have had unstreamed. Never throws. */
export interface AnswerStream {
  /** Takes the next event. What is no JSON is counted and passed over. */
  add(event: StreamEvent): void
  /**
   * The body so far; undefined before anything of it came. Unknown block types are in it as they came. It shares parts
   * with what is still being put together: read it before the next {@link add}. Cost is proportional to the number of
   * blocks, and to the text of JSON that came in fragments.
   */
  readonly body: JsonObject | undefined
  /** The counts so far: the last that the stream told win. */
  readonly usage: Usage | undefined
  /**
   * The error that came in the stream after a 200, as it came: what the event has as `error`, else the event itself, or
   * its text where that is no JSON. Undefined when there was none.
   */
  readonly error: unknown
  /** Events that were no JSON object where one was due, or one nested deeper than a record may be. */
  readonly malformedEvents: number
  /** The dialect's end marker came. An error that ends a stream in the dialect is one. */
  readonly isComplete: boolean
  /** More came than is kept of one answer: the rest is not in the body, usage and error are. */
  readonly isTruncated: boolean
}
