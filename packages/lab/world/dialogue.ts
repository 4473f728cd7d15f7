/** A conversation as it will be played, and as it has been played so far, free of any wire format. */
import type { DialectName, JsonObject } from './line.ts'

/** A tool that the client offers. */
export interface Tool {
  readonly name: string
  readonly description: string
  readonly parameters: JsonObject
}

/** A call that the model makes of a tool. */
export interface ToolUse {
  readonly name: string
  readonly input: JsonObject
}

/** What the model answers. */
export interface Reply {
  readonly text: string
  readonly reasoning?: string
  readonly calls?: readonly ToolUse[]
}

/** One call of the API: what the client adds to the conversation, and what it gets. */
export interface Exchange {
  /** The user's words; absent when `results` answer the tool calls of the reply before. */
  readonly say?: string
  readonly results?: readonly string[]
  readonly reply: Reply
  /** From the last answer to this request. */
  readonly pauseMs: number
}

/** A conversation to be played. */
export interface Dialogue {
  readonly dialect: DialectName
  readonly model: string
  readonly system?: string
  readonly tools?: readonly Tool[]
  /** Request parameters in the words of the dialect. */
  readonly parameters: JsonObject
  readonly stream: boolean
  /** The client names the last response instead of resending its history (`openai.responses` only). */
  readonly chained?: boolean
  /** Turns that the client presents as already spoken. */
  readonly prelude?: readonly Turn[]
  readonly exchanges: readonly Exchange[]
  readonly endUser?: string
  /** Its answers are what an operator is after. */
  readonly harvest?: boolean
}

/** A tool call with the id that the provider minted for it. */
export interface MintedCall extends ToolUse {
  readonly id: string
  readonly itemId: string
}

/** A turn that has been spoken. Minted ids are part of it, because clients send them back. */
export type Turn =
  | { readonly role: 'user'; readonly text: string }
  | { readonly role: 'tool'; readonly results: readonly { readonly callId: string; readonly text: string }[] }
  | AnswerTurn

/** An answer with everything that the provider minted for it. */
export interface AnswerTurn {
  readonly role: 'assistant'
  readonly responseId: string
  readonly messageId: string
  readonly text: string
  readonly reasoning?: { readonly id: string; readonly text: string; readonly seal: string }
  readonly calls: readonly MintedCall[]
}

/** Token counts of one call. */
export interface TokenCounts {
  readonly input: number
  readonly output: number
  readonly reasoning: number
  readonly cached: number
}
