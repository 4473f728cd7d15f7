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
const opaqueRunMin = 1024
/** What a picture costs with either provider, about. */
const tokensPerOpaqueRun = 1600

/** By byte: whether it is a letter of Base64, of either alphabet. */
const isBase64 = new Uint8Array(256)
for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_=')
  isBase64[letter.charCodeAt(0)] = 1

/** Tokens of input that `bytes` are about. Wrong by a factor of two now and then: usage corrects it after the call. */
export function estimateInputTokens(bytes: Uint8Array): number {
  let textBytes = bytes.length
  let opaqueTokens = 0
  // A long run has one of these places in it; in prose each costs a look at one word.
  for (let at = opaqueRunMin / 2; at < bytes.length; at += opaqueRunMin / 2) {
    let start = at
    while (start > 0 && isBase64[bytes[start - 1]!] === 1) start--
    let end = at
    while (end < bytes.length && isBase64[bytes[end]!] === 1) end++
    if (end - start >= opaqueRunMin) {
      textBytes -= end - start
      opaqueTokens += Math.min(tokensPerOpaqueRun, (end - start) / bytesPerToken)
    }
    at = Math.max(at, end)
  }
  return Math.ceil(opaqueTokens + textBytes / bytesPerToken)
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
