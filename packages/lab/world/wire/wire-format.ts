/** What a dialect must be able to write. */
import type { AnswerTurn, Dialogue, Reply, TokenCounts, Turn } from '../dialogue.ts'
import type { JsonObject } from '../line.ts'
import type { Random } from '../random.ts'

/** The writer of one wire format. */
export interface WireFormat {
  /** Gives an answer the ids and seals that this provider would mint. */
  readonly mint: (random: Random, reply: Reply) => AnswerTurn
  /** The items by which a client resends a turn. */
  readonly encodeTurn: (turn: Turn) => readonly JsonObject[]
  /** The request body. `previousId` stands for all history when the client chains responses. */
  readonly request: (dialogue: Dialogue, items: readonly JsonObject[], previousId: string | undefined) => JsonObject
  /** The response body of an answered call. */
  readonly response: (dialogue: Dialogue, answer: AnswerTurn, tokens: TokenCounts, timeMs: number) => JsonObject
  /** The response body of a failed call. */
  readonly failure: (status: number, message: string) => JsonObject
}
