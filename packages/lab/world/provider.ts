/** The invented provider: its models, its failures, its speed. */
import type { TokenCounts } from './dialogue.ts'
import type { Random } from './random.ts'
import type { Scene } from './scene.ts'

/** The models that are served. */
export const models = { large: 'wren-2-pro', small: 'wren-2-mini', thinking: 'wren-2-ponder' } as const

const failureMessages: Readonly<Record<number, string>> = {
  403: 'This account has been closed.',
  429: 'Too many requests for this key; slow down and try again.',
  500: 'The request failed on our side.',
  529: 'The model is overloaded at the moment.',
}

/** The HTTP status of a call at this moment: 200, or one of 429, 500 and 529. */
export function drawStatus(random: Random, scene: Scene, timeMs: number): number {
  const incident = scene.incidents.find(({ fromMs, untilMs }) => fromMs <= timeMs && timeMs < untilMs)
  if (!random.chance(incident?.errorShare ?? scene.errorShare)) return 200
  if (incident !== undefined) return random.chance(0.85) ? 529 : 500
  return random.pick([429, 429, 500, 529])
}

/** What the provider says when it fails. */
export function failureMessage(status: number): string {
  return failureMessages[status] ?? 'Unexpected failure.'
}

/** Tokens of a text, by its UTF-8 length. */
export function countTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / 4)
}

/** Milliseconds to the first and to the last byte. */
export function drawLatency(
  random: Random,
  status: number,
  tokens: TokenCounts,
): { ttftMs: number; latencyMs: number } {
  if (status !== 200) return { ttftMs: 0, latencyMs: random.between(40, 900) }
  const ttftMs = 180 + random.between(0, 500) + Math.floor(tokens.input / 20)
  return { ttftMs, latencyMs: ttftMs + Math.floor((tokens.output + tokens.reasoning) * (8 + 10 * random.unit())) }
}
