import type { AnswerStream } from '../answer-stream.ts'
import type { EventHardener, Hardening } from '../hardening.ts'
import type { Tool, Turn, Usage } from '../interaction.ts'
import type { JsonObject } from '../json-value.ts'
import type { TokenList } from '../token.ts'

/** What a request body says apart from what every dialect says alike (parameters and the end user). */
export interface Prompt {
  /** System prompt or instructions, blocks joined by a line feed; empty when there is none. */
  readonly system: string
  /** The messages in order, without the system prompt. */
  readonly turns: readonly Turn[]
  /** The tools offered. */
  readonly tools: readonly Tool[]
}

/**
 * One wire format. No function throws, whatever JSON the members of the body are. A turn that a client sends back
 * must read the same in the request as it did in the response, so both should read it with the same code.
 */
export interface Dialect {
  /** Reads a request body; adds to `presented` what the provider made and the client sent back, oldest first. */
  readonly readRequest: (body: JsonObject, presented: TokenList) => Prompt
  /** Reads a response body; adds to `minted` what the provider made. Error bodies have no answers. */
  readonly readResponse: (body: JsonObject, minted: TokenList) => readonly Turn[]
  /** Reads the counts of a response body; undefined when it has none. */
  readonly readUsage: (body: JsonObject) => Usage | undefined
  /** Begins to add up one streamed answer. */
  readonly openStream: () => AnswerStream
  /** The response body without what is to be taken out; itself when there is nothing of it. Official clients take it. */
  readonly hardenBody: (body: JsonObject, hardening: Hardening) => JsonObject
  /** Begins to harden one stream: its events add up to what {@link hardenBody} makes of the body they added up to. */
  readonly openHardener: (hardening: Hardening) => EventHardener
}
