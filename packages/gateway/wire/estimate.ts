/** How many tokens a request may cost, before anybody counted them and without a tokenizer. */
import type { Demand } from './demand.ts'

/** What a reservation is made of where the client leaves it open. */
export interface EstimateRule {
  /** Output tokens reserved for one choice when the client sets no bound. */
  readonly outputTokensDefault: number
  /** The most output tokens reserved for one choice whatever bound the client sets: bounds are set far too wide. */
  readonly outputTokensReservedMax: number
}

/** Bytes of JSON for one token: English prose and code have about four, and the framing counts along. */
const bytesPerToken = 4

/** A run of so many letters of Base64 without a break is a picture or a file, not words. */
const opaqueRun = /[A-Za-z0-9+/_=-]{1024,}/g
/** What a picture costs with either provider, about. */
const tokensPerOpaqueRun = 1600

/** Tokens of input that `bytes` are about. Wrong by a factor of two now and then: usage corrects it after the call. */
export function estimateInputTokens(bytes: Uint8Array): number {
  if (bytes.length < 4096) return Math.ceil(bytes.length / bytesPerToken)
  let textBytes = bytes.length
  let tokens = 0
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  for (const [run] of text.matchAll(opaqueRun)) {
    textBytes -= run.length
    tokens += Math.min(tokensPerOpaqueRun, run.length / bytesPerToken)
  }
  return Math.ceil(tokens + textBytes / bytesPerToken)
}

/** Tokens of output that `demand` may lead to. */
export function estimateOutputTokens(demand: Demand, dialect: string, rule: EstimateRule): number {
  if (dialect === 'openai.embeddings') return 0
  const perChoice = Math.min(demand.outputTokensMax ?? rule.outputTokensDefault, rule.outputTokensReservedMax)
  return Math.ceil(Math.max(0, perChoice) * demand.choices)
}

/** Tokens of output that were served where nobody counted them. */
export function estimateServedTokens(textBytes: number): number {
  return Math.ceil(textBytes / bytesPerToken)
}
