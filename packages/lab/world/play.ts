/** Plays conversations against the provider, in order of time, and records every call. */
import type { AnswerTurn, Dialogue, Exchange, TokenCounts, Turn } from './dialogue.ts'
import { EventQueue } from './event-queue.ts'
import type { JsonObject, RecordLine } from './line.ts'
import { countTokens, drawLatency, drawStatus, failureMessage } from './provider.ts'
import type { Random } from './random.ts'
import type { Scene } from './scene.ts'
import { callerLine, type Seat } from './seat.ts'
import { wireFormats } from './wire/wire.ts'

/** A conversation that begins at a moment; written only then, so that it can know what was said before. */
export interface Script {
  readonly startMs: number
  readonly write: () => Dialogue
}

/** One try of one call, as a router sees it. `session` is the conversation, `tried` the seats that failed, in order. */
export interface Attempt {
  readonly session: number
  readonly timeMs: number
  readonly tried: readonly Seat[]
}

/** Decides on which account a call is made, and whether a failed one is tried again. */
export interface Router {
  readonly seat: (attempt: Attempt) => Seat
  /** Milliseconds until the next try; undefined gives the conversation up. `tried` ends with the seat that just failed. */
  readonly retryAfterMs: (tried: readonly Seat[]) => number | undefined
}

interface Running {
  readonly session: number
  readonly dialogue: Dialogue
  readonly turns: Turn[]
  readonly items: JsonObject[]
  historyTokens: number
  previousId: string | undefined
  next: number
  request: JsonObject
  tried: Seat[]
}

const latencyMissingShare = 0.1

/** Plays all scripts to their end or the end of the scene; returns the turns of each, in the order of the scripts. */
export function playScripts(
  scene: Scene,
  scripts: readonly Script[],
  router: Router,
  onAnswer?: (dialogue: Dialogue, answer: AnswerTurn) => void,
): readonly (readonly Turn[])[] {
  const queue = new EventQueue<Running | number>()
  const spoken: Turn[][] = scripts.map(() => [])
  for (const [session, script] of scripts.entries()) queue.push(script.startMs, session)
  for (let event = queue.pop(); event !== undefined; event = queue.pop()) {
    if (event.timeMs >= scene.window.untilMs) continue
    const running = typeof event.value === 'number' ? begin(event.value, scripts, spoken) : event.value
    if (running === undefined) continue
    const outcome = call(scene, running, router, event.timeMs)
    if (outcome.answer !== undefined) onAnswer?.(running.dialogue, outcome.answer)
    if (outcome.againMs !== undefined) queue.push(outcome.againMs, running)
  }
  return spoken
}

function begin(session: number, scripts: readonly Script[], spoken: Turn[][]): Running | undefined {
  const script = scripts[session]
  const turns = spoken[session]
  if (script === undefined || turns === undefined) return undefined
  const dialogue = script.write()
  const first = dialogue.exchanges[0]
  if (first === undefined) return undefined
  const overhead = countTokens(dialogue.system ?? '') + 60 * (dialogue.tools?.length ?? 0)
  const running: Running = {
    session,
    dialogue,
    turns,
    items: [],
    historyTokens: overhead,
    previousId: undefined,
    next: 0,
    request: {},
    tried: [],
  }
  for (const turn of dialogue.prelude ?? []) append(running, turn)
  ask(running, first)
  return running
}

function append(running: Running, turn: Turn): void {
  running.turns.push(turn)
  running.historyTokens += turnTokens(turn)
  running.items.push(...wireFormats[running.dialogue.dialect].encodeTurn(turn))
}

function turnTokens(turn: Turn): number {
  if (turn.role === 'user') return countTokens(turn.text)
  if (turn.role === 'tool') return turn.results.reduce((sum, result) => sum + countTokens(result.text), 0)
  return countTokens(turn.text) + 20 * turn.calls.length
}

