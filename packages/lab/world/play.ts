/** Plays conversations against the provider, in order of time, and records every call. */
import { Conversation } from './conversation.ts'
import type { AnswerTurn, Dialogue, Turn } from './dialogue.ts'
import { EventQueue } from './event-queue.ts'
import { drawLatency, drawStatus } from './provider.ts'
import { writeRecord } from './record.ts'
import type { Router } from './router.ts'
import type { Scene } from './scene.ts'
import { isBanned, type Seat } from './seat.ts'
import { wireFormats } from './wire/wire.ts'

/** A conversation that begins at a moment; written only then, so that it can know what was said before. */
export interface Script {
  readonly startMs: number
  readonly write: (timeMs: number) => Dialogue
}

/** Hears of every answer, and when it arrives. */
export type Listener = (dialogue: Dialogue, answer: AnswerTurn, answeredMs: number) => void

interface Running {
  readonly session: number
  readonly script: Script
  conversation?: Conversation
  /** Seats on which the present call failed. */
  tried: Seat[]
}

/** Plays all scripts to their end or the end of the scene; returns the turns of each, in the order of the scripts. */
export function playScripts(
  scene: Scene,
  scripts: readonly Script[],
  router: Router,
  onAnswer?: Listener,
): readonly (readonly Turn[])[] {
  const queue = new EventQueue<Running>()
  const all = scripts.map((script, session): Running => ({ session, script, tried: [] }))
  for (const running of all) queue.push(running.script.startMs, running)
  for (let event = queue.pop(); event !== undefined; event = queue.pop()) {
    const { timeMs, value: running } = event
    if (timeMs >= scene.window.untilMs) continue
    const againMs = callOnce(scene, running, router, timeMs, onAnswer)
    if (againMs !== undefined) queue.push(againMs, running)
  }
  return all.map((running) => running.conversation?.turns ?? [])
}

/** Makes one try of the present call; returns when the conversation goes on, undefined when it does not. */
function callOnce(
  scene: Scene,
  running: Running,
  router: Router,
  timeMs: number,
  onAnswer: Listener | undefined,
): number | undefined {
  const conversation = (running.conversation ??= new Conversation(running.script.write(timeMs), router.present))
  const { exchange, dialogue } = conversation
  if (exchange === undefined) return undefined
  const { random } = scene
  const seat = router.seat({ session: running.session, timeMs, tried: running.tried })
  const status = isBanned(seat, timeMs) ? 403 : drawStatus(random, scene, timeMs)
  const answer = status === 200 ? wireFormats[dialogue.dialect].mint(random, exchange.reply) : undefined
  const tokens = conversation.tokens(answer)
  const { ttftMs, latencyMs } = drawLatency(random, status, tokens)
  const record = writeRecord(random, seat, conversation, { status, timeMs, ttftMs, latencyMs, tokens, answer })
  scene.records.push(record)
  if (answer === undefined) {
    running.tried.push(seat)
    const waitMs = router.retryAfterMs(running.tried, timeMs)
    return waitMs === undefined ? undefined : timeMs + latencyMs + waitMs
  }
  if (dialogue.harvest === true) seat.label.harvest?.push(record.id)
  running.tried = []
  conversation.proceed(answer)
  onAnswer?.(dialogue, answer, timeMs + latencyMs)
  return conversation.exchange === undefined ? undefined : timeMs + latencyMs + conversation.exchange.pauseMs
}
