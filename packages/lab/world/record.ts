/** One call as the provider's log has it. */
import type { Conversation } from './conversation.ts'
import type { AnswerTurn, TokenCounts } from './dialogue.ts'
import type { JsonObject, RecordLine } from './line.ts'
import { failureMessage } from './provider.ts'
import type { Random } from './random.ts'
import { callerLine, type Seat } from './seat.ts'
import { wireFormats } from './wire/wire.ts'

/** What came of a call; no answer means that it failed. */
export interface Outcome {
  readonly status: number
  readonly timeMs: number
  readonly ttftMs: number
  readonly latencyMs: number
  readonly tokens: TokenCounts
  readonly answer: AnswerTurn | undefined
}

const latencyMissingShare = 0.1

/** The record of a call of the conversation on the seat. */
export function writeRecord(random: Random, seat: Seat, conversation: Conversation, outcome: Outcome): RecordLine {
  const { dialogue } = conversation
  const client = callerLine(random, seat, dialogue.endUser)
  return {
    v: 1,
    id: `call-${random.token(16, 'base36')}`,
    ts: new Date(outcome.timeMs).toISOString(),
    account: seat.account,
    ...(seat.org === undefined ? {} : { org: seat.org }),
    ...(seat.key === undefined ? {} : { key: seat.key }),
    ...(client === undefined ? {} : { client }),
    dialect: dialogue.dialect,
    model: dialogue.model,
    request: conversation.request,
    response: responseBody(conversation, outcome),
    stream: dialogue.stream,
    status: outcome.status,
    ...(random.chance(latencyMissingShare) ? {} : latencies(outcome, dialogue.stream)),
    ...(outcome.answer === undefined ? {} : { usage: usageLine(outcome.tokens) }),
  }
}

function responseBody({ dialogue }: Conversation, { answer, status, tokens, timeMs }: Outcome): JsonObject {
  const format = wireFormats[dialogue.dialect]
  if (answer === undefined) return format.failure(status, failureMessage(status))
  return format.response(dialogue, answer, tokens, timeMs)
}

function latencies({ latencyMs, ttftMs, answer }: Outcome, stream: boolean): { latency_ms: number; ttft_ms?: number } {
  return stream && answer !== undefined ? { latency_ms: latencyMs, ttft_ms: ttftMs } : { latency_ms: latencyMs }
}

function usageLine(tokens: TokenCounts): JsonObject {
  return {
    input_tokens: tokens.input,
    output_tokens: tokens.output,
    ...(tokens.reasoning === 0 ? {} : { reasoning_tokens: tokens.reasoning }),
    ...(tokens.cached === 0 ? {} : { cached_tokens: tokens.cached }),
  }
}
