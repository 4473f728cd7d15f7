import type { AnswerStream } from './answer-stream.ts'
import * as table from './dialect/table.ts'
import type { Dialect } from './dialect/wire-format.ts'
import { readEndUser } from './end-user.ts'
import { leaveAll, type EventHardener, type Hardening } from './hardening.ts'
import type { Conversation, Usage } from './interaction.ts'
import { objectOf } from './json-value.ts'
import { readParameters } from './parameter.ts'
import { TokenList } from './token.ts'

const dialects: ReadonlyMap<string, Dialect> = new Map(Object.entries<Dialect>(table))

/** The wire formats that can be read, by the names that records use, sorted. */
export const dialectNames: readonly string[] = [...dialects.keys()].sort()

/**
 * What the two bodies of an API call say. Never throws, whatever JSON the bodies are: what cannot be read is passed
 * over. Bodies that are no objects, or of a dialect that is none of {@link dialectNames}, say nothing. `response` is
 * undefined when there was none. Cost is proportional to the number of messages and blocks; texts are not copied.
 */
export function readConversation(dialect: string, request: unknown, response: unknown): Conversation {
  const format = dialects.get(dialect)
  const asked = objectOf(request)
  const answered = objectOf(response)
  const presented = new TokenList()
  // What the client brought along was made earlier, even where the response repeats it.
  const minted = new TokenList(presented)
  const prompt = asked === undefined ? undefined : format?.readRequest(asked, presented)
  const answers = answered === undefined ? undefined : format?.readResponse(answered, minted)
  return {
    system: prompt?.system ?? '',
    turns: prompt?.turns ?? [],
    answers: answers ?? [],
    tools: prompt?.tools ?? [],
    parameters: asked === undefined ? [] : readParameters(asked),
    minted: minted.tokens,
    presented: presented.tokens,
    endUser: asked === undefined ? undefined : readEndUser(asked),
  }
}

/**
 * The token counts in a response body that was not streamed, in the contract's meaning: the input is all of it, cached
 * tokens among it; reasoning is among the output. Undefined when it has none. Never throws.
 */
export function readAnswerUsage(dialect: string, body: unknown): Usage | undefined {
  const answered = objectOf(body)
  return answered === undefined ? undefined : dialects.get(dialect)?.readUsage(answered)
}

/** Begins to add up the events of one answer; in a dialect that is none of {@link dialectNames} they add up to nothing. */
export function openAnswerStream(dialect: string): AnswerStream {
  return dialects.get(dialect)?.openStream() ?? nothing
}

/**
 * A response body that was not streamed without log-probabilities or readable reasoning, in a form that official clients
 * take and can go on with; the same value when there is nothing to take out, it is no object, or the dialect is unknown.
 */
export function hardenBody(dialect: string, body: unknown, hardening: Hardening): unknown {
  const answered = objectOf(body)
  return answered === undefined ? body : (dialects.get(dialect)?.hardenBody(answered, hardening) ?? body)
}

/**
 * Hardens the events of one stream as {@link hardenBody} hardens bodies; one hardener for each stream. Events that have
 * nothing of what is to be taken out cost a search of their text, less than 1 µs, others are parsed and written anew.
 */
export function openHardener(dialect: string, hardening: Hardening): EventHardener {
  return dialects.get(dialect)?.openHardener(hardening) ?? leaveAll
}

const nothing: AnswerStream = {
  add: () => {},
  body: undefined,
  usage: undefined,
  error: undefined,
  malformedEvents: 0,
  isComplete: false,
  isTruncated: false,
}