/** Adds what the client says next and builds the body that all tries of this call send. */
function ask(running: Running, exchange: Exchange): void {
  const chained = running.previousId !== undefined
  if (chained) running.items.length = 0
  append(running, askTurn(running.turns.at(-1), exchange))
  const format = wireFormats[running.dialogue.dialect]
  running.request = format.request(running.dialogue, [...running.items], running.previousId)
}

function askTurn(before: Turn | undefined, exchange: Exchange): Turn {
  if (exchange.results === undefined || before?.role !== 'assistant') return { role: 'user', text: exchange.say ?? '' }
  const { results } = exchange
  return {
    role: 'tool',
    results: before.calls.map((made, index) => ({ callId: made.id, text: results[index] ?? '' })),
  }
}

/** Makes one try; says what was answered and when the conversation goes on, if it does. */
function call(scene: Scene, running: Running, router: Router, timeMs: number): { answer?: AnswerTurn; againMs?: number } {
  const { random } = scene
  const exchange = running.dialogue.exchanges[running.next]
  if (exchange === undefined) return {}
  const seat = router.seat({ session: running.session, timeMs, tried: running.tried })
  const status = drawStatus(random, scene, timeMs)
  const answer = status === 200 ? wireFormats[running.dialogue.dialect].mint(random, exchange.reply) : undefined
  const tokens = countCall(running, answer, exchange)
  const { ttftMs, latencyMs } = drawLatency(random, status, tokens)
  const record = writeRecord(random, seat, running, { status, timeMs, ttftMs, latencyMs, tokens, answer })
  scene.records.push(record)
  if (answer === undefined) {
    running.tried.push(seat)
    const waitMs = router.retryAfterMs(running.tried)
    return waitMs === undefined ? {} : { againMs: timeMs + latencyMs + waitMs }
  }
  if (running.dialogue.harvest === true) seat.label.harvest?.push(record.id)
  return proceed(running, answer, timeMs + latencyMs)
}

function proceed(running: Running, answer: AnswerTurn, answeredMs: number): { answer: AnswerTurn; againMs?: number } {
  append(running, answer)
  if (running.dialogue.chained === true) running.previousId = answer.responseId
  running.tried = []
  running.next += 1
  const following = running.dialogue.exchanges[running.next]
  if (following === undefined) return { answer }
  ask(running, following)
  return { answer, againMs: answeredMs + following.pauseMs }
}

function countCall(running: Running, answer: AnswerTurn | undefined, exchange: Exchange): TokenCounts {
  const input = Math.max(1, running.historyTokens)
  const reasoning = answer === undefined ? 0 : countTokens(exchange.reply.reasoning ?? '')
  const output = answer === undefined ? 0 : turnTokens(answer)
  return { input, output, reasoning, cached: running.next === 0 ? 0 : Math.floor(input * 0.8) }
}

interface Outcome {
  readonly status: number
  readonly timeMs: number
  readonly ttftMs: number
  readonly latencyMs: number
  readonly tokens: TokenCounts
  readonly answer: AnswerTurn | undefined
}

function writeRecord(random: Random, seat: Seat, running: Running, outcome: Outcome): RecordLine {
  const { dialogue, request } = running
  const { answer, status, timeMs, tokens } = outcome
  const format = wireFormats[dialogue.dialect]
  const client = callerLine(random, seat, dialogue.endUser)
  const response =
    answer === undefined
      ? format.failure(status, failureMessage(status))
      : format.response(dialogue, answer, tokens, timeMs)
  return {
    v: 1,
    id: `call-${random.token(16, 'base36')}`,
    ts: new Date(timeMs).toISOString(),
    account: seat.account,
    ...(seat.org === undefined ? {} : { org: seat.org }),
    ...(seat.key === undefined ? {} : { key: seat.key }),
    ...(client === undefined ? {} : { client }),
    dialect: dialogue.dialect,
    model: dialogue.model,
    request,
    response,
    stream: dialogue.stream,
    status,
    ...(random.chance(latencyMissingShare) ? {} : latencies(outcome, dialogue.stream)),
    ...(answer === undefined ? {} : { usage: usageLine(tokens) }),
  }
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
